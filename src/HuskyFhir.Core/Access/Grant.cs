using HuskyFhir.Core.Search;

namespace HuskyFhir.Core.Access;

/// <summary>A permission that was decided: the policy makes it, and no query runs without it.</summary>
/// <param name="Caller">Whom it was given to.</param>
/// <param name="Rows">Which rows it covers.</param>
public sealed record Grant(Caller Caller, RowFilter Rows)
{
    /// <summary>The searches to which the token's scopes hold this type: a row must meet one of them. Null where no scope has parameters.</summary>
    public IReadOnlyList<IReadOnlyList<SearchCondition>>? Narrowed { get; init; }

    /// <summary>Whether every row of the type is covered.</summary>
    public bool IsWhole => Rows == RowFilter.Everything && Narrowed is null;
}

/// <summary>Which rows a grant covers; the Store puts it into every query.</summary>
/// <param name="Attributed">Only members attributed to this organisation, and what belongs to them; null for all members.</param>
/// <param name="Closed">Rows with any of these are not covered, but for what <see cref="Consents"/> opens.</param>
public sealed record RowFilter(Guid? Attributed, Restriction Closed)
{
    /// <summary>Every row.</summary>
    public static RowFilter Everything { get; } = new(null, Restriction.None);

    /// <summary>Only rows with one of these; <see cref="Restriction.None"/> for all.</summary>
    public Restriction Only { get; init; }

    /// <summary>Only rows that this organisation manages, such as its panel; null for all.</summary>
    public Guid? Owner { get; init; }

    /// <summary>The organisation to which the members' consents are applied: what they deny it is not covered, and what sensitive rows they open to it is. Null where consents do not bind.</summary>
    public Guid? Consents { get; init; }

    /// <summary>The purpose for which consents are asked.</summary>
    public string Purpose { get; init; } = Purposes.Treatment;
}

/// <summary>To whom a type's rows are open, before scopes.</summary>
public enum Openness
{
    /// <summary>Rows belong to a member and follow attribution.</summary>
    Member,

    /// <summary>The same, and the agency needs them for eligibility.</summary>
    Eligibility,

    /// <summary>The provider directory: open to every authenticated client.</summary>
    Directory,

    /// <summary>Rows belong to an organisation: it sees its own, the plan sees all.</summary>
    Organization,
}
