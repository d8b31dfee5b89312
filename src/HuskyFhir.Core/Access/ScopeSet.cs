using System.Collections.Concurrent;
using HuskyFhir.Core.Search;

namespace HuskyFhir.Core.Access;

/// <summary>
/// Reads the parameters of a scope, such as <c>category=…</c>, as conditions on a type; null when they do not fit it,
/// and the scope then grants nothing there.
/// </summary>
public delegate IReadOnlyList<SearchCondition>? ScopeReader(string type, string parameters);

/// <summary>
/// The system scopes of a token: <c>system/(Type|*).c?r?u?d?s?(?parameters)</c>, and version 1's <c>.read</c>,
/// <c>.write</c>, <c>.*</c>
/// (SMART App Launch 2.2). A scope that does not fit the grammar grants nothing.
/// </summary>
public sealed class ScopeSet
{
    private const string Letters = "cruds";

    private readonly Dictionary<string, int> granted = new(StringComparer.Ordinal);
    private readonly List<(string Type, int Bits, string Parameters)> narrow = [];
    private readonly ConcurrentDictionary<
        (string Type, string Parameters),
        IReadOnlyList<SearchCondition>?
    > conditions = new();
    private readonly ScopeReader? reader;

    private ScopeSet(ScopeReader? reader) => this.reader = reader;

    /// <summary>Reads a space-separated scope claim.</summary>
    /// <param name="scopes">As in the token.</param>
    /// <param name="reader">Reads the parameters of scopes; without one, scopes with parameters grant nothing.</param>
    public static ScopeSet Parse(string scopes, ScopeReader? reader = null)
    {
        var set = new ScopeSet(reader);
        foreach (var scope in scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            set.Add(scope);
        return set;
    }

    /// <summary>Whether any scope allows the interaction on the type, if only on some of its rows.</summary>
    public bool Allows(Interaction interaction, string type) =>
        AllowsWhole(interaction, type) || (narrow.Count > 0 && Narrow(interaction, type).Any());

    /// <summary>
    /// Whether a scope names this part of the service and allows it; a star does not, and neither does a scope with
    /// parameters.
    /// </summary>
    public bool AllowsService(Interaction interaction, string name) =>
        ServiceScopes.IsOne(name) && (granted.GetValueOrDefault(name) & Bit(interaction)) != 0;

    /// <summary>
    /// The conditions to which the scopes hold the type: a row must meet one of them. Null where it is allowed whole.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<SearchCondition>>? Narrowing(Interaction interaction, string type) =>
        narrow.Count == 0 || AllowsWhole(interaction, type) ? null : [.. Narrow(interaction, type)];

    private bool AllowsWhole(Interaction interaction, string type)
    {
        var bit = Bit(interaction);
        return ((granted.GetValueOrDefault(type) | granted.GetValueOrDefault("*")) & bit) != 0;
    }

    private IEnumerable<IReadOnlyList<SearchCondition>> Narrow(Interaction interaction, string type) =>
        narrow
            .Where(scope => (scope.Type == type || scope.Type == "*") && (scope.Bits & Bit(interaction)) != 0)
            .Select(scope =>
                conditions.GetOrAdd((type, scope.Parameters), key => reader?.Invoke(key.Type, key.Parameters))
            )
            .OfType<IReadOnlyList<SearchCondition>>();

    private static int Bit(Interaction interaction) => 1 << (int)interaction;

    private void Add(string scope)
    {
        var mark = scope.IndexOf('?', StringComparison.Ordinal);
        var plain = mark < 0 ? scope : scope[..mark];
        var dot = plain.LastIndexOf('.');
        if (!plain.StartsWith("system/", StringComparison.Ordinal) || dot <= 7)
            return;
        var (type, bits) = (plain[7..dot], Bits(plain[(dot + 1)..]));
        if (mark < 0)
            granted[type] = granted.GetValueOrDefault(type) | bits;
        else
            narrow.Add((type, bits, scope[(mark + 1)..]));
    }

    private static int Bits(string verbs) =>
        verbs switch
        {
            "read" => Bits("rs"),
            "write" => Bits("cud"),
            "*" => Bits(Letters),
            _ => InOrder(verbs),
        };

    private static int InOrder(string verbs)
    {
        var bits = 0;
        var last = -1;
        foreach (var verb in verbs)
        {
            var at = Letters.IndexOf(verb, StringComparison.Ordinal);
            if (at <= last)
                return 0;
            last = at;
            bits |= Bit(
                verb switch
                {
                    'c' => Interaction.Create,
                    'r' => Interaction.Read,
                    'u' => Interaction.Update,
                    'd' => Interaction.Delete,
                    _ => Interaction.Search,
                }
            );
        }

        return bits;
    }
}
