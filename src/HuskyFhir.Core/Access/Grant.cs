namespace HuskyFhir.Core.Access;

/// <summary>A permission that was decided: the policy makes it, and no query runs without it.</summary>
/// <param name="Caller">Whom it was given to.</param>
/// <param name="Rows">Which rows it covers.</param>
public sealed record Grant(Caller Caller, RowFilter Rows);

/// <summary>Which rows a grant covers; the Store puts it into every query.</summary>
/// <param name="Attributed">Only members attributed to this organisation, and what belongs to them; null for all members.</param>
/// <param name="WithRestricted">Whether rows that only the plan and the agency may see, such as income, are covered.</param>
public sealed record RowFilter(Guid? Attributed, bool WithRestricted)
{
    /// <summary>Every row.</summary>
    public static RowFilter Everything { get; } = new(null, true);
}

/// <summary>To whom a type's rows are open, before scopes.</summary>
public enum Openness
{
    /// <summary>Rows belong to a member and follow attribution.</summary>
    Member,

    /// <summary>The provider directory: open to every authenticated client.</summary>
    Directory,
}
