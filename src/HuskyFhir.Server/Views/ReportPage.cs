using System.Globalization;
using System.Text.Json;
using HuskyFhir.Plan.Requests.Reports;

namespace HuskyFhir.Server.Views;

/// <summary>
/// A report on requests: a bar for each kind that shows how its requests stand, and every count in a table.
/// </summary>
internal sealed class ReportPage : IBundlePage
{
    private const int Left = 220;
    private const int Wide = 480;
    private const int Step = 28;

    /// <summary>
    /// What a bar is made of, and its colours: dark to light, and red for what is not as it should be.
    /// </summary>
    private static readonly (string Count, string Colour)[] Pieces =
    [
        ("in-time", "#1a7f37"),
        ("late", "#b3261e"),
        ("waiting", "#8c959f"),
        ("overdue", "#e8833a"),
    ];

    public string? Title(JsonElement shown) =>
        shown.Text("resourceType") == "MeasureReport" ? "Report on requests" : null;

    public void Write(Markup html, JsonElement bundle, string baseUrl)
    {
        var rows = ReportReading.Rows(bundle).ToList();
        html.Open("section", ("aria-labelledby", "report"))
            .Put(
                "h2",
                $"{bundle.Child("period")?.Text("start")} to {bundle.Child("period")?.Text("end")}",
                ("id", "report")
            );
        html.Put(
            "p",
            "Counts from 1 to 10 are not shown, nor those from which they could be reckoned; a dash stands for them."
        );
        if (rows.Count == 0)
        {
            html.Put("p", "None.").Close("section");
            return;
        }

        Chart(html, [.. rows.Where(static row => row.Dimension.Length == 0)]);
        Table(html, rows);
        html.Close("section");
    }

    private static void Chart(Markup html, List<ReportRow> kinds)
    {
        var most = kinds.Max(static kind => Pieces.Sum(piece => kind.Counts[piece.Count] ?? 0));
        var height = Number((kinds.Count + 1) * Step);
        html.Open(
            "svg",
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("role", "img"),
            ("aria-label", "Requests by kind: in time, late, waiting, overdue"),
            ("viewBox", $"0 0 {Left + Wide} {height}"),
            ("width", "100%"),
            ("font-size", "13"),
            ("fill", "currentColor")
        );
        for (var at = 0; at < Pieces.Length; at++)
        {
            var x = Left + (at * Wide / Pieces.Length);
            html.Empty(
                    "rect",
                    ("x", Number(x)),
                    ("y", "4"),
                    ("width", "12"),
                    ("height", "12"),
                    ("fill", Pieces[at].Colour)
                )
                .Put("text", Pieces[at].Count, ("x", Number(x + 18)), ("y", "15"));
        }

        for (var at = 0; at < kinds.Count; at++)
            Bar(html, kinds[at], (at + 1) * Step, most);
        html.Close("svg");
    }

    /// <summary>Pieces that are not shown have no place in the bar.</summary>
    private static void Bar(Markup html, ReportRow kind, int y, long most)
    {
        html.Put("text", kind.Kind, ("x", Number(Left - 8)), ("y", Number(y + 15)), ("text-anchor", "end"));
        var x = (double)Left;
        foreach (var (count, colour) in Pieces)
        {
            if (kind.Counts[count] is not { } number || number == 0)
                continue;
            var width = (double)number / most * Wide;
            html.Open(
                    "rect",
                    ("x", Number(x)),
                    ("y", Number(y)),
                    ("width", Number(width)),
                    ("height", Number(Step - 8)),
                    ("fill", colour)
                )
                .Put("title", $"{kind.Kind}, {count}: {number}")
                .Close("rect");
            x += width;
        }
    }

    private static void Table(Markup html, List<ReportRow> rows)
    {
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Table of counts"))
            .Open("table")
            .Open("thead")
            .Open("tr");
        foreach (var heading in ReportReading.Keys.Concat(KindReport.Counts))
            html.Put("th", heading, ("scope", "col"));
        html.Close("tr").Close("thead").Open("tbody");
        foreach (var row in rows)
        {
            html.Open("tr").Put("td", row.Kind).Put("td", row.Dimension).Put("td", row.Value);
            foreach (var count in KindReport.Counts)
                html.Put("td", row.Counts[count]?.ToString(CultureInfo.InvariantCulture) ?? "–");
            html.Close("tr");
        }

        html.Close("tbody").Close("table").Close("div");
    }

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
