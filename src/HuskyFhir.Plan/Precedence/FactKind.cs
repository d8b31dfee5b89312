namespace HuskyFhir.Plan.Precedence;

/// <summary>The kinds of fact that <see cref="SourcePrecedence"/> distinguishes.</summary>
public enum FactKind
{
    /// <summary>Addresses and numbers that carry the label R or V (45 CFR 164.522(b)).</summary>
    ConfidentialContact,

    /// <summary>Security labels of a resource (<c>meta.security</c>, <c>DocumentReference.securityLabel</c>).</summary>
    SecurityLabel,

    /// <summary>Ordinary addresses, telephone numbers and e-mail addresses.</summary>
    Contact,

    /// <summary>Name, birth date, sex, race, ethnicity, marital status.</summary>
    Identity,

    /// <summary>Languages, and the need of an interpreter.</summary>
    Language,

    /// <summary>That and when the member died.</summary>
    Death,

    /// <summary>Who lives with the member or speaks for the member (RelatedPerson).</summary>
    Household,

    /// <summary>
    /// The primary care provider, now or from a day to come (CareTeam, <c>Patient.generalPractitioner</c>).
    /// </summary>
    PcpAssignment,

    /// <summary>Program and days of a coverage.</summary>
    Coverage,

    /// <summary>An income, or another observation.</summary>
    Income,

    /// <summary>Consents, restrictions and directives, with their end or revocation.</summary>
    Consent,

    /// <summary>Documents and their bytes.</summary>
    Document,

    /// <summary>Requests, the notices about them and the decisions that they are about.</summary>
    Request,

    /// <summary>Organizations, locations and practitioners.</summary>
    Directory,

    /// <summary>Everything else.</summary>
    Other,
}
