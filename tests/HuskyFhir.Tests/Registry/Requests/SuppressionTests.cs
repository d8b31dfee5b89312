using CsCheck;
using HuskyFhir.Plan.Requests.Reports;

namespace HuskyFhir.Tests.Registry.Requests;

/// <summary>
/// What a report does not show cannot be found out from what it shows. CsCheck prints the seed of a table that fails.
/// </summary>
public sealed class SuppressionTests
{
    private static readonly Gen<(int Rows, int Columns, int[] Counts)> Tables = Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5])
        .SelectMany(static size =>
            Gen.OneOf(Gen.Int[0, 14], Gen.Int[0, 40], Gen.Const(0))
                .Array[size.Item1 * size.Item2]
                .Select(counts => (size.Item1, size.Item2, counts))
        );

    [Fact]
    public void Hide_NoSmallCount_IsShown() =>
        Tables.Sample(static table =>
        {
            var (counts, sums) = Whole(table);
            var hidden = Suppression.Hide(counts, sums);
            return Enumerable.Range(0, counts.Length).All(cell => counts[cell] is 0 or >= 11 || hidden.Contains(cell));
        });

    /// <summary>
    /// For each hidden count there is another table with the same shown counts and the same sums in which it is
    /// another: found by moving counts along a circle of hidden ones.
    /// </summary>
    [Fact]
    public void Hide_NoHiddenCount_FollowsFromTheShown() =>
        Tables.Sample(static table =>
        {
            var (counts, sums) = Whole(table);
            var hidden = Suppression.Hide(counts, sums).Order().ToList();
            return hidden.TrueForAll(cell => MayDiffer(hidden, sums, cell));
        });

    [Fact]
    public void Hide_NoTotalLessItsShownParts_LeavesFew() =>
        Tables.Sample(static table =>
        {
            var (counts, sums) = Whole(table);
            var hidden = Suppression.Hide(counts, sums);
            return sums.Where(sum => !hidden.Contains(sum.Whole))
                .Select(sum => sum.Parts.Where(hidden.Contains).ToList())
                .All(under => under.Count == 0 || (under.Count > 1 && under.Sum(part => counts[part]) >= 11));
        });

    [Fact]
    public void Hide_WhereNothingIsSmall_HidesNothing() =>
        Assert.Empty(Suppression.Hide([30, 11, 19, 0], [new(0, [1, 2, 3])]));

    [Fact]
    public void Hide_OneSmallPart_HidesTheNextSmallest() =>
        Assert.Equal([1, 2], Suppression.Hide([60, 3, 12, 45], [new(0, [1, 2, 3])]).Order());

    [Fact]
    public void Hide_ASmallTotal_HidesItWithItsParts() =>
        Assert.Equal([0, 1, 2], Suppression.Hide([7, 3, 4, 0], [new(0, [1, 2, 3])]).Order());

    /// <summary>
    /// Whether a count can change while the sums hold: whether the equations leave it free, by elimination over
    /// fractions.
    /// </summary>
    private static bool MayDiffer(List<int> hidden, List<Sum> sums, int cell)
    {
        var equations = sums.Select(sum =>
                hidden
                    .ConvertAll(each => (each == sum.Whole ? -1m : 0m) + (sum.Parts.Contains(each) ? 1m : 0m))
                    .ToArray()
            )
            .ToList();
        return Rank(equations) < Rank([.. equations, hidden.ConvertAll(each => each == cell ? 1m : 0m).ToArray()]);
    }

    private static int Rank(List<decimal[]> rows)
    {
        var left = rows.ConvertAll(static row => (decimal[])row.Clone());
        var rank = 0;
        for (var column = 0; left.Count > 0 && column < left[0].Length; column++)
        {
            var pivot = left.FindIndex(rank, row => Math.Abs(row[column]) > 1e-9m);
            if (pivot < 0)
                continue;
            (left[rank], left[pivot]) = (left[pivot], left[rank]);
            foreach (var row in left.Skip(rank + 1))
            {
                var times = row[column] / left[rank][column];
                for (var at = column; at < row.Length; at++)
                    row[at] -= times * left[rank][at];
            }

            rank++;
        }

        return rank;
    }

    /// <summary>A table with its totals across and down, and its sums.</summary>
    private static (long[] Counts, List<Sum> Sums) Whole((int Rows, int Columns, int[] Counts) table)
    {
        var (rows, columns, inner) = table;
        int Place(int row, int column) => (row * (columns + 1)) + column;
        var counts = new long[(rows + 1) * (columns + 1)];
        for (var row = 1; row <= rows; row++)
        for (var column = 1; column <= columns; column++)
            foreach (var place in new[] { Place(row, column), Place(0, column), Place(row, 0), Place(0, 0) })
                counts[place] += inner[((row - 1) * columns) + column - 1];
        return (
            counts,
            [
                .. Enumerable
                    .Range(0, rows + 1)
                    .Select(row => new Sum(
                        Place(row, 0),
                        [.. Enumerable.Range(1, columns).Select(column => Place(row, column))]
                    )),
                .. Enumerable
                    .Range(0, columns + 1)
                    .Select(column => new Sum(
                        Place(0, column),
                        [.. Enumerable.Range(1, rows).Select(row => Place(row, column))]
                    )),
            ]
        );
    }
}
