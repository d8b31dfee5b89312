using System.Buffers;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Plan.Disclosures.Chains;

/// <summary>
/// Follows every chain through the rows as they come, in the order of their ids. A row that was changed no longer has
/// its hash; one that was taken away leaves a gap in the numbers; one that was put in or moved has a number that does
/// not follow, or a hash that cannot.
/// </summary>
/// <param name="expected">Heads that somebody named, with who did.</param>
internal sealed class ChainCheck(IReadOnlyDictionary<(Guid Chain, long Number), (ChainHead Head, string By)> expected)
{
    private const int MostFlaws = 1000;

    private readonly Dictionary<Guid, ChainHead> heads = [];
    private readonly ArrayBufferWriter<byte> buffer = new(512);
    private readonly List<ChainFlaw> flaws = [];
    private bool chained;

    public long Rows { get; private set; }

    public long Before { get; private set; }

    public void Take(AuditRow row)
    {
        Rows++;
        if (row is { Chain: { } chain, Hash: { } hash, Number: > 0 })
            Take(row, chain, hash);
        else if (chained)
            Flaw(
                null,
                row.Id,
                "the row is in no chain, though chained rows were written before it: it was put in, or its links were taken off"
            );
        else
            Before++;
    }

    /// <summary>What is to be said when all rows were seen.</summary>
    public ChainReport Report()
    {
        foreach (var ((chain, number), (_, by)) in expected.OrderBy(static pair => pair.Key.Number))
            if (heads.GetValueOrDefault(chain)?.Number is not { } last)
                Flaw(chain, null, $"the whole chain is gone; {by} names its row {number}");
            else if (last < number)
                Flaw(
                    chain,
                    null,
                    $"the chain ends at row {last}; {by} names its row {number}, so what followed was cut off"
                );
        return new(Rows, heads.Count, Before, expected.Count, flaws, [.. heads.Values]);
    }

    private void Take(AuditRow row, Guid chain, byte[] hash)
    {
        chained = true;
        var last = heads.GetValueOrDefault(chain) ?? new(chain, 0, RowHash.Origin, Guid.Empty);
        if (row.Number <= last.Number)
        {
            Flaw(
                chain,
                row.Id,
                $"the row has number {row.Number}, and the chain was at {last.Number} already: it was put in, or moved"
            );
            return;
        }

        if (row.Number > last.Number + 1)
            Flaw(
                chain,
                null,
                $"rows {last.Number + 1} to {row.Number - 1} are gone; they stood {(last.Number == 0 ? "before" : $"between row {last.Row:D} and")} row {row.Id:D}"
            );
        else if (!RowHash.Of(last.Hash, row, buffer).AsSpan().SequenceEqual(hash))
            Flaw(
                chain,
                row.Id,
                $"the hash of row {row.Number} does not follow from the row before and from what it says: it was changed after it was written"
            );
        if (expected.TryGetValue((chain, row.Number), out var named) && !named.Head.Hash.AsSpan().SequenceEqual(hash))
            Flaw(
                chain,
                row.Id,
                $"row {row.Number} is another than the one that {named.By} names: the chain was written anew"
            );
        heads[chain] = new(chain, row.Number, hash, row.Id);
    }

    private void Flaw(Guid? chain, Guid? row, string what)
    {
        if (flaws.Count < MostFlaws)
            flaws.Add(new(chain, row, what));
    }
}
