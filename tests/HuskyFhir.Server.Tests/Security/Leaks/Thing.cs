namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>A stored record, with all that the plain policy asks of it.</summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Id">As stored.</param>
/// <param name="Member">Whose it is: an index among the members; null in the directory.</param>
/// <param name="Marker">A word that stands in this record and nowhere else.</param>
/// <param name="Labels">Its sensitive labels.</param>
/// <param name="Category">Its category's code; empty without one.</param>
/// <param name="Closed"><c>eligibility</c>, <c>plan</c>, or empty.</param>
internal sealed record Thing(
    string Type,
    string Id,
    int? Member,
    string Marker,
    IReadOnlyList<string> Labels,
    string Category,
    string Closed
)
{
    public string Address => $"{Type}/{Id}";
}

/// <summary>What a member decided, as the generator meant it.</summary>
/// <param name="Permits">A release rather than a denial.</param>
/// <param name="InForce">Whether it is active, and its period runs.</param>
/// <param name="Organization">Whom it names; null for everyone.</param>
/// <param name="Type">Which type; null for all.</param>
/// <param name="Label">Which label; null for all.</param>
/// <param name="Category">Which category; null for all.</param>
/// <param name="Purpose">Which purpose; null for all.</param>
internal sealed record Decision(
    bool Permits,
    bool InForce,
    string? Organization,
    string? Type,
    string? Label,
    string? Category,
    string? Purpose
);

/// <summary>A member: the organisation of the current PCP, and the decisions.</summary>
internal sealed record Person(string Id, string? Organization, List<Decision> Decisions)
{
    /// <summary>Organisations that treat the member by their own word.</summary>
    public HashSet<string> Attested { get; } = new(StringComparer.Ordinal);
}
