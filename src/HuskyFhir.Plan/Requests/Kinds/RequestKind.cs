namespace HuskyFhir.Plan.Requests.Kinds;

/// <summary>What may be asked of the plan. Each is declared once, in <see cref="KindTable"/>.</summary>
public enum RequestKind
{
    /// <summary>A decision is to be looked at again.</summary>
    Appeal,

    /// <summary>The same, where waiting would harm.</summary>
    ExpeditedAppeal,

    /// <summary>A hearing before DSS (HUSKY A, C and D).</summary>
    StateFairHearing,

    /// <summary>A review by someone outside (HUSKY B).</summary>
    ExternalReview,

    /// <summary>Dissatisfaction with anything but a decision.</summary>
    Grievance,

    /// <summary>The same, informally.</summary>
    Complaint,

    /// <summary>A member asks for records.</summary>
    RecordsAccess,

    /// <summary>An organisation asks for a member's data (HRex).</summary>
    DataRequest,

    /// <summary>A correction of the record (Patient Corrections).</summary>
    Amendment,

    /// <summary>Disagreement with a refused correction (Patient Corrections).</summary>
    AmendmentDisagreement,

    /// <summary>A restriction of uses or disclosures.</summary>
    Restriction,

    /// <summary>An account of who was told what.</summary>
    DisclosureAccounting,

    /// <summary>Another address or way of reaching the member.</summary>
    ConfidentialCommunication,

    /// <summary>Another PCP.</summary>
    PcpChange,

    /// <summary>Help with an appointment.</summary>
    AppointmentHelp,

    /// <summary>A second opinion.</summary>
    SecondOpinion,

    /// <summary>An interpreter or a translation.</summary>
    TranslationServices,

    /// <summary>What is covered.</summary>
    BenefitInformation,

    /// <summary>What treatments there are.</summary>
    TreatmentInformation,

    /// <summary>What it costs and who helps with that.</summary>
    FinancialProgramInformation,

    /// <summary>How to reach a provider.</summary>
    ProviderContact,
}
