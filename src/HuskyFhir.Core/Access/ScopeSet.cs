namespace HuskyFhir.Core.Access;

/// <summary>
/// The system scopes of a token: <c>system/(Type|*).c?r?u?d?s?</c>, and version 1's <c>.read</c>, <c>.write</c>, <c>.*</c>
/// (SMART App Launch 2.2). A scope that does not fit the grammar grants nothing.
/// </summary>
public sealed class ScopeSet
{
    private const string Letters = "cruds";
    private readonly Dictionary<string, int> granted = new(StringComparer.Ordinal);

    /// <summary>Reads a space-separated scope claim.</summary>
    public static ScopeSet Parse(string scopes)
    {
        var set = new ScopeSet();
        foreach (var scope in scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            set.Add(scope);
        return set;
    }

    /// <summary>Whether any scope allows the interaction on the type.</summary>
    public bool Allows(Interaction interaction, string type)
    {
        var bit = 1 << (int)interaction;
        return ((granted.GetValueOrDefault(type) | granted.GetValueOrDefault("*")) & bit) != 0;
    }

    private void Add(string scope)
    {
        var dot = scope.LastIndexOf('.');
        if (!scope.StartsWith("system/", StringComparison.Ordinal) || dot <= 7)
            return;
        var type = scope[7..dot];
        granted[type] = granted.GetValueOrDefault(type) | Bits(scope[(dot + 1)..]);
    }

    private static int Bits(string verbs) => verbs switch
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
            bits |= 1 << (int)(verb switch { 'c' => Interaction.Create, 'r' => Interaction.Read, 'u' => Interaction.Update, 'd' => Interaction.Delete, _ => Interaction.Search });
        }

        return bits;
    }
}
