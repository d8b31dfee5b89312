using System.Globalization;
using System.Text.Json;
using HuskyFhir.Plan.Directives;
using HuskyFhir.Resources.Stored;

namespace HuskyFhir.Server.Views;

/// <summary>
/// What is in force, for the wall and for the chart: orders apart from declarations, who speaks for the member with
/// telephones to call, what is refused, and the papers. It can be read without knowing FHIR, and printed.
/// </summary>
/// <param name="member">Whose.</param>
/// <param name="day">The day that it is about.</param>
internal sealed class DirectivesPage(StoredResource member, DateOnly day) : IBundlePage
{
    private const string Ended = Core.Terms.Systems.Base + "/StructureDefinition/husky-appointment-ended";

    public string? Title(JsonElement shown) =>
        shown.Text("resourceType") == "Bundle" ? "Advance directives in force" : null;

    public void Write(Markup html, JsonElement bundle, string baseUrl)
    {
        var resources = bundle.Items("entry").Select(static entry => entry.Child("resource") ?? default).ToList();
        var consents = resources
            .Where(static each => each.Text("resourceType") == "Consent")
            .Select(static consent => (Kind: Kind(consent), Consent: consent))
            .Where(static each => each.Kind is not null)
            .ToList();
        using var patient = JsonDocument.Parse(member.Body);
        html.Open("section", ("aria-labelledby", "member"))
            .Put("h2", "Member", ("id", "member"))
            .Open("dl", ("class", "pairs"));
        Pair(html, "Name", Name(patient.RootElement));
        Pair(html, "Born", patient.RootElement.Text("birthDate"));
        Pair(html, "In force on", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        html.Close("dl").Close("section");
        Part(html, "Medical orders", "orders", consents.Where(static each => each.Kind!.IsOrder), resources, baseUrl);
        Part(
            html,
            "What the member decided",
            "decided",
            consents.Where(static each => !each.Kind!.IsOrder),
            resources,
            baseUrl
        );
    }

    private static void Part(
        Markup html,
        string heading,
        string id,
        IEnumerable<(DirectiveKind? Kind, JsonElement Consent)> consents,
        List<JsonElement> resources,
        string baseUrl
    )
    {
        var all = consents.ToList();
        html.Open("section", ("aria-labelledby", id)).Put("h2", heading, ("id", id));
        if (all.Count == 0)
            html.Put("p", "None on file.");
        foreach (var (kind, consent) in all)
            Directive(html, kind!, consent, resources, baseUrl);
        html.Close("section");
    }

    private static void Directive(
        Markup html,
        DirectiveKind kind,
        JsonElement consent,
        List<JsonElement> resources,
        string baseUrl
    )
    {
        html.Put("h3", kind.Name).Open("dl", ("class", "pairs"));
        Pair(html, kind.IsOrder ? "Ordered" : "Signed", consent.Text("dateTime"));
        Pair(
            html,
            kind.IsOrder ? "By" : null,
            string.Join(", ", consent.Items("performer").Select(static each => each.Text("display")).OfType<string>())
        );
        foreach (var actor in consent.Child("provision")?.Items("actor") ?? [])
            Actor(html, actor, resources);
        foreach (var nested in consent.Child("provision")?.Items("provision") ?? [])
            Pair(
                html,
                nested.Text("type") == "deny" ? "Refuses" : "Wants",
                string.Join(", ", nested.Items("code").Select(Words))
            );
        Pair(html, "Law", kind.Clause);
        if (Find(resources, consent.Child("sourceReference")?.Text("reference")) is { } paper)
            Paper(html, paper, baseUrl);
        html.Open("dt")
            .Text("Record")
            .Close("dt")
            .Open("dd")
            .Link($"{baseUrl}/Consent/{consent.Text("id")}", $"Consent/{consent.Text("id")}")
            .Close("dd")
            .Close("dl");
    }

    private static void Actor(Markup html, JsonElement actor, List<JsonElement> resources)
    {
        var role =
            actor.Child("role")?.Items("coding").Select(static coding => coding.Text("code")).OfType<string>().ToList()
            ?? [];
        if (role.Contains("WIT"))
            return;
        var person = Find(resources, actor.Child("reference")?.Text("reference"));
        var name =
            (person is { } known ? Name(known) : null)
            ?? actor.Child("reference")?.Text("display")
            ?? "a person on record";
        if (
            actor.Items("modifierExtension").FirstOrDefault(static each => each.Text("url") == Ended) is
            { ValueKind: JsonValueKind.Object } ended
        )
        {
            Pair(
                html,
                "No longer speaks",
                $"{name}: revoked by {Value(ended, "reason", "valueString")} on {Value(ended, "on", "valueDate")} (CGS 19a-579b)"
            );
            return;
        }

        html.Open("dt")
            .Text(
                role.Contains("GUARD") ? "Conservator"
                : role.Contains("75784-9") ? "First alternate"
                : role.Contains("75785-6") ? "Second alternate"
                : "Speaks for the member"
            )
            .Close("dt")
            .Open("dd")
            .Text(name);
        foreach (
            var phone in (person ?? default)
                .Items("telecom")
                .Where(static each => each.Text("system") == "phone")
                .Select(static each => each.Text("value"))
                .OfType<string>()
        )
            html.Text(", ").Link("tel:" + phone, phone);
        html.Close("dd");
    }

    private static void Paper(Markup html, JsonElement paper, string baseUrl)
    {
        foreach (
            var attachment in paper.Items("content").Select(static content => content.Child("attachment") ?? default)
        )
            if (attachment.Text("url") is { } url)
                html.Open("dt")
                    .Text("Paper")
                    .Close("dt")
                    .Open("dd")
                    .Link(
                        url.StartsWith("Binary/", StringComparison.Ordinal) ? $"{baseUrl}/{url}" : url,
                        attachment.Text("title")
                            ?? $"{paper.Text("description") ?? "document"} ({attachment.Text("contentType")})"
                    )
                    .Close("dd");
    }

    private static DirectiveKind? Kind(JsonElement consent)
    {
        var code = consent
            .Items("category")
            .SelectMany(static category => category.Items("coding"))
            .FirstOrDefault(static coding => coding.Text("system") == DirectiveKind.System)
            .Text("code");
        return DirectiveKind.All.FirstOrDefault(kind => kind.Code == code);
    }

    private static JsonElement? Find(List<JsonElement> resources, string? reference)
    {
        foreach (var each in resources)
            if (reference is not null && $"{each.Text("resourceType")}/{each.Text("id")}" == reference)
                return each;
        return null;
    }

    private static string? Value(JsonElement extension, string url, string value) =>
        extension.Items("extension").FirstOrDefault(each => each.Text("url") == url).Text(value);

    private static string? Name(JsonElement person)
    {
        var names = person.Items("name").ToList();
        var name = names.Find(static each => each.Text("use") == "official")
            is { ValueKind: JsonValueKind.Object } official
            ? official
            : names.FirstOrDefault(static each => each.Text("use") != "old");
        var text =
            name.Text("text")
            ?? string.Join(
                ' ',
                name.Items("given")
                    .Select(static given => given.GetString())
                    .Append(name.Text("family"))
                    .Where(static part => part is not null)
            );
        return text.Length == 0 ? null : text;
    }

    private static string Words(JsonElement concept) =>
        concept.Text("text")
        ?? concept
            .Items("coding")
            .Select(static coding => coding.Text("display") ?? coding.Text("code"))
            .FirstOrDefault()
        ?? string.Empty;

    private static void Pair(Markup html, string? label, string? value)
    {
        if (label is not null && !string.IsNullOrEmpty(value))
            html.Put("dt", label).Put("dd", value);
    }
}
