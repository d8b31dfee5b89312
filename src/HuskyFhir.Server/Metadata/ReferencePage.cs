using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Server.Views;

namespace HuskyFhir.Server.Metadata;

/// <summary>
/// The reference for people who write clients: every call, every parameter with its modifiers, and calls to paste.
/// </summary>
internal sealed class ReferencePage(ApiCatalog catalog, string baseUrl)
{
    public void Write(Markup html, CapabilityStatement statement)
    {
        var rest = statement.Rest[0];
        html.Put("p", statement.Description)
            .Put("p", rest.Documentation)
            .Open("p")
            .Text("Base: ")
            .Put("code", baseUrl)
            .Text(". Send ")
            .Put("code", "Authorization: Bearer …")
            .Text(" with each call; ")
            .Text(rest.Security?.Description)
            .Close("p")
            .Open("p")
            .Text("For programs: ")
            .Link(baseUrl + "/metadata", "CapabilityStatement")
            .Text(", ")
            .Link(baseUrl + "/openapi.json", "OpenAPI")
            .Text(".")
            .Close("p");
        html.Open("nav", ("aria-label", "Types")).Open("ul");
        foreach (var name in rest.Resource.Select(static resource => resource.Type!).Prepend("System"))
            html.Open("li").Link("#" + name, name).Close("li");
        html.Close("ul").Close("nav");
        System(html, rest);
        foreach (var resource in rest.Resource)
            Type(html, resource);
    }

    private static void System(Markup html, CapabilityStatement.RestComponent rest)
    {
        html.Open("section", ("aria-labelledby", "System")).Put("h2", "System", ("id", "System"));
        Calls(html, ApiCatalog.OfSystem(rest));
        Parameters(
            html,
            "Parameters in all types",
            [.. rest.SearchParam.Select(static each => (each.Name!, Kind(each), each.Documentation))]
        );
        Parameters(
            html,
            "Parameters of every answer to a search",
            [.. ResultParameters.All.Select(static each => (each.Name, string.Empty, (string?)each.About))]
        );
        html.Close("section");
    }

    private void Type(Markup html, CapabilityStatement.ResourceComponent resource)
    {
        html.Open("section", ("aria-labelledby", resource.Type)).Put("h2", resource.Type, ("id", resource.Type));
        if (resource.Documentation is { } about)
            html.Put("p", about);
        Calls(html, catalog.OfType(resource));
        Profiles(html, resource);
        Parameters(
            html,
            "Search parameters",
            [.. resource.SearchParam.Select(static each => (each.Name!, Kind(each), each.Documentation))]
        );
        List(html, "_include", resource.SearchInclude);
        List(html, "_revinclude", resource.SearchRevInclude);
        html.Put("h3", "Examples")
            .Put(
                "pre",
                string.Join("\n", Examples(resource)),
                ("tabindex", "0"),
                ("role", "region"),
                ("aria-label", $"Calls on {resource.Type} to paste")
            );
        if (resource.Type == "Task")
            Requests(html);
        html.Close("section");
    }

    /// <summary>A whole request of each kind, and what is to be put in.</summary>
    private void Requests(Markup html)
    {
        html.Put("h3", "A request of each kind")
            .Put(
                "p",
                $"Each can be pasted once its variables are set: {string.Join("; ", RequestExamples.Variables.Select(static each => $"{each.Name}, {each.About}"))}. What the service sets by itself is left out: authoredOn, the case number, the due date."
            );
        foreach (var rules in KindTable.All)
            html.Put("h4", $"{rules.Code} ({rules.Law})")
                .Put(
                    "pre",
                    RequestExamples.Call(rules, baseUrl),
                    ("tabindex", "0"),
                    ("role", "region"),
                    ("aria-label", $"A request of kind {rules.Code} to paste")
                );
    }

    private void Profiles(Markup html, CapabilityStatement.ResourceComponent resource)
    {
        if (!resource.SupportedProfile.Any())
            return;
        html.Put("h3", "Profiles").Open("ul");
        foreach (var profile in resource.SupportedProfile.OfType<string>())
            html.Open("li").Link(JsonView.Target(baseUrl, null, profile) ?? profile, profile).Close("li");
        html.Close("ul");
    }

    private static void Calls(Markup html, IEnumerable<ApiCall> calls)
    {
        html.Put("h3", "Calls")
            .Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Calls"))
            .Open("table")
            .Open("thead")
            .Open("tr")
            .Put("th", "Call", ("scope", "col"))
            .Put("th", "What it does", ("scope", "col"))
            .Put("th", "Name", ("scope", "col"))
            .Close("tr")
            .Close("thead")
            .Open("tbody");
        foreach (var call in calls)
            html.Open("tr")
                .Open("td")
                .Put("code", $"{call.Method} {call.Path}")
                .Close("td")
                .Put("td", call.Summary)
                .Put("td", call.Interaction)
                .Close("tr");
        html.Close("tbody").Close("table").Close("div");
    }

    private static void Parameters(
        Markup html,
        string title,
        IReadOnlyList<(string Name, string Kind, string? About)> parameters
    )
    {
        if (parameters.Count == 0)
            return;
        html.Put("h3", title)
            .Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", title))
            .Open("table")
            .Open("thead")
            .Open("tr")
            .Put("th", "Parameter", ("scope", "col"))
            .Put("th", "Kind", ("scope", "col"))
            .Put("th", "What it finds", ("scope", "col"))
            .Close("tr")
            .Close("thead")
            .Open("tbody");
        foreach (var (name, kind, about) in parameters)
            html.Open("tr")
                .Open("td")
                .Put("code", name)
                .Close("td")
                .Put("td", kind)
                .Put("td", about, ("class", "wide"))
                .Close("tr");
        html.Close("tbody").Close("table").Close("div");
    }

    private static void List(Markup html, string name, IEnumerable<string?> values)
    {
        var all = values.OfType<string>().ToList();
        if (all.Count > 0)
            html.Open("p").Put("code", name).Text(": ").Text(string.Join(", ", all)).Text(".").Close("p");
    }

    private IEnumerable<string> Examples(CapabilityStatement.ResourceComponent resource)
    {
        var call = "curl -s -H \"Authorization: Bearer $TOKEN\"";
        var interactions = resource.Interaction.Select(static each => each.Code).ToHashSet();
        if (
            resource.SearchParam.FirstOrDefault(static each =>
                each.Name![0] != '_' && each.Type is not SearchParamType.Composite
            )
                is { } parameter
            && interactions.Contains(CapabilityStatement.TypeRestfulInteraction.SearchType)
        )
            yield return $"{call} -G '{baseUrl}/{resource.Type}' --data-urlencode '{parameter.Name}={Value(parameter.Type)}' -d _count=10";
        if (
            resource
                .SearchParam.FirstOrDefault(static each =>
                    each.Documentation?.Contains(" Of a period: ", StringComparison.Ordinal) == true
                )
                ?.Name is
            { } period
        )
            yield return $"{call} -G '{baseUrl}/{resource.Type}' --data-urlencode '{period}=ge2026-07-01' --data-urlencode '{period}=le2026-07-01'";
        if (interactions.Contains(CapabilityStatement.TypeRestfulInteraction.Read))
            yield return $"{call} '{baseUrl}/{resource.Type}/ID?_pretty=true'";
        if (interactions.Contains(CapabilityStatement.TypeRestfulInteraction.Create))
            yield return $"{call} -H 'Content-Type: application/fhir+json' --data-binary @{resource.Type!.ToLowerInvariant()}.json '{baseUrl}/{resource.Type}'";
        if (interactions.Contains(CapabilityStatement.TypeRestfulInteraction.Update))
            yield return $"{call} -X PUT -H 'Content-Type: application/fhir+json' -H 'If-Match: W/\"1\"' --data-binary @{resource.Type!.ToLowerInvariant()}.json '{baseUrl}/{resource.Type}/ID'";
    }

    private static string Value(SearchParamType? kind) =>
        kind switch
        {
            SearchParamType.Date => "ge2026-01-01",
            SearchParamType.Reference => "Type/ID",
            SearchParamType.Quantity => "ge1000",
            SearchParamType.Token => "SYSTEM|CODE",
            _ => "WORD",
        };

    private static string Kind(CapabilityStatement.SearchParamComponent parameter) =>
        parameter.Type?.ToString().ToLower(CultureInfo.InvariantCulture) ?? string.Empty;
}
