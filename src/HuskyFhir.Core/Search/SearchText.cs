using System.Text;

namespace HuskyFhir.Core.Search;

/// <summary>
/// Escapes in search values (R4 section 3.1.1.4.2): <c>\,</c> <c>\|</c> <c>\$</c> <c>\\</c> stand for themselves.
/// </summary>
public static class SearchText
{
    /// <summary>Splits at each separator that is not escaped; the parts keep their escapes.</summary>
    public static List<string> Split(string text, char separator, int most = int.MaxValue)
    {
        var parts = new List<string>();
        var start = 0;
        for (var at = 0; at < text.Length && parts.Count < most - 1; at++)
        {
            if (text[at] == '\\')
                at++;
            else if (text[at] == separator)
            {
                parts.Add(text[start..at]);
                start = at + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    /// <summary>Takes the escapes away; a backslash before any other character stands for itself.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && (text[at + 1] is ',' or '|' or '$' or '\\'))
                at++;
            plain.Append(text[at]);
        }

        return plain.ToString();
    }

    /// <summary>Escapes a plain value, for links that the service writes.</summary>
    public static string Escape(string plain) =>
        plain
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace(",", "\\,", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("$", "\\$", StringComparison.Ordinal);
}
