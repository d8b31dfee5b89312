namespace HuskyFhir.Core.Access;

/// <summary>
/// Why a row is not open to everyone who may see its member; kept as bits beside the row, so that a query can ask for
/// them.
/// </summary>
[Flags]
public enum Restriction : long
{
    /// <summary>Open.</summary>
    None = 0,

    /// <summary>Eligibility hangs on it and care does not, such as income: the plan and the agency.</summary>
    Eligibility = 1,

    /// <summary>
    /// Between the member and the plan, such as what was decided about the member's privacy: the plan alone.
    /// </summary>
    Plan = 2,

    /// <summary>Records of a substance use disorder (42 CFR Part 2).</summary>
    SubstanceUse = 4,

    /// <summary>Mental health.</summary>
    MentalHealth = 8,

    /// <summary>HIV (CGS 19a-583).</summary>
    Hiv = 16,

    /// <summary>Sexual and reproductive health.</summary>
    SexualHealth = 32,

    /// <summary>Sexual assault, abuse, domestic violence.</summary>
    Violence = 64,

    /// <summary>Genetic disease.</summary>
    Genetic = 128,

    /// <summary>Confidentiality R or V, for whatever reason.</summary>
    Confidential = 256,

    /// <summary>
    /// Between the member, the plan and the Department, which decides it, such as a hearing: no provider.
    /// </summary>
    Hearing = 512,

    /// <summary>All that is sensitive: opened by the member's consent, or by an emergency.</summary>
    Sensitive = SubstanceUse | MentalHealth | Hiv | SexualHealth | Violence | Genetic | Confidential,

    /// <summary>All that hides a row.</summary>
    Hidden = Eligibility | Plan | Hearing | Sensitive,

    /// <summary>
    /// The row is open, but elements in it are for the plan alone, such as an address for confidential communication
    /// (45 CFR 164.522(b)).
    /// </summary>
    Masked = 1L << 32,

    /// <summary>
    /// No restriction but a mark: the Department hears the matter, and sees it with what belongs to it.
    /// </summary>
    Heard = 1L << 33,
}
