using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Moves;

namespace HuskyFhir.Tests.Registry.Requests;

/// <summary>
/// What <c>lifecycles.txt</c> allows, read without help of the code under test: from a state, by a move, to a state. A
/// state is named by its business status, with the status before it where one word serves several.
/// </summary>
internal sealed class LifecycleModel
{
    private readonly Dictionary<(string Kind, string From, string Move), string> moves = [];
    private readonly HashSet<string> kinds = new(StringComparer.Ordinal);

    private LifecycleModel(IEnumerable<string> lines)
    {
        var kind = string.Empty;
        foreach (
            var line in lines.Select(static line => line.Trim()).Where(static line => line.Length > 0 && line[0] != '#')
        )
        {
            if (line.Contains(':', StringComparison.Ordinal))
                Read(kind, line);
            else
                kind = Begin(line.Split(' '));
        }
    }

    public static LifecycleModel Written { get; } =
        new(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Registry", "Requests", "lifecycles.txt")));

    public IReadOnlySet<string> Kinds => kinds;

    /// <summary>Where the move leads; null where it is not allowed.</summary>
    public string? Next(RequestCase now, RequestTransition move) =>
        moves.GetValueOrDefault((now.Rules.Code, Name(now), Codes.Of(move)));

    public bool Allows(string kind, string from, RequestTransition move, string to) =>
        moves.GetValueOrDefault((kind, from, Codes.Of(move))) == to;

    public int CountOf(string kind) => moves.Keys.Count(key => key.Kind == kind);

    public static string Name(RequestCase now) => Name(now.State);

    /// <summary><c>queued</c> of Patient Corrections serves three statuses.</summary>
    public static string Name(RequestState state) =>
        state.Business == "queued" ? $"{Codes.Of(state.Status)}/queued" : state.Business;

    private string Begin(string[] heading)
    {
        kinds.Add(heading[0]);
        if (heading.Length > 1)
        {
            foreach (
                var ((_, from, move), to) in moves.Where(pair => pair.Key.Kind == heading[1].Trim('[', ']')).ToList()
            )
                moves[(heading[0], from, move)] = to;
        }

        return heading[0];
    }

    private void Read(string kind, string line)
    {
        var (from, rest) = (
            line[..line.IndexOf(':', StringComparison.Ordinal)],
            line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]
        );
        foreach (var move in rest.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = move.IndexOf('>', StringComparison.Ordinal);
            moves.Add((kind, from, move[..at]), move[(at + 1)..]);
        }
    }
}
