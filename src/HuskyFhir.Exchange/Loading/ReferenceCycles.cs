namespace HuskyFhir.Exchange.Loading;

/// <summary>
/// Strongly connected components (Tarjan 1972), without recursion: a chain of a million would not fit the stack.
/// </summary>
internal static class ReferenceCycles
{
    /// <summary>Groups of numbers that need each other, each after the groups that it needs.</summary>
    /// <param name="needs">For each number, the numbers that it needs.</param>
    public static IEnumerable<List<int>> Of(IReadOnlyList<int[]> needs)
    {
        var (index, low, open) = (new int[needs.Count], new int[needs.Count], new bool[needs.Count]);
        var path = new Stack<int>();
        var calls = new Stack<(int At, int Next)>();
        var count = 0;
        for (var start = 0; start < needs.Count; start++)
        {
            if (index[start] != 0)
                continue;
            calls.Push((start, 0));
            while (calls.TryPop(out var call))
            {
                var (at, next) = call;
                if (next == 0)
                {
                    (index[at], low[at], open[at]) = (++count, count, true);
                    path.Push(at);
                }
                else
                {
                    low[at] = Math.Min(low[at], low[needs[at][next - 1]]);
                }

                while (next < needs[at].Length && index[needs[at][next]] != 0)
                {
                    if (open[needs[at][next]])
                        low[at] = Math.Min(low[at], index[needs[at][next]]);
                    next++;
                }

                if (next < needs[at].Length)
                {
                    calls.Push((at, next + 1));
                    calls.Push((needs[at][next], 0));
                }
                else if (low[at] == index[at])
                {
                    yield return Close(path, open, at);
                }
            }
        }
    }

    private static List<int> Close(Stack<int> path, bool[] open, int root)
    {
        var ring = new List<int>();
        int last;
        do
        {
            last = path.Pop();
            open[last] = false;
            ring.Add(last);
        } while (last != root);
        return ring;
    }
}
