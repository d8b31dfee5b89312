namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>What a partner is to be told of one element: the first value that it knows, and the last.</summary>
/// <param name="First">The earliest of the changes.</param>
/// <param name="Last">The latest of them, which may be the same.</param>
public sealed record ToldChange(ReportableChange First, ReportableChange Last)
{
    /// <summary>Of what.</summary>
    public ChangeKind Kind => Last.Kind;

    /// <summary>What the partner knows; null for nothing.</summary>
    public string? Before => First.Before;

    /// <summary>What is now; null for nothing.</summary>
    public string? After => Last.After;

    /// <summary>The earliest day by which one of them must be told; null where no rule sets one.</summary>
    public DateOnly? Due { get; init; }
}

/// <summary>What changed of one member since the partner was told last, each element once.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Changes">To be told, in the order in which they became known; none where all were undone.</param>
/// <param name="Covered">The rows that these stand for.</param>
/// <param name="Undone">Rows whose change was taken back before it was sent: not needed.</param>
public sealed record MemberChanges(
    Guid Member,
    IReadOnlyList<ToldChange> Changes,
    IReadOnlyList<Guid> Covered,
    IReadOnlyList<Guid> Undone
)
{
    /// <summary>
    /// Draws the changes of one member together, by element: kind and resource; whether somebody is pregnant is one
    /// element, told by several observations. What ends as it began is undone.
    /// </summary>
    /// <param name="member">Whose.</param>
    /// <param name="changes">All that are to be told, in the order of their ids.</param>
    public static MemberChanges Of(Guid member, IEnumerable<ReportableChange> changes)
    {
        var told = new List<ToldChange>();
        var (covered, undone) = (new List<Guid>(), new List<Guid>());
        foreach (
            var element in changes.GroupBy(static change =>
                (change.Kind, Of: change.Kind == ChangeKind.Pregnancy ? change.Member : change.Resource)
            )
        )
        {
            // Two versions may be of one millisecond, which their ids then do not tell apart.
            var rows = element
                .OrderBy(static row => row.Kind == ChangeKind.Pregnancy ? row.Known.UtcTicks : row.Version)
                .ThenBy(static row => row.Id)
                .ToList();
            var isUndone = string.Equals(rows[0].Before, rows[^1].After, StringComparison.Ordinal);
            (isUndone ? undone : covered).AddRange(rows.Select(static row => row.Id));
            if (!isUndone)
                told.Add(new(rows[0], rows[^1]) { Due = rows.Min(static row => row.Due) });
        }

        return new(member, [.. told.OrderBy(static change => change.Last.Id)], covered, undone);
    }
}
