using System.Globalization;
using System.Text;
using System.Text.Json;
using HuskyFhir.Server.Http.Representations;

namespace HuskyFhir.Server.Views;

/// <summary>
/// A MeasureReport as comma-separated values (RFC 4180): a line for each kind and each stratum, a column for each
/// count; a count that is not shown is empty.
/// </summary>
internal sealed class ReportTable : IRepresentation
{
    public string ContentType => "text/csv; charset=utf-8; header=present";

    public ReadOnlyMemory<byte> Of(HttpContext context, ReadOnlyMemory<byte> json, bool pretty)
    {
        using var document = JsonDocument.Parse(json);
        var table = new StringBuilder();
        Line(table, [.. ReportReading.Keys, .. HuskyFhir.Plan.Requests.Reports.KindReport.Counts]);
        foreach (var row in ReportReading.Rows(document.RootElement))
            Line(
                table,
                [
                    row.Kind,
                    row.Dimension,
                    row.Value,
                    .. HuskyFhir.Plan.Requests.Reports.KindReport.Counts.Select(count =>
                        row.Counts[count]?.ToString(CultureInfo.InvariantCulture) ?? string.Empty
                    ),
                ]
            );
        return Encoding.UTF8.GetBytes(table.ToString());
    }

    private static void Line(StringBuilder table, IEnumerable<string> fields) =>
        table.AppendJoin(',', fields.Select(Field)).Append("\r\n");

    /// <summary>In quotes where needed; what a spreadsheet would take for a formula is made a text.</summary>
    private static string Field(string text)
    {
        var plain = text is ['=' or '+' or '-' or '@', ..] ? "'" + text : text;
        return plain.AsSpan().IndexOfAny("\",\r\n") < 0
            ? plain
            : $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
