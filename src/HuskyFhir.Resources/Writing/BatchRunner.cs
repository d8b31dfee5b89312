namespace HuskyFhir.Resources.Writing;

/// <summary>What a sweep did.</summary>
/// <param name="Done">Records that were changed.</param>
/// <param name="Refused">Those that could not be; they are found again by the next sweep.</param>
public readonly record struct Swept(int Done, int Refused)
{
    /// <inheritdoc />
    public override string ToString() => Refused == 0 ? $"{Done} changed" : $"{Done} changed, {Refused} could not be";

    /// <summary>Both together.</summary>
    public static Swept operator +(Swept one, Swept other) => new(one.Done + other.Done, one.Refused + other.Refused);

    /// <summary>Both together.</summary>
    public static Swept Add(Swept left, Swept right) => left + right;
}

/// <summary>
/// Does a work in batches, each of which is one transaction; where one record of a batch cannot stand, each of it by
/// itself.
/// </summary>
internal static class BatchRunner
{
    /// <summary>Records a transaction.</summary>
    public const int Size = 200;

    /// <param name="writes">Where it is written.</param>
    /// <param name="ids">What is to be changed.</param>
    /// <param name="type">The type of the records that are counted.</param>
    /// <param name="plan">The work on some of them.</param>
    /// <param name="cancellation">Ends it between two transactions.</param>
    public static async Task<Swept> SweepAsync(
        this WritePipeline writes,
        IEnumerable<Guid> ids,
        string type,
        Func<Guid[], ComposedPlan> plan,
        CancellationToken cancellation
    )
    {
        var swept = default(Swept);
        foreach (var batch in ids.Chunk(Size))
            swept += await EachAsync(writes, batch, type, plan, cancellation);
        return swept;
    }

    private static async Task<Swept> EachAsync(
        WritePipeline writes,
        Guid[] ids,
        string type,
        Func<Guid[], ComposedPlan> plan,
        CancellationToken cancellation
    )
    {
        if ((await writes.ApplyAsync(plan(ids), cancellation)).Try(out var written, out _))
            return new(written.Count(each => each.Resource.Type == type && each.Outcome == WriteOutcome.Updated), 0);
        if (ids.Length == 1)
            return new(0, 1);
        var swept = default(Swept);
        foreach (var id in ids)
            swept += await EachAsync(writes, [id], type, plan, cancellation);
        return swept;
    }
}
