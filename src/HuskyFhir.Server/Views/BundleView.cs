using System.Globalization;
using System.Text.Json;

namespace HuskyFhir.Server.Views;

/// <summary>A bundle: how many, the links to other pages, and a line about each entry.</summary>
internal static class BundleView
{
    public static void Write(Markup html, JsonElement bundle, string baseUrl)
    {
        var entries = bundle.Items("entry").ToList();
        html.Open("section", ("aria-labelledby", "entries")).Put("h2", "Entries", ("id", "entries"));
        var total = bundle.Child("total") is { ValueKind: JsonValueKind.Number } number
            ? $"{number.GetRawText()} in all; "
            : string.Empty;
        html.Put("p", string.Create(CultureInfo.InvariantCulture, $"{total}{entries.Count} on this page."));
        Links(html, bundle);
        if (entries.Count > 0)
            Table(html, entries, baseUrl);
        html.Close("section");
    }

    private static void Links(Markup html, JsonElement bundle)
    {
        html.Open("ul");
        foreach (var link in bundle.Items("link"))
            if (link.Text("url") is { } url && link.Text("relation") is { } relation)
                html.Open("li")
                    .Link(
                        url,
                        relation,
                        relation switch
                        {
                            "self" => "This page's own address",
                            "next" => "The next page",
                            _ => null,
                        }
                    )
                    .Close("li");
        html.Close("ul");
    }

    private static void Table(Markup html, List<JsonElement> entries, string baseUrl)
    {
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Table of entries"))
            .Open("table")
            .Open("thead")
            .Open("tr");
        foreach (var heading in new[] { "Resource", "Entry", "About" })
            html.Put("th", heading, ("scope", "col"));
        html.Close("tr").Close("thead").Open("tbody");
        foreach (var entry in entries)
        {
            html.Open("tr").Open("td");
            Name(html, entry, baseUrl);
            html.Close("td")
                .Put("td", Kind(entry))
                .Put(
                    "td",
                    entry.Child("resource") is { } resource ? ResourceView.Line(resource) : string.Empty,
                    ("class", "wide")
                )
                .Close("tr");
        }

        html.Close("tbody").Close("table").Close("div");
    }

    private static void Name(Markup html, JsonElement entry, string baseUrl)
    {
        var resource = entry.Child("resource") ?? default;
        var (type, id) = (resource.Text("resourceType"), resource.Text("id"));
        var version =
            entry.Child("request") is not null && resource.Child("meta")?.Text("versionId") is { } number
                ? $"/_history/{number}"
                : string.Empty;
        if (type is not null && id is not null && type is not "OperationOutcome")
            html.Link($"{baseUrl}/{type}/{id}{version}", $"{type}/{id}{version}");
        else if (entry.Text("fullUrl") is { } url && url.StartsWith(baseUrl + "/", StringComparison.Ordinal))
            html.Link(url, url[(baseUrl.Length + 1)..]);
        else
            html.Text(type ?? entry.Child("request")?.Text("url") ?? string.Empty);
    }

    private static string Kind(JsonElement entry) =>
        string.Join(
            ", ",
            new[]
            {
                entry.Child("search")?.Text("mode"),
                entry.Child("request")?.Text("method"),
                entry.Child("response")?.Text("status"),
                entry.Child("response")?.Text("lastModified"),
            }.OfType<string>()
        );
}
