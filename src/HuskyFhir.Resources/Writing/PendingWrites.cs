using HuskyFhir.Core.Answers;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// The accepted writes of a transaction before they are sent: those that were asked for, and those that they brought.
/// </summary>
internal sealed class PendingWrites
{
    private readonly List<Item> items = [];
    private readonly Dictionary<Guid, Item> byId = [];
    private readonly Dictionary<int, List<Item>> asked = [];

    /// <summary>Those that change something.</summary>
    public IEnumerable<WriteStep> Changed => items.Select(static item => item.Step).Where(IsChange);

    /// <summary>All of them, with the units that they belong to.</summary>
    public IReadOnlyList<(WriteUnit Unit, WriteStep Step)> All =>
        [.. items.Select(static item => (item.Unit, item.Step))];

    /// <param name="at">Index of the unit.</param>
    /// <param name="unit">The unit that it belongs to.</param>
    /// <param name="index">Where in the unit.</param>
    /// <param name="step">As accepted.</param>
    /// <param name="isAsked">Whether the unit itself holds it; its answer then has it.</param>
    public void Add(int at, WriteUnit unit, int index, WriteStep step, bool isAsked = true)
    {
        var item = new Item(at, unit, index)
        {
            Step = isAsked ? step with { Source = HuskyFhir.Resources.Writing.WriteSources.Of(unit, step) } : step,
        };
        items.Add(item);
        if (isAsked)
            (asked.TryGetValue(at, out var list) ? list : asked[at] = []).Add(item);
        if (step.Write.Ask is not FoundCommand)
            byId.TryAdd(step.Write.Id, item);
    }

    /// <summary>The write of a resource; null where the transaction has none.</summary>
    public WriteStep? Find(Guid id) => byId.GetValueOrDefault(id)?.Step;

    /// <summary>The unit that a write belongs to.</summary>
    public int UnitOf(Guid id) => byId[id].At;

    /// <summary>Whether that is part of a bulk load.</summary>
    public bool IsLoad(Guid id) => byId[id].Unit.IsLoad;

    /// <summary>A fault where the write stands in its request.</summary>
    public Fault Place(Guid id, Fault fault) =>
        byId[id] is var item && item.Unit.Place is { } place ? place(item.Index, fault) : fault;

    /// <summary>A brought write, in the unit of its cause.</summary>
    public void Bring(WriteStep cause, WriteStep step)
    {
        var because = byId[cause.Write.Id];
        Add(
            because.At,
            because.Unit,
            because.Index,
            step with
            {
                Cause = $"follows {cause.Written.Resource.Type}/{cause.Write.Id:D}",
                Source = HuskyFhir.Resources.Writing.WriteSources.Following(because.Unit, because.Step),
            },
            isAsked: false
        );
    }

    /// <summary>Another content for a resource that the transaction writes already.</summary>
    public void Replace(WriteStep step) =>
        byId[step.Write.Id].Step = step with { Source = byId[step.Write.Id].Step.Source };

    /// <summary>What became of a unit's own writes.</summary>
    public IReadOnlyList<Written> Answer(int unit) =>
        [.. asked.GetValueOrDefault(unit, []).Select(static item => item.Step.Written)];

    /// <summary>All of them as rows.</summary>
    public void Send(Work work)
    {
        var rows = new WriteRows();
        foreach (var unit in items.GroupBy(static item => item.At))
            rows.Add(unit.First().Unit, [.. unit.Select(static item => item.Step)]);
        rows.Send(work);
    }

    public static bool IsChange(WriteStep step) =>
        step.Written.Outcome is WriteOutcome.Created or WriteOutcome.Updated or WriteOutcome.Deleted
        && !step.DeletedBefore;

    private sealed record Item(int At, WriteUnit Unit, int Index)
    {
        public required WriteStep Step { get; set; }
    }
}
