namespace HuskyFhir.Plan.LegalClocks;

/// <summary>
/// The legal times that the service keeps. In settings and results by code: <c>AppealFiling</c> is
/// <c>appeal-filing</c>.
/// </summary>
public enum DeadlineId
{
    /// <summary>The last day to appeal to the plan.</summary>
    AppealFiling,

    /// <summary>The last day to ask for a state fair hearing.</summary>
    HearingFiling,

    /// <summary>The last day to ask for an external review.</summary>
    ReviewFiling,

    /// <summary>An appeal is decided.</summary>
    AppealDecision,

    /// <summary>An expedited appeal or hearing about services is decided.</summary>
    ExpeditedServicesDecision,

    /// <summary>An expedited appeal or hearing about eligibility is decided.</summary>
    ExpeditedEligibilityDecision,

    /// <summary>A hearing is held.</summary>
    HearingHeld,

    /// <summary>Notice of a hearing is mailed.</summary>
    HearingNotice,

    /// <summary>A hearing is decided.</summary>
    HearingDecision,

    /// <summary>A copy of the decision is mailed.</summary>
    DecisionMailed,

    /// <summary>A decision that was late and then demanded is given.</summary>
    DecisionOnDemand,

    /// <summary>An external review is decided.</summary>
    ReviewDecision,

    /// <summary>An expedited external review is decided.</summary>
    ExpeditedReviewDecision,

    /// <summary>When a notice counts as received.</summary>
    NoticeReceipt,

    /// <summary>The last day to mail a notice of an action.</summary>
    AdvanceNotice,

    /// <summary>The last day to ask, so that benefits go on without a gap.</summary>
    BenefitsContinued,

    /// <summary>The last day to ask, so that services may be reinstated.</summary>
    BenefitsReinstated,

    /// <summary>The last day to ask, so that services must be reinstated, where advance notice was missing.</summary>
    BenefitsRestored,

    /// <summary>A grievance is settled.</summary>
    GrievanceResolution,

    /// <summary>A complaint is settled.</summary>
    ComplaintResolution,

    /// <summary>A grievance or complaint about discrimination or retaliation is settled.</summary>
    CivilRightsGrievance,

    /// <summary>The requester is told that the request arrived.</summary>
    Acknowledgement,

    /// <summary>Records are handed over, or refused in writing.</summary>
    RecordsAccess,

    /// <summary>A provider has the data that it asked for.</summary>
    DataRequest,

    /// <summary>A correction is made, or refused in writing.</summary>
    Amendment,

    /// <summary>A statement of disagreement is with the record.</summary>
    AmendmentDisagreement,

    /// <summary>An accounting of disclosures is handed over.</summary>
    DisclosureAccounting,

    /// <summary>How far back an accounting goes.</summary>
    AccountingLookBack,

    /// <summary>A restriction is agreed to or refused.</summary>
    Restriction,

    /// <summary>Another way of communication is in place.</summary>
    ConfidentialCommunication,

    /// <summary>Another PCP is assigned.</summary>
    PcpChange,

    /// <summary>Help, a second opinion or a translation is arranged.</summary>
    Assistance,

    /// <summary>A question is answered.</summary>
    Information,

    /// <summary>A prior authorisation is decided.</summary>
    Authorization,

    /// <summary>An expedited prior authorisation is decided.</summary>
    ExpeditedAuthorization,

    /// <summary>A change is reported to DSS.</summary>
    ChangeReport,

    /// <summary>A change is reported to the exchange marketplace.</summary>
    ExchangeChangeReport,
}
