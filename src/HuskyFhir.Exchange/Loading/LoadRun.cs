using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Store.Writing;

namespace HuskyFhir.Exchange.Loading;

/// <summary>
/// One load under way: what was done, what was refused, and what still waits for something that it refers to.
/// </summary>
internal sealed class LoadRun(UnitReader reader, UnitResolver resolver, WritePath writes, string request, IProgress<long>? progress)
{
    /// <summary>Units waiting for something that they refer to; more than this would not be kept in memory.</summary>
    private const int MostWaiting = 20_000;

    private readonly List<Refusal> refused = [];
    private readonly long[] outcomes = new long[Enum.GetValues<WriteOutcome>().Length];
    private List<LoadUnit> waiting = [];
    private long done;

    public (List<LoadUnit> Units, List<Refusal> Refused) Read(List<Piece> pieces)
    {
        var read = new (List<LoadUnit> Units, List<Refusal> Refused)[pieces.Count];
        Parallel.For(0, pieces.Count, at => read[at] = reader.Read(pieces[at]));
        return ([.. read.SelectMany(static each => each.Units)], [.. read.SelectMany(static each => each.Refused)]);
    }

    public async Task WriteAsync((List<LoadUnit> Units, List<Refusal> Refused) read, CancellationToken cancellation)
    {
        refused.AddRange(read.Refused);
        done += read.Refused.Count;
        if (read.Units.Count > 0)
            await WriteAsync(read.Units, cancellation);
        if (waiting.Count > MostWaiting)
            RefuseWaiting();
    }

    /// <summary>What waited is tried until nothing moves; what then refers to each other in a ring is stored as one unit.</summary>
    public async Task<LoadReport> FinishAsync(CancellationToken cancellation)
    {
        for (var before = int.MaxValue; waiting.Count > 0 && waiting.Count < before;)
        {
            before = waiting.Count;
            await RetryAsync(cancellation);
        }

        var ring = Ring();
        if (ring.Count > 1)
        {
            waiting = waiting.Except(ring).ToList();
            await WriteAsync([new(string.Join(", ", ring.Select(static unit => unit.Where)), [.. ring.SelectMany(static unit => unit.Entries)])], cancellation);
        }

        RefuseWaiting();
        return new(outcomes[(int)WriteOutcome.Created], outcomes[(int)WriteOutcome.Updated], outcomes[(int)WriteOutcome.Unchanged], refused);
    }

    private async Task RetryAsync(CancellationToken cancellation)
    {
        var again = waiting;
        waiting = [];
        foreach (var chunk in again.Chunk(Loader.BatchSize))
            await WriteAsync(chunk, cancellation);
    }

    private async Task WriteAsync(IReadOnlyList<LoadUnit> units, CancellationToken cancellation)
    {
        var (ready, later) = await resolver.ResolveAsync(units, request, cancellation);
        waiting.AddRange(later);
        if (ready.Count == 0)
            return;
        var answers = await writes.ApplyAsync([.. ready.Select(static each => each.Write)], cancellation);
        for (var at = 0; at < answers.Count; at++)
            Count(ready[at].Unit, answers[at]);
        done += ready.Count;
        progress?.Report(done);
    }

    private void Count(LoadUnit unit, Answer<IReadOnlyList<Written>> answer)
    {
        if (!answer.Try(out var written, out var fault))
            refused.Add(new(unit.Where, UnitReader.Reason(fault)));
        else
            foreach (var one in written)
                outcomes[(int)one.Outcome]++;
    }

    private List<LoadUnit> Ring()
    {
        var ring = waiting.ToList();
        for (var before = -1; before != ring.Count;)
        {
            before = ring.Count;
            var offered = ring.SelectMany(static unit => unit.Entries).SelectMany(static entry => entry.Keys.Append(entry.Alias ?? default)).ToHashSet();
            ring = ring.Where(unit => unit.Missing.All(text => (UnitReader.Condition(text) ?? (text.Split('/') is [var type, var id] ? reader.Alias(type, id) : null)) is { } key && offered.Contains(key))).ToList();
        }

        return ring;
    }

    private void RefuseWaiting()
    {
        foreach (var unit in waiting)
            refused.Add(new(unit.Where, $"Refers to {string.Join(", ", unit.Missing.Distinct().Take(5))}, which is neither in this load nor in the store; load that as well, or before."));
        done += waiting.Count;
        waiting = [];
    }
}
