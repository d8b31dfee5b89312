using System.Text.Json;

namespace HuskyFhir.Server.Views;

/// <summary>An accounting of disclosures as a document for the member: a table to read and to print.</summary>
internal static class DisclosuresView
{
    private const string Profile = Core.Terms.Systems.Base + "/StructureDefinition/husky-disclosure";

    /// <summary>Whether a bundle is one.</summary>
    public static bool Shows(JsonElement bundle) =>
        bundle.Text("type") == "collection"
        && bundle
            .Items("entry")
            .All(static entry =>
                (entry.Child("resource")?.Child("meta") ?? default)
                    .Items("profile")
                    .Any(static profile => profile.GetString() == Profile)
            );

    public static void Write(Markup html, JsonElement bundle)
    {
        var events = bundle.Items("entry").Select(static entry => entry.GetProperty("resource")).ToList();
        html.Open("section", ("aria-labelledby", "disclosures"))
            .Put("h2", "Accounting of disclosures", ("id", "disclosures"));
        html.Put(
            "p",
            "To whom these records went, the newest first. Left out, as 45 CFR 164.528 says, are disclosures for treatment, payment and operations, those to the member, and those that the member authorised."
        );
        if (events.Count == 0)
            html.Put("p", "In this period there were no others.");
        else
            Table(html, events);
        html.Close("section");
    }

    private static void Table(Markup html, List<JsonElement> events)
    {
        html.Open(
                "div",
                ("class", "scroll"),
                ("tabindex", "0"),
                ("role", "region"),
                ("aria-label", "Table of disclosures")
            )
            .Open("table")
            .Open("thead")
            .Open("tr");
        foreach (var heading in new[] { "Date", "To whom", "What", "Purpose" })
            html.Put("th", heading, ("scope", "col"));
        html.Close("tr").Close("thead").Open("tbody");
        foreach (var told in events)
            html.Open("tr")
                .Put("td", Date(told))
                .Put("td", To(told) ?? string.Empty, ("class", "wide"))
                .Put("td", What(told) ?? string.Empty, ("class", "wide"))
                .Put("td", Why(told))
                .Close("tr");
        html.Close("tbody").Close("table").Close("div");
    }

    private static string Date(JsonElement told) =>
        DateTimeOffset.TryParse(told.Text("recorded"), System.Globalization.CultureInfo.InvariantCulture, out var at)
            ? HuskyFhir.Plan.Disclosures.Events.Accounting.Day(at)
            : string.Empty;

    private static string? To(JsonElement told) =>
        told.Items("agent").Select(static agent => agent.Text("name")).FirstOrDefault(static name => name is not null);

    private static string? What(JsonElement told) =>
        told.Items("entity")
            .Select(static entity => entity.Text("description"))
            .FirstOrDefault(static text => text is not null);

    private static string Why(JsonElement told) =>
        string.Join(
            ", ",
            told.Items("purposeOfEvent")
                .SelectMany(static concept => concept.Items("coding"))
                .Select(static coding => Words(coding.Text("code")))
        );

    /// <summary>The commonest purposes in words.</summary>
    private static string Words(string? code) =>
        code switch
        {
            "PUBHLTH" => "Public health (PUBHLTH)",
            "HRESCH" => "Research (HRESCH)",
            "BTG" => "Emergency access (BTG)",
            "HMARKT" => "Marketing (HMARKT)",
            "THREAT" => "A threat to health or safety (THREAT)",
            _ => code ?? string.Empty,
        };
}
