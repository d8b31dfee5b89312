using System.Text.Json;

namespace HuskyFhir.Server.Views;

/// <summary>
/// What DSS must know, as a table: what changed, from when, by when it must be told, and how far it has come.
/// </summary>
internal sealed class ChangesPage : IBundlePage
{
    private static readonly string[] Headings = ["Known", "What", "From", "Due", "Stands", "Was", "Is", "Record"];

    public string? Title(JsonElement shown) =>
        shown.Text("resourceType") == "Parameters" ? "Changes that DSS must know" : null;

    public void Write(Markup html, JsonElement bundle, string baseUrl)
    {
        var changes = bundle.Items("parameter").ToList();
        html.Open("section", ("aria-labelledby", "changes")).Put("h2", "Changes", ("id", "changes"));
        if (changes.Count == 0)
        {
            html.Put("p", "None.").Close("section");
            return;
        }

        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Table of changes"))
            .Open("table")
            .Open("thead")
            .Open("tr");
        foreach (var heading in Headings)
            html.Put("th", heading, ("scope", "col"));
        html.Close("tr").Close("thead").Open("tbody");
        foreach (var change in changes)
            Row(html, change, baseUrl);
        html.Close("tbody").Close("table").Close("div").Close("section");
    }

    private static void Row(Markup html, JsonElement change, string baseUrl)
    {
        var after = Part(change, "after").Child("valueReference")?.Text("reference") ?? string.Empty;
        var stands = string.Join(
            ": ",
            new[] { Part(change, "status").Text("valueCode"), Part(change, "reason").Text("valueString") }.Where(
                static text => text is not null
            )
        );
        html.Open("tr")
            .Put("td", Part(change, "recorded").Text("valueInstant") ?? string.Empty)
            .Put("td", Part(change, "kind").Text("valueCode") ?? string.Empty);
        html.Put("td", Part(change, "effective").Text("valueDate") ?? string.Empty)
            .Put("td", Part(change, "due").Text("valueDate") ?? string.Empty)
            .Put("td", stands, ("class", "wide"));
        html.Put("td", Part(change, "old-value").Text("valueString") ?? string.Empty, ("class", "wide"))
            .Put("td", Part(change, "new-value").Text("valueString") ?? string.Empty, ("class", "wide"));
        html.Open("td").Link($"{baseUrl}/{after}", after.Split('/')[0]).Close("td").Close("tr");
    }

    private static JsonElement Part(JsonElement change, string name) =>
        change.Items("part").FirstOrDefault(part => part.Text("name") == name);
}
