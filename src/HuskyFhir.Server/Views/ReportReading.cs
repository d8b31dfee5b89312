using System.Text.Json;

namespace HuskyFhir.Server.Views;

/// <summary>A line of a report on requests: a kind as a whole, or a stratum of it.</summary>
/// <param name="Kind">Code of the kind.</param>
/// <param name="Dimension">By what it is divided; empty for the whole.</param>
/// <param name="Value">The stratum; empty for the whole.</param>
/// <param name="Counts">By code; null for one that is not shown.</param>
internal sealed record ReportRow(
    string Kind,
    string Dimension,
    string Value,
    IReadOnlyDictionary<string, long?> Counts
);

/// <summary>Reads a MeasureReport of requests line by line, for the forms that show it as a table.</summary>
internal static class ReportReading
{
    /// <summary>What the first columns are called.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["kind", "dimension", "value"];

    public static IEnumerable<ReportRow> Rows(JsonElement report)
    {
        foreach (var group in report.Items("group"))
        {
            var kind = Text(group.Child("code"));
            yield return new(kind, string.Empty, string.Empty, Counts(group));
            foreach (var stratifier in group.Items("stratifier"))
            foreach (var stratum in stratifier.Items("stratum"))
                yield return new(
                    kind,
                    Text(stratifier.Items("code").FirstOrDefault()),
                    Text(stratum.Child("value")),
                    Counts(stratum)
                );
        }
    }

    private static Dictionary<string, long?> Counts(JsonElement of) =>
        of.Items("population")
            .ToDictionary(
                static population => Text(population.Child("code")),
                static population => population.Child("count")?.GetInt64()
            );

    private static string Text(JsonElement? concept) =>
        concept is { } told
            ? told.Text("text") ?? told.Items("coding").FirstOrDefault().Text("code") ?? string.Empty
            : string.Empty;
}
