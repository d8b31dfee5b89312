using System.Text.Json;

namespace HuskyFhir.Server.Views;

/// <summary>An OperationOutcome: every issue with how grave it is, what it says, and where.</summary>
internal static class OutcomeView
{
    public static void Write(Markup html, JsonElement outcome)
    {
        html.Open("section", ("aria-labelledby", "issues"))
            .Put("h2", "Issues", ("id", "issues"))
            .Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Table of issues"))
            .Open("table")
            .Open("thead")
            .Open("tr");
        foreach (var heading in new[] { "Severity", "Code", "What", "Where" })
            html.Put("th", heading, ("scope", "col"));
        html.Close("tr").Close("thead").Open("tbody");
        foreach (var issue in outcome.Items("issue"))
        {
            var severity = issue.Text("severity");
            html.Open("tr")
                .Put(
                    "td",
                    severity,
                    (
                        "class",
                        severity switch
                        {
                            "fatal" or "error" => "bad",
                            "warning" => "warn",
                            _ => null,
                        }
                    )
                )
                .Put(
                    "td",
                    string.Join(
                        ", ",
                        new[]
                        {
                            issue.Text("code"),
                            issue.Child("details")?.Items("coding").FirstOrDefault().Text("code"),
                        }.OfType<string>()
                    )
                )
                .Put("td", issue.Text("diagnostics"), ("class", "wide"))
                .Put("td", Where(issue))
                .Close("tr");
        }

        html.Close("tbody").Close("table").Close("div").Close("section");
    }

    private static string Where(JsonElement issue)
    {
        var line = issue
            .Items("extension")
            .FirstOrDefault(static each => each.Text("url")?.EndsWith("issue-line", StringComparison.Ordinal) == true)
            .Child("valueInteger");
        return string.Join(
            ", ",
            [
                .. issue.Items("expression").Select(static each => each.ToString()),
                .. line is { } number ? new[] { $"line {number.GetRawText()}" } : [],
            ]
        );
    }
}
