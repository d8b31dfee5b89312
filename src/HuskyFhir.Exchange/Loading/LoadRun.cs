using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Exchange.Loading;

/// <summary>
/// One load under way: what was done, what was refused, and what still waits for something that it refers to.
/// </summary>
internal sealed class LoadRun(
    UnitReader reader,
    UnitResolver resolver,
    WritePipeline writes,
    string request,
    int batch,
    IProgress<long>? progress
)
{
    /// <summary>Refusals kept with their reasons; further ones are only counted.</summary>
    private const int MostKept = 10_000;

    private readonly List<Refusal> refused = [];
    private readonly long[] outcomes = new long[Enum.GetValues<WriteOutcome>().Length];
    private readonly WaitingUnits waiting = new();
    private readonly SortedDictionary<string, long> kept = new(StringComparer.Ordinal);
    private readonly List<KeptFact> conflicts = [];
    private long refusals;
    private long done;

    /// <summary>Parses and checks, on every core.</summary>
    public (List<LoadUnit> Units, List<Refusal> Refused) Read(List<Piece> pieces)
    {
        var read = new (List<LoadUnit> Units, List<Refusal> Refused)[pieces.Count];
        Parallel.For(0, pieces.Count, at => read[at] = reader.Read(pieces[at]));
        return ([.. read.SelectMany(static each => each.Units)], [.. read.SelectMany(static each => each.Refused)]);
    }

    /// <summary>Writes what refers only to what is there; the rest waits.</summary>
    public async Task WriteAsync((List<LoadUnit> Units, List<Refusal> Refused) read, CancellationToken cancellation)
    {
        foreach (var refusal in read.Refused)
            Refuse(refusal);
        await WriteAsync(read.Units, last: false, cancellation);
    }

    /// <summary>
    /// What waited is read again, each after what it refers to; what refers to each other in a ring is stored as one
    /// unit.
    /// </summary>
    public async Task<LoadReport> FinishAsync(CancellationToken cancellation)
    {
        foreach (var chunk in waiting.InOrder().Chunk(batch))
            await WriteAsync([.. chunk.Select(ReadAgain).OfType<LoadUnit>()], last: true, cancellation);
        return new(
            outcomes[(int)WriteOutcome.Created],
            outcomes[(int)WriteOutcome.Updated],
            outcomes[(int)WriteOutcome.Unchanged],
            refusals,
            refused
        )
        {
            Kept = kept,
            Conflicts = conflicts,
        };
    }

    private LoadUnit? ReadAgain(IReadOnlyList<WaitingUnits.Waiting> ring)
    {
        var units = new List<LoadUnit>(ring.Count);
        foreach (var place in ring)
        {
            var (read, refusal) = reader.Read(
                LoadSources.ReadAgain(place.Where, place.File, place.Offset, place.Length)
            );
            if (read.Find(unit => unit.Number == place.Number) is { } unit)
                units.Add(unit);
            else
                Refuse(
                    refusal.Count > 0
                        ? refusal[0]
                        : new(place.Where, "The file was changed while it was loaded; load it again.")
                );
        }

        return units.Count switch
        {
            0 => null,
            1 => units[0],
            _ => units[0] with { Where = Names(units), Entries = [.. units.SelectMany(static unit => unit.Entries)] },
        };
    }

    private static string Names(List<LoadUnit> units) =>
        string.Join(", ", units.Take(5).Select(static unit => unit.Where))
        + (units.Count > 5 ? $" and {units.Count - 5} more" : string.Empty);

    private async Task WriteAsync(IReadOnlyList<LoadUnit> units, bool last, CancellationToken cancellation)
    {
        for (var rest = last ? units : Held(units); rest.Count > 0; )
        {
            var resolved = await resolver.ResolveAsync(rest, request, cancellation);
            foreach (var refusal in resolved.Refused)
                Refuse(refusal);
            foreach (var (unit, needs) in resolved.Missing)
            {
                if (last)
                    Refuse(
                        new(
                            unit.Where,
                            $"{string.Join("; ", needs.DistinctBy(static need => need.Link.Text).Take(5).Select(static need => $"{need.Link.Path}: {need.Link.Text}"))}: neither in this load nor in the store; load that as well, or before."
                        )
                    );
                else
                    waiting.Add(unit, needs.Select(static need => need.Name));
            }

            var answers =
                resolved.Ready.Count == 0
                    ? []
                    : await writes.ApplyAsync([.. resolved.Ready.Select(static each => each.Write)], cancellation);
            for (var at = 0; at < answers.Count; at++)
                Count(resolved.Ready[at], answers[at]);
            done += resolved.Ready.Count;
            progress?.Report(done);
            rest = last ? resolved.Rest : Held(resolved.Rest);
        }
    }

    /// <summary>Without those of which an earlier version waits.</summary>
    private IReadOnlyList<LoadUnit> Held(IReadOnlyList<LoadUnit> units)
    {
        if (waiting.Count == 0)
            return units;
        foreach (var unit in units.Where(waiting.Holds))
            waiting.Add(unit, []);
        return [.. units.Where(unit => !waiting.Holds(unit))];
    }

    private void Count((LoadUnit Unit, WriteUnit Write) each, Result<IReadOnlyList<Written>> answer)
    {
        if (!answer.Try(out var written, out var fault))
        {
            Refuse(new(each.Unit.Where, UnitReader.Reason(fault)));
            return;
        }

        foreach (var one in written)
            outcomes[(int)one.Outcome]++;
        foreach (var fact in each.Write.Kept!.All)
        {
            kept[fact.Fact] = kept.GetValueOrDefault(fact.Fact) + 1;
            if (
                fact.Conflict is not null
                && conflicts.Count < MostKept
                && !conflicts.Exists(known => known.Conflict == fact.Conflict)
            )
                conflicts.Add(fact);
        }
    }

    private void Refuse(Refusal refusal)
    {
        done++;
        if (refusals++ < MostKept)
            refused.Add(refusal);
    }
}
