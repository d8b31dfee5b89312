using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace HuskyFhir.Validation.Constraints;

/// <summary>
/// Regular expressions of constraints: linear in time where the pattern allows it, otherwise with a time limit.
/// Thread-safe.
/// </summary>
internal sealed class PathPatterns
{
    // Patterns are written in profiles; one made up from a resource's own text must not fill the memory.
    private const int MaxKept = 500;
    private const int MaxLength = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Regex> kept = new(StringComparer.Ordinal);

    /// <summary>The pattern as a regular expression.</summary>
    /// <exception cref="ArgumentException">It is none, or too long.</exception>
    public Regex Of(string pattern)
    {
        if (kept.TryGetValue(pattern, out var known))
            return known;
        if (pattern.Length > MaxLength)
            throw new ArgumentException($"a pattern has more than {MaxLength} characters");

        var made = Make(pattern);
        if (kept.Count < MaxKept)
            kept.TryAdd(pattern, made);
        return made;
    }

    private static Regex Make(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Patience);
        }
        catch (NotSupportedException)
        {
            // Such as a look ahead or a back reference.
            return new Regex(pattern, RegexOptions.CultureInvariant, Patience);
        }
    }
}
