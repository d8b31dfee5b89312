using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>What a consequence sees of the transaction under way, and where it says what follows.</summary>
internal sealed class WriteContext(FhirTypeCatalog families, PendingWrites pending, Work work, DateTimeOffset now)
{
    private readonly List<(WriteStep Cause, WriteCommand Ask)> asks = [];

    /// <summary>The store as it was before this transaction.</summary>
    public Work Work => work;

    /// <summary>When the work got its turn.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Refusals, by the index of the unit whose write cannot stand.</summary>
    public Dictionary<int, Fault> Refused { get; } = [];

    public FhirType Type(string name) =>
        families.Find(name) ?? throw new InvalidOperationException($"No family declares {name}.");

    /// <summary>What the transaction writes of a type, as it will be stored.</summary>
    public IEnumerable<WriteStep> Writing(string type) =>
        pending.Changed.Where(step => step.Write.Ask.Type.Name == type);

    /// <summary>The current versions of some resources, this transaction's own included; locked for change.</summary>
    public async Task<Dictionary<Guid, StoredResource>> LatestAsync(
        IEnumerable<Guid> ids,
        CancellationToken cancellation
    )
    {
        var latest = new Dictionary<Guid, StoredResource>();
        var stored = new List<Guid>();
        foreach (var id in ids.Distinct())
            if (pending.Find(id) is { } step)
                latest[id] = step.Written.Resource;
            else
                stored.Add(id);
        foreach (
            var row in await work.QueryEachAsync(
                $"SELECT {StoredResource.Columns} FROM resources r WHERE r.id {{ids}} {LockSweep.Revise}",
                stored,
                StoredResource.From,
                cancellation
            )
        )
            latest[row.Id] = row;
        return latest;
    }

    /// <summary>Whether a write is part of a bulk load.</summary>
    public bool IsLoad(WriteStep step) => pending.IsLoad(step.Write.Id);

    /// <summary>The permission of the service itself, for what follows from a client's write.</summary>
    public static Grant Grant(WriteStep cause) => new(cause.Write.Ask.Grant.Caller.Service, RowFilter.Everything);

    /// <summary>
    /// Asks for a further write. An update of what this transaction already writes takes its place, in the same
    /// version.
    /// </summary>
    public void Bring(WriteStep cause, WriteCommand ask) => asks.Add((cause, ask));

    /// <summary>Refuses the write, and with it its whole unit.</summary>
    public void Refuse(WriteStep cause, Fault fault) =>
        Refused.TryAdd(pending.UnitOf(cause.Write.Id), pending.Place(cause.Write.Id, fault));

    internal IReadOnlyList<(WriteStep Cause, WriteCommand Ask)> Take()
    {
        var taken = asks.ToArray();
        asks.Clear();
        return taken;
    }
}
