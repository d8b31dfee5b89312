using System.Text.Json;

namespace HuskyFhir.Server.Views;

/// <summary>
/// The steps of a request as a table: when, what, where it stood, by when it was due and why, and who wrote it.
/// </summary>
internal sealed class TimelinePage : IBundlePage
{
    private static readonly string[] Headings = ["When", "Step", "Stands at", "Due", "Clock", "Who"];

    public string? Title(JsonElement shown) => shown.Text("resourceType") == "Bundle" ? "Steps of a request" : null;

    public void Write(Markup html, JsonElement bundle, string baseUrl)
    {
        var resources = bundle.Items("entry").Select(static entry => entry.Child("resource") ?? default).ToList();
        var writers = Writers(resources);
        html.Open("section", ("aria-labelledby", "steps"))
            .Put("h2", "Steps", ("id", "steps"))
            .Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Table of steps"))
            .Open("table")
            .Open("thead")
            .Open("tr");
        foreach (var heading in Headings)
            html.Put("th", heading, ("scope", "col"));
        html.Close("tr").Close("thead").Open("tbody");
        foreach (var resource in resources)
            switch (resource.Text("resourceType"))
            {
                case "Task":
                    Version(html, resource, writers, baseUrl);
                    break;
                case "Communication":
                    Row(
                        html,
                        resource.Text("sent"),
                        $"Notice: {Codes(resource.Items("category"))}",
                        string.Join(' ', resource.Items("payload").Select(static part => part.Text("contentString"))),
                        null,
                        null,
                        resource.Child("sender")?.Text("display")
                    );
                    break;
            }

        html.Close("tbody").Close("table").Close("div").Close("section");
    }

    private static void Version(Markup html, JsonElement task, Dictionary<string, string> writers, string baseUrl)
    {
        var version = task.Child("meta")?.Text("versionId") ?? string.Empty;
        var clock = task.Items("extension")
            .FirstOrDefault(static each =>
                each.Text("url")?.EndsWith("/husky-clock", StringComparison.Ordinal) == true
            );
        var due =
            task.Child("restriction")?.Child("period")?.Text("end")
            ?? task.Items("extension")
                .FirstOrDefault(static each =>
                    each.Text("url")?.EndsWith("/husky-due-date", StringComparison.Ordinal) == true
                )
                .Text("valueDate");
        var reason =
            clock.ValueKind == JsonValueKind.Object
                ? clock
                    .Items("extension")
                    .FirstOrDefault(static each => each.Text("url") == "reason")
                    .Text("valueString")
                : null;
        Row(
            html,
            task.Child("meta")?.Text("lastUpdated"),
            version == "1" ? "Filed" : $"Version {version}",
            $"{task.Text("status")} ({Codes([task.Child("businessStatus") ?? default])})",
            due,
            reason,
            writers.GetValueOrDefault(version) ?? (version == "1" ? task.Child("requester")?.Text("reference") : null),
            $"{baseUrl}/Task/{task.Text("id")}/_history/{version}"
        );
    }

    private static void Row(
        Markup html,
        string? when,
        string step,
        string? stands,
        string? due,
        string? clock,
        string? who,
        string? address = null
    )
    {
        html.Open("tr").Put("td", when).Open("td");
        if (address is null)
            html.Text(step);
        else
            html.Link(address, step);
        html.Close("td")
            .Put("td", stands, ("class", "wide"))
            .Put("td", due)
            .Put("td", clock, ("class", "wide"))
            .Put("td", who)
            .Close("tr");
    }

    /// <summary>The client that wrote each version, by the audit.</summary>
    private static Dictionary<string, string> Writers(List<JsonElement> resources)
    {
        var writers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in resources.Where(static each => each.Text("resourceType") == "AuditEvent"))
        {
            var reference = entry
                .Items("entity")
                .Select(static each => each.Child("what")?.Text("reference"))
                .FirstOrDefault(static text => text?.Contains("/_history/", StringComparison.Ordinal) == true);
            var who = entry
                .Items("agent")
                .Select(static agent => agent.Child("who")?.Child("identifier")?.Text("value") ?? agent.Text("name"))
                .FirstOrDefault(static text => text is not null);
            if (reference is not null && who is not null)
                writers[reference[(reference.LastIndexOf('/') + 1)..]] = who;
        }

        return writers;
    }

    private static string Codes(IEnumerable<JsonElement> concepts) =>
        string.Join(
            ", ",
            concepts
                .Where(static concept => concept.ValueKind == JsonValueKind.Object)
                .SelectMany(static concept => concept.Items("coding"))
                .Select(static coding => coding.Text("display") ?? coding.Text("code"))
        );
}
