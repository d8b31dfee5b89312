using System.Buffers;

namespace HuskyFhir.Exchange;

/// <summary>Comma-separated values (RFC 4180).</summary>
internal static class Csv
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>A field, in quotation marks where it needs them; a null is empty.</summary>
    public static string Field(string? value) => value is null ? string.Empty
        : value.AsSpan().ContainsAny(Special) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
