using System.Text.Json;

namespace HuskyFhir.Validation.Primitives;

/// <summary>Reads what a sender wrote, for messages.</summary>
internal static class Literal
{
    /// <summary>The string at the reader, or null when it holds half of a surrogate pair.</summary>
    public static string? TryText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Short enough for a message, and on one line.</summary>
    public static string Cut(string text, int most = 40) =>
        string.Concat(text.Take(most).Select(static c => char.IsControl(c) ? ' ' : c))
        + (text.Length > most ? "…" : string.Empty);
}
