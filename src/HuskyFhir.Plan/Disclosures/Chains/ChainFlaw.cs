using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Plan.Disclosures.Chains;

/// <summary>Something that nobody could do by the service.</summary>
/// <param name="Chain">Where; null for a row that is in no chain.</param>
/// <param name="Row">The row's id; null where the row is missing.</param>
/// <param name="What">What is wrong, and how it is known.</param>
public sealed record ChainFlaw(Guid? Chain, Guid? Row, string What)
{
    /// <inheritdoc />
    public override string ToString() =>
        $"{(Row is { } row ? $"row {row:D}" : "missing rows")}, {(Chain is { } chain ? $"chain {chain:N}" : "no chain")}: {What}";
}

/// <summary>What a check of the trail found.</summary>
/// <param name="Rows">Rows that were read.</param>
/// <param name="Chains">Chains that they form.</param>
/// <param name="Before">Rows from before there were chains, which nothing protects.</param>
/// <param name="Anchored">Heads that were named, by anchors and by the caller, and were checked.</param>
/// <param name="Flaws">What is wrong, as far as it is told; the first thousand.</param>
/// <param name="Heads">Where the chains end now.</param>
public sealed record ChainReport(
    long Rows,
    long Chains,
    long Before,
    long Anchored,
    IReadOnlyList<ChainFlaw> Flaws,
    IReadOnlyList<ChainHead> Heads
);
