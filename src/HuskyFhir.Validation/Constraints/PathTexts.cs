using System.Text.RegularExpressions;
using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Constraints;

/// <summary>Work on texts, bounded in time and in size.</summary>
internal sealed class PathTexts
{
    private const int Short = 1000;
    private const long TooMuch = long.MaxValue / 4;

    private readonly PathPatterns patterns = new();

    public bool Matches(string text, string pattern, PathContext context) =>
        Bounded(text, pattern, context, static (regex, text) => regex.IsMatch(text));

    public string ReplaceMatches(string text, string pattern, string by, PathContext context)
    {
        Room(text, by, context);
        return Bounded(text, pattern, context, (regex, text) => regex.Replace(text, by));
    }

    public static string Replace(string text, string part, string by, PathContext context)
    {
        Room(text, by, context);
        // As specified: an empty part stands between all letters.
        return part.Length > 0
            ? text.Replace(part, by, StringComparison.Ordinal)
            : by + string.Join(by, text.ToCharArray()) + by;
    }

    /// <summary>What comparing or copying a value costs.</summary>
    public static long Weight(Base value, PathContext context)
    {
        if (value is PrimitiveType { HasElements: false } literal)
            return literal.JsonValue is string { Length: > Short } text ? text.Length : 1;

        var weight = 1L;
        foreach (var (_, part) in value.EnumerateElements())
            if (part is IReadOnlyList<Base> list)
                foreach (var one in list)
                    weight += Weight(one, context);
            else if (part is Base single)
                weight += Weight(single, context);
        // Paid at each level, so that weighing itself stays within the budget.
        context.Charge(1);
        return weight;
    }

    // Each letter may become all of the other text.
    private static void Room(string text, string by, PathContext context)
    {
        var most = (text.Length + 1L) * by.Length;
        if (most > Short)
            context.Charge(most);
    }

    private T Bounded<T>(string text, string pattern, PathContext context, Func<Regex, string, T> work)
    {
        context.Charge(1 + (text.Length / 16));
        try
        {
            return work(patterns.Of(pattern), text);
        }
        catch (RegexMatchTimeoutException)
        {
            context.Charge(TooMuch);
            throw;
        }
    }
}
