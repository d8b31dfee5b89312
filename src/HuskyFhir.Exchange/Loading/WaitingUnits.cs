using HuskyFhir.Storage;

namespace HuskyFhir.Exchange.Loading;

/// <summary>
/// Units that refer to something not yet there. Only their places in the files and their names are kept, not their
/// contents, so that a load in the wrong order needs little memory; at the end they are read again, each after what it
/// refers to, rings as one unit.
/// </summary>
internal sealed class WaitingUnits
{
    private readonly List<Waiting> waiting = [];
    private readonly Dictionary<BusinessKey, int> offered = [];

    public int Count => waiting.Count;

    /// <summary>Whether an earlier version of one of its resources waits: then it must wait behind that.</summary>
    public bool Holds(LoadUnit unit) => offered.Count > 0 && unit.Names.Any(offered.ContainsKey);

    public void Add(LoadUnit unit, IEnumerable<BusinessKey> missing)
    {
        var at = waiting.Count;
        // A later version comes after the earlier one.
        var behind = unit.Names.Where(offered.ContainsKey).Select(name => offered[name]).Distinct().ToArray();
        waiting.Add(
            new(
                unit.Piece.Where,
                unit.Piece.File,
                unit.Piece.Offset,
                unit.Piece.Json.Length,
                unit.Number,
                behind,
                [.. missing.Distinct()]
            )
        );
        foreach (var name in unit.Names)
            offered[name] = at;
    }

    /// <summary>All, in groups: what a group refers to is in itself or in a group before it.</summary>
    public IEnumerable<IReadOnlyList<Waiting>> InOrder()
    {
        var needs = waiting
            .Select(unit =>
                unit.Missing.Where(offered.ContainsKey).Select(name => offered[name]).Concat(unit.Behind).ToArray()
            )
            .ToArray();
        foreach (var ring in ReferenceCycles.Of(needs))
            yield return [.. ring.Order().Select(at => waiting[at])];
    }

    /// <summary>A unit's place.</summary>
    internal sealed record Waiting(
        string Where,
        string File,
        long Offset,
        int Length,
        int Number,
        int[] Behind,
        BusinessKey[] Missing
    );
}
