using HuskyFhir.Core.Search;

namespace HuskyFhir.Core.Access;

/// <summary>A permission that was decided: the policy makes it, and no query runs without it.</summary>
/// <param name="Caller">Whom it was given to.</param>
/// <param name="Rows">Which rows it covers.</param>
/// <param name="Narrowed">The searches to which the token's scopes hold this type: a row must meet one of them. Null
/// where no scope has parameters.</param>
public sealed record Grant(
    Caller Caller,
    RowFilter Rows,
    IReadOnlyList<IReadOnlyList<SearchCondition>>? Narrowed = null
)
{
    /// <summary>Whether every row of the type is covered.</summary>
    public bool IsWhole => Rows == RowFilter.Everything && Narrowed is null;

    /// <summary>
    /// All that the grant demands, the cheapest first. Grant and filter are taken apart by their positions: a property
    /// that is added to either does not compile until it has its part here.
    /// </summary>
    public IEnumerable<GrantPart> Parts()
    {
        var (caller, rows, narrowed) = this;
        var (attributed, closed, only, owner, member, consents, purpose, hearings) = rows;
        if (only != Restriction.None)
            yield return new GrantPart.OnlyWith(only, hearings);
        if (closed != Restriction.None)
            yield return new GrantPart.Without(closed, consents, purpose);
        if (member is { } one)
            yield return new GrantPart.OfMember(one);
        if (owner is { } manager)
            yield return new GrantPart.ManagedBy(manager);
        if (attributed is { } organization)
            yield return new GrantPart.AttributedTo(organization);
        if (consents is { } denied)
            yield return new GrantPart.NotDenied(denied, purpose);
        if (rows != RowFilter.Everything)
            yield return new GrantPart.WithWhatItIsAbout();
        if (narrowed is not null)
            yield return new GrantPart.Within(narrowed);
        if (caller.Masked)
            yield return new GrantPart.Masked();
    }
}

/// <summary>Which rows a grant covers; the Store puts it into every query.</summary>
/// <param name="Attributed">Only members attributed to this organisation, and what belongs to them; null for all
/// members.</param>
/// <param name="Closed">Rows with any of these are not covered, but for what <paramref name="Consents"/> opens.</param>
/// <param name="Only">Only rows with one of these; <see cref="Restriction.None"/> for all.</param>
/// <param name="Owner">Only rows that this organisation manages, such as its panel; null for all.</param>
/// <param name="Member">Only rows of this one member, as in an emergency; null for all members.</param>
/// <param name="Consents">
/// The organisation to which the members' consents are applied: what they deny it is not covered, and what sensitive
/// rows they open to it is. Null where consents do not bind.
/// </param>
/// <param name="Purpose">The purpose for which consents are asked.</param>
/// <param name="Hearings">Whether rows that belong to a hearing are covered beside those of <paramref name="Only"/>.</param>
public sealed record RowFilter(
    Guid? Attributed,
    Restriction Closed,
    Restriction Only = Restriction.None,
    Guid? Owner = null,
    Guid? Member = null,
    Guid? Consents = null,
    string Purpose = Purposes.Treatment,
    bool Hearings = false
)
{
    /// <summary>Every row.</summary>
    public static RowFilter Everything { get; } = new(null, Restriction.None);
}

/// <summary>To whom a type's rows are open, before scopes.</summary>
public enum AccessClass
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
