using System.Buffers;

namespace HuskyFhir.Exchange;

/// <summary>Comma-separated values (RFC 4180).</summary>
internal static class Csv
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>
    /// A field, in quotation marks where it needs them; a null is empty. What a spreadsheet would take for a formula
    /// gets an apostrophe in front, since values come from outside and reports are opened at a desk.
    /// </summary>
    public static string Field(string? value) =>
        string.IsNullOrEmpty(value) ? string.Empty
        : value[0] is '=' or '+' or '-' or '@' or '\t' ? Quoted($"'{value}")
        : Quoted(value);

    private static string Quoted(string value) =>
        value.AsSpan().ContainsAny(Special) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
