namespace HuskyFhir.Validation.Terminology;

/// <summary>An expanded value set, as far as what is loaded allows. Immutable once built.</summary>
internal sealed class CodeSet
{
    private readonly Dictionary<string, HashSet<string>> codes = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private HashSet<string>? bare;
    private bool incomplete;

    /// <summary>A value set of which nothing is known.</summary>
    public static CodeSet Unknown { get; } = new() { incomplete = true };

    public Membership Find(string? system, string code)
    {
        if (system is null)
            return Bare().Contains(code) ? Membership.In : incomplete || open.Count > 0 ? Membership.Unknown : Membership.Out;
        if (codes.TryGetValue(system, out var known) && known.Contains(code))
            return Membership.In;
        return incomplete || open.Contains(system) ? Membership.Unknown : Membership.Out;
    }

    /// <summary>The codes for a message, or empty when there are too many.</summary>
    public string Listed() => codes.Values.Sum(static set => set.Count) is > 0 and <= 25 && !incomplete && open.Count == 0
        ? " Use one of: " + string.Join(", ", codes.Values.SelectMany(static set => set)) + "."
        : string.Empty;

    /// <summary>Every code by its system; null when some are not known.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>>? Whole() =>
        incomplete || open.Count > 0 ? null : codes.ToDictionary(static pair => pair.Key, static pair => (IReadOnlyCollection<string>)pair.Value, StringComparer.Ordinal);

    public void Add(string system, string code) => For(system).Add(code);

    public void Add(CodeSet other)
    {
        foreach (var (system, set) in other.codes)
            For(system).UnionWith(set);
        open.UnionWith(other.open);
        incomplete |= other.incomplete;
    }

    /// <summary>Takes part of a system of which the codes are not loaded.</summary>
    public void Open(string system) => open.Add(system);

    /// <summary>Takes something that cannot be worked out at all.</summary>
    public void Incomplete() => incomplete = true;

    public void Remove(CodeSet other)
    {
        foreach (var (system, set) in other.codes)
            if (codes.TryGetValue(system, out var own))
                own.ExceptWith(set);
    }

    /// <summary>What both hold: an include of several value sets means their intersection.</summary>
    public CodeSet And(CodeSet other)
    {
        var both = new CodeSet { incomplete = incomplete || other.incomplete };
        foreach (var (system, set) in codes)
            both.For(system).UnionWith(set.Where(code => other.Find(system, code) != Membership.Out));
        both.open.UnionWith(open.Where(other.open.Contains));
        return both;
    }

    private HashSet<string> For(string system)
    {
        if (!codes.TryGetValue(system, out var set))
            codes[system] = set = new HashSet<string>(StringComparer.Ordinal);
        return set;
    }

    private HashSet<string> Bare() => bare ??= [.. codes.Values.SelectMany(static set => set)];
}
