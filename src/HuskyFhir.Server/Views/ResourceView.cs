using System.Globalization;
using System.Text.Json;

namespace HuskyFhir.Server.Views;

/// <summary>One resource: its narrative, its version and history, and what it refers to.</summary>
internal static class ResourceView
{
    public static void Write(Markup html, JsonElement resource, string baseUrl)
    {
        if (resource.Child("text")?.Text("div") is { } div)
        {
            html.Open("section", ("aria-labelledby", "narrative")).Put("h2", "Narrative", ("id", "narrative"));
            NarrativeView.Write(html, div);
            html.Close("section");
        }

        html.Open("section", ("aria-labelledby", "links")).Put("h2", "Links", ("id", "links")).Open("ul");
        if (resource.Child("meta")?.Text("versionId") is { } version && resource.Text("id") is { } id)
            Versions(html, $"{baseUrl}/{resource.Text("resourceType")}/{id}", version);
        foreach (var (path, text) in References(resource, null).Distinct())
            if (JsonView.Target(baseUrl, "reference", text) is { } target)
                html.Open("li").Text(path + ": ").Link(target, text).Close("li");
        html.Open("li")
            .Link($"{baseUrl}/{resource.Text("resourceType")}", $"Search {resource.Text("resourceType")}")
            .Close("li");
        html.Close("ul").Close("section");
    }

    /// <summary>
    /// A line that tells what a resource is: its narrative's words, or the name that it gives itself.
    /// </summary>
    public static string Line(JsonElement resource) =>
        resource.Child("text")?.Text("div") is { } div
            ? Without($"{resource.Text("resourceType")} · ", NarrativeView.Words(div, 180))
            : resource.Items("issue").FirstOrDefault().Text("diagnostics")
                ?? resource.Text("title")
                ?? resource.Text("name")
                ?? string.Empty;

    private static string Without(string start, string line) =>
        line.StartsWith(start, StringComparison.Ordinal) ? line[start.Length..] : line;

    private static void Versions(Markup html, string address, string version)
    {
        html.Open("li")
            .Text($"Version {version}: ")
            .Link(address, "current")
            .Text(", ")
            .Link(address + "/_history", "history");
        if (long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 1)
            html.Text(", ")
                .Link(
                    string.Create(CultureInfo.InvariantCulture, $"{address}/_history/{number - 1}"),
                    "the version before"
                );
        html.Close("li");
    }

    private static IEnumerable<(string Path, string Reference)> References(JsonElement json, string? path) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject()
                .SelectMany(member =>
                    member.Name == "reference" && member.Value.ValueKind == JsonValueKind.String
                        ? [(path ?? "reference", member.Value.GetString()!)]
                        : References(member.Value, path is null ? member.Name : $"{path}.{member.Name}")
                ),
            JsonValueKind.Array => json.EnumerateArray().SelectMany(item => References(item, path)),
            _ => [],
        };
}
