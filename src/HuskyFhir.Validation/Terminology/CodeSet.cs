namespace HuskyFhir.Validation.Terminology;

/// <summary>An expanded value set, as far as what is loaded allows. Immutable once built.</summary>
internal sealed class CodeSet
{
    private readonly Dictionary<string, HashSet<string>> codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> doubtful = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private HashSet<string>? bare;
    private bool incomplete;

    /// <summary>A value set of which nothing is known.</summary>
    public static CodeSet Unknown { get; } = new() { incomplete = true };

    /// <summary>Whether some of it cannot be told.</summary>
    public bool Partial => incomplete || open.Count > 0 || doubtful.Count > 0;

    public Membership Find(string? system, string code)
    {
        if (system is null)
            return Bare().Contains(code) ? Membership.In
                : Partial ? Membership.Unknown
                : Membership.Out;
        if (codes.TryGetValue(system, out var known) && known.Contains(code))
            return Membership.In;

        var unsure =
            incomplete || open.Contains(system) || (doubtful.TryGetValue(system, out var some) && some.Contains(code));
        return unsure ? Membership.Unknown : Membership.Out;
    }

    /// <summary>The codes for a message, or empty when there are too many.</summary>
    public string Listed() =>
        codes.Values.Sum(static set => set.Count) is > 0 and <= 25 && !Partial
            ? " Use one of: " + string.Join(", ", codes.Values.SelectMany(static set => set)) + "."
            : string.Empty;

    /// <summary>Every code by its system; null when some are not known.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>>? Whole() =>
        Partial
            ? null
            : codes.ToDictionary(
                static pair => pair.Key,
                static pair => (IReadOnlyCollection<string>)pair.Value,
                StringComparer.Ordinal
            );

    /// <summary>Adds a code.</summary>
    /// <param name="system">Its system.</param>
    /// <param name="code">The code.</param>
    /// <param name="anyCase">Whether the system takes upper and lower case for the same.</param>
    public void Add(string system, string code, bool anyCase = false) => For(codes, system, anyCase).Add(code);

    /// <summary>Adds a code of which it cannot be told whether it is in.</summary>
    public void Doubt(string system, string code, bool anyCase = false) => For(doubtful, system, anyCase).Add(code);

    public void Add(CodeSet other)
    {
        foreach (var (system, set) in other.codes)
            For(codes, system, AnyCase(set)).UnionWith(set);
        foreach (var (system, set) in other.doubtful)
            For(doubtful, system, AnyCase(set)).UnionWith(set);
        open.UnionWith(other.open);
        incomplete |= other.incomplete;
    }

    /// <summary>Takes part of a system of which the codes are not loaded.</summary>
    public void Open(string system) => open.Add(system);

    /// <summary>Takes something that cannot be worked out at all.</summary>
    public void Incomplete() => incomplete = true;

    /// <summary>Takes out what the other holds; what the other may hold becomes doubtful.</summary>
    public void Remove(CodeSet other)
    {
        foreach (var (system, own) in codes.ToArray())
        {
            own.RemoveWhere(code => other.Find(system, code) == Membership.In);
            foreach (var code in own.Where(code => other.Find(system, code) == Membership.Unknown).ToArray())
            {
                own.Remove(code);
                Doubt(system, code, AnyCase(own));
            }
        }

        foreach (var (system, own) in doubtful)
            own.RemoveWhere(code => other.Find(system, code) == Membership.In);
    }

    /// <summary>What both hold: an include of several value sets means their intersection.</summary>
    public CodeSet And(CodeSet other)
    {
        var both = new CodeSet { incomplete = incomplete && other.incomplete };
        Share(this, other, both);
        Share(other, this, both);
        both.open.UnionWith(open.Where(system => other.incomplete || other.open.Contains(system)));
        both.open.UnionWith(other.open.Where(_ => incomplete));
        return both;
    }

    private static void Share(CodeSet from, CodeSet other, CodeSet both)
    {
        foreach (var (system, set) in from.codes)
        foreach (var code in set)
            if (other.Find(system, code) is var found && found == Membership.In)
                both.Add(system, code, AnyCase(set));
            else if (found == Membership.Unknown)
                both.Doubt(system, code, AnyCase(set));
        foreach (var (system, set) in from.doubtful)
        foreach (var code in set.Where(code => other.Find(system, code) != Membership.Out))
            both.Doubt(system, code, AnyCase(set));
    }

    private static bool AnyCase(HashSet<string> set) => ReferenceEquals(set.Comparer, StringComparer.OrdinalIgnoreCase);

    private static HashSet<string> For(Dictionary<string, HashSet<string>> sets, string system, bool anyCase)
    {
        if (!sets.TryGetValue(system, out var set))
            sets[system] = set = new HashSet<string>(
                anyCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal
            );
        return set;
    }

    private HashSet<string> Bare() => bare ??= [.. codes.Values.SelectMany(static set => set)];
}
