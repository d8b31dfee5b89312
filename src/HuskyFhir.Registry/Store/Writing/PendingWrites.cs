using HuskyFhir.Core.Answers;

namespace HuskyFhir.Registry.Store.Writing;

/// <summary>The accepted writes of a transaction before they are sent: those that were asked for, and those that they brought.</summary>
internal sealed class PendingWrites
{
    private readonly List<Item> items = [];
    private readonly Dictionary<Guid, Item> byId = [];
    private readonly Dictionary<int, List<Item>> asked = [];

    /// <summary>Those that change something.</summary>
    public IEnumerable<WriteStep> Changed => items.Select(static item => item.Step).Where(IsChange);

    /// <param name="unit">Index of the unit that it belongs to.</param>
    /// <param name="place">Says where in the request its fault belongs.</param>
    /// <param name="request">For the audit.</param>
    /// <param name="step">As accepted.</param>
    /// <param name="isAsked">Whether the unit itself holds it; its answer then has it.</param>
    public void Add(int unit, Func<Fault, Fault> place, string request, WriteStep step, bool isAsked)
    {
        var item = new Item(unit, place, request) { Step = step };
        items.Add(item);
        if (isAsked)
            (asked.TryGetValue(unit, out var list) ? list : asked[unit] = []).Add(item);
        if (step.Write.Ask is not FoundAsk)
            byId.TryAdd(step.Write.Id, item);
    }

    /// <summary>The write of a resource; null where the transaction has none.</summary>
    public WriteStep? Find(Guid id) => byId.GetValueOrDefault(id)?.Step;

    /// <summary>The unit that a write belongs to.</summary>
    public int UnitOf(Guid id) => byId[id].Unit;

    /// <summary>A fault where the write stands in its request.</summary>
    public Fault Place(Guid id, Fault fault) => byId[id].Place(fault);

    /// <summary>A brought write, in the unit of its cause.</summary>
    public void Bring(WriteStep cause, WriteStep step)
    {
        var because = byId[cause.Write.Id];
        Add(because.Unit, because.Place, because.Request, step with { Cause = $"follows {cause.Written.Resource.Type}/{cause.Write.Id:D}" }, isAsked: false);
    }

    /// <summary>Another content for a resource that the transaction writes already.</summary>
    public void Replace(WriteStep step) => byId[step.Write.Id].Step = step;

    /// <summary>What became of a unit's own writes.</summary>
    public IReadOnlyList<Written> Answer(int unit) => [.. asked.GetValueOrDefault(unit, []).Select(static item => item.Step.Written)];

    /// <summary>All of them as rows.</summary>
    public void Send(Work work)
    {
        var rows = new WriteRows();
        foreach (var item in items)
            rows.Add(item.Request, item.Step);
        rows.Send(work);
    }

    public static bool IsChange(WriteStep step) => step.Written.Outcome is WriteOutcome.Created or WriteOutcome.Updated or WriteOutcome.Deleted && !step.DeletedBefore;

    private sealed record Item(int Unit, Func<Fault, Fault> Place, string Request)
    {
        public required WriteStep Step { get; set; }
    }
}
