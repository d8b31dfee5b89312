namespace HuskyFhir.X12.Enrolment.Model;

/// <summary>
/// Loop 2000: what a file says of one person. Codes stand as they were written; <see cref="MemberDetail.Maintenance"/>
/// says what to do with them.
/// </summary>
public sealed record MemberRecord
{
    /// <summary>INS.</summary>
    public required MemberDetail Detail { get; init; }

    /// <summary>REF: 0F first; then policy and supplemental identifiers.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>DTP of the member.</summary>
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];

    /// <summary>2100A: the name, numbers and address as they are now.</summary>
    public required Party Party { get; init; }

    /// <summary>2100A DMG.</summary>
    public Demographics? Demographics { get; init; }

    /// <summary>2100A EC: up to three codes in each.</summary>
    public IReadOnlyList<IReadOnlyList<string>> EmploymentClasses { get; init; } = [];

    /// <summary>2100A ICM.</summary>
    public Income? Income { get; init; }

    /// <summary>2100A AMT.</summary>
    public IReadOnlyList<Amount> Amounts { get; init; } = [];

    /// <summary>2100A HLH.</summary>
    public HealthState? Health { get; init; }

    /// <summary>2100A LUI.</summary>
    public IReadOnlyList<Language> Languages { get; init; } = [];

    /// <summary>2100B NM1: the name as it was, where 2100A corrects it.</summary>
    public PartyName? IncorrectName { get; init; }

    /// <summary>2100B DMG.</summary>
    public Demographics? IncorrectDemographics { get; init; }

    /// <summary>2100C: where mail goes.</summary>
    public PostalAddress? MailingAddress { get; init; }

    /// <summary>2100D.</summary>
    public IReadOnlyList<Party> Employers { get; init; } = [];

    /// <summary>2100E.</summary>
    public IReadOnlyList<Party> Schools { get; init; } = [];

    /// <summary>2100F.</summary>
    public Party? CustodialParent { get; init; }

    /// <summary>2100G.</summary>
    public IReadOnlyList<Party> ResponsiblePersons { get; init; } = [];

    /// <summary>2100H.</summary>
    public Party? DropOff { get; init; }

    /// <summary>2200.</summary>
    public IReadOnlyList<Disability> Disabilities { get; init; } = [];

    /// <summary>2300.</summary>
    public IReadOnlyList<CoverageRecord> Coverages { get; init; } = [];

    /// <summary>2700: categories of reporting that the partners agreed upon.</summary>
    public IReadOnlyList<ReportingCategory> Categories { get; init; } = [];
}

/// <summary>INS.</summary>
/// <param name="IsSubscriber">INS01.</param>
/// <param name="Relationship">INS02: <c>18</c> self, <c>01</c> spouse, <c>19</c> child.</param>
/// <param name="Maintenance">INS03: <c>001</c> change, <c>021</c> add, <c>024</c> end, <c>025</c> reinstate, <c>030</c>
/// audit.</param>
/// <param name="Reason">INS04.</param>
/// <param name="BenefitStatus">INS05.</param>
public sealed record MemberDetail(
    bool IsSubscriber,
    string Relationship,
    string Maintenance,
    string? Reason,
    string BenefitStatus
)
{
    /// <summary>First component of INS06.</summary>
    public string? MedicarePlan { get; init; }

    /// <summary>Second component of INS06.</summary>
    public string? MedicareReason { get; init; }

    /// <summary>INS07.</summary>
    public string? CobraEvent { get; init; }

    /// <summary>INS08.</summary>
    public string? Employment { get; init; }

    /// <summary>INS09.</summary>
    public string? Student { get; init; }

    /// <summary>INS10: Y or N.</summary>
    public bool? Handicapped { get; init; }

    /// <summary>INS12.</summary>
    public DateOnly? DeathDate { get; init; }

    /// <summary>INS13: <c>R</c> restricted, <c>U</c> not.</summary>
    public string? Confidentiality { get; init; }

    /// <summary>INS17.</summary>
    public int? BirthSequence { get; init; }
}

/// <summary>ICM.</summary>
/// <param name="Frequency">ICM01: <c>1</c> weekly, <c>2</c> every two weeks, <c>4</c> monthly, <c>7</c> yearly,
/// <c>H</c> hourly.</param>
/// <param name="Wage">ICM02.</param>
/// <param name="Hours">ICM03.</param>
/// <param name="Location">ICM04.</param>
/// <param name="Grade">ICM05.</param>
public sealed record Income(
    string Frequency,
    decimal Wage,
    decimal? Hours = null,
    string? Location = null,
    string? Grade = null
);

/// <summary>HLH.</summary>
/// <param name="Code">HLH01.</param>
/// <param name="Height">HLH02.</param>
/// <param name="Weight">HLH03.</param>
public sealed record HealthState(string Code, decimal? Height = null, decimal? Weight = null);

/// <summary>LUI.</summary>
/// <param name="Qualifier">LUI01: <c>LD</c> or <c>LE</c>.</param>
/// <param name="Code">LUI02.</param>
/// <param name="Text">LUI03.</param>
/// <param name="Use">LUI04: <c>5</c> read, <c>6</c> write, <c>7</c> speak, <c>8</c> native.</param>
public sealed record Language(string? Qualifier, string? Code, string? Text, string? Use);

/// <summary>Loop 2200.</summary>
/// <param name="Type">DSB01.</param>
/// <param name="DiagnosisQualifier">DSB07.</param>
/// <param name="Diagnosis">DSB08.</param>
/// <param name="Dates">DTP.</param>
public sealed record Disability(
    string Type,
    string? DiagnosisQualifier,
    string? Diagnosis,
    IReadOnlyList<QualifiedDate> Dates
);

/// <summary>Loops 2710 and 2750.</summary>
/// <param name="Number">LX01.</param>
/// <param name="Name">N102; null where there is no N1.</param>
/// <param name="Reference">REF.</param>
/// <param name="Date">DTP.</param>
public sealed record ReportingCategory(string Number, string? Name, Reference? Reference, QualifiedDate? Date);
