using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Precedence;

/// <summary>What becomes of a fact that a source says otherwise than it stands.</summary>
public enum Ruling
{
    /// <summary>
    /// It takes the place of what stands; the history keeps that, and so does an old name, address or number.
    /// </summary>
    Takes,

    /// <summary>It takes the place of what stands unless it was said before that.</summary>
    TakesIfLater,

    /// <summary>
    /// It takes the place of what stands as soon as its source has acknowledged that; until then the source is behind.
    /// </summary>
    TakesOnceTold,

    /// <summary>What stands stays, without a question.</summary>
    Keeps,

    /// <summary>Both stand: what is said is added, and nothing is taken away.</summary>
    Joins,

    /// <summary>
    /// What stands stays, and the plan is asked: a conflict is opened, once. What stood here before is no conflict but
    /// an older word.
    /// </summary>
    Conflicts,
}

/// <summary>
/// Which source may overwrite what another said: the one table, for the load, the enrollment and everything else that
/// merges. Pure; its README is printed from it. Three rules hold for every row and need no column: a source may always
/// change its own word; saying nothing of a fact says nothing against it, but for a file that <c>load</c> brought
/// alone; and what an older version said already is an older word.
/// </summary>
public static class SourcePrecedence
{
    /// <summary>The ruling.</summary>
    /// <param name="kind">Of which fact.</param>
    /// <param name="says">Who says it now.</param>
    /// <param name="stands">Who said what stands.</param>
    public static Ruling Rule(FactKind kind, FactSource says, FactSource stands) =>
        says switch
        {
            FactSource.Plan => Ruling.Takes,
            _ when kind == FactKind.SecurityLabel => Ruling.Joins,
            FactSource.Member or FactSource.Service => Ruling.Takes,
            _ when kind == FactKind.ConfidentialContact => stands is FactSource.None
            || (says, stands) is (FactSource.Load, FactSource.Load)
                ? Ruling.Takes
                : Ruling.Keeps,
            _ when stands == FactSource.None => Ruling.Takes,
            _ when says == stands && (says, kind) != (FactSource.Dss, FactKind.PcpAssignment) => Ruling.Takes,
            FactSource.Load => Ruling.Conflicts,
            FactSource.Dss => OfDss(kind, stands),
            FactSource.Provider => OfProvider(kind),
            _ => Ruling.Keeps,
        };

    /// <summary>
    /// DSS decides who is eligible (42 CFR 431.10); of the rest it hears from us what members told the plan.
    /// </summary>
    private static Ruling OfDss(FactKind kind, FactSource stands) =>
        kind switch
        {
            FactKind.Contact or FactKind.Identity or FactKind.Language => IsOurs(stands)
                ? Ruling.TakesOnceTold
                : Ruling.Takes,
            FactKind.Death => Ruling.Keeps,
            FactKind.Household => IsOurs(stands) ? Ruling.Conflicts : Ruling.Takes,
            FactKind.PcpAssignment => stands == FactSource.Member ? Ruling.Conflicts : Ruling.TakesIfLater,
            FactKind.Coverage => IsOurs(stands) ? Ruling.TakesIfLater : Ruling.Takes,
            FactKind.Income => Ruling.Joins,
            _ => Ruling.Keeps,
        };

    /// <summary>
    /// A provider writes directives, documents and requests of its members, by the policy and the rules of these types;
    /// of the record it changes nothing.
    /// </summary>
    private static Ruling OfProvider(FactKind kind) =>
        kind switch
        {
            FactKind.Consent or FactKind.Document or FactKind.Request => Ruling.Takes,
            FactKind.PcpAssignment => Ruling.Conflicts,
            _ => Ruling.Keeps,
        };

    private static bool IsOurs(FactSource stands) => stands is FactSource.Member or FactSource.Plan;
}
