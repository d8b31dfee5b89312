using System.Text.Json;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Registry.Definitions;
using HuskyFhir.Server.Http;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// Our own definitions (profiles, value sets, code systems and the like): read and search, from memory, for everyone. They are the
/// promise that the service makes, and hold no one's data. Faults: 400 under strict handling, 404, 406.
/// </summary>
internal sealed class DefinitionsInteraction(PublicBase publicBase, TimeProvider clock)
{
    /// <summary>What each type can be searched by; tokens and URLs exactly, names from their beginning.</summary>
    public static readonly string[] Parameters = ["_id", "url", "version", "name", "title", "status", "type", "kind", "base"];

    /// <summary>The types that there are definitions of.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. OwnDefinitions.All.Select(static own => own.Type).Distinct().Order(StringComparer.Ordinal)];

    public static Task ReadAsync(HttpContext context)
    {
        var (type, id) = ((string)context.Request.RouteValues["definition"]!, (string)context.Request.RouteValues["id"]!);
        if (Negotiation.CheckAccept(context.Request) is { } fault)
            return Outcomes.WriteAsync(context, fault);
        context.Response.Headers.CacheControl = "public, max-age=60"; // a refusal takes it back
        var own = OwnDefinitions.All.FirstOrDefault(one => one.Type == type && one.Id == id);
        return own is null
            ? Outcomes.WriteAsync(context, new Fault(FaultKind.NotFound, IssueType.NotFound, $"{type}/{id} is not known here.", null, "unknown-id"))
            : Bodies.WriteAsync(context, own.Json, Negotiation.Pretty(context.Request));
    }

    public Task SearchAsync(HttpContext context)
    {
        if (Negotiation.CheckAccept(context.Request) is { } fault)
            return Outcomes.WriteAsync(context, fault);
        var type = (string)context.Request.RouteValues["definition"]!;
        var strict = Negotiation.Preference(context.Request, "handling") == "strict";
        var known = context.Request.Query.Where(static pair => Parameters.Contains(pair.Key)).ToList();
        if (strict && context.Request.Query.FirstOrDefault(static pair => !Parameters.Contains(pair.Key) && pair.Key is not ("_format" or "_pretty")).Key is { } unknown)
            return Outcomes.WriteAsync(context, new Fault(FaultKind.Malformed, IssueType.NotSupported, $"{type} has no search parameter '{unknown}'; it has {string.Join(", ", Parameters)}.", "search-parameter", "search-parameter"));
        var found = OwnDefinitions.All.Where(own => own.Type == type && known.All(pair => pair.Value.All(value => Matches(own, pair.Key, value ?? string.Empty)))).ToList();
        var query = string.Join('&', known.SelectMany(static pair => pair.Value.Select(value => $"{pair.Key}={Uri.EscapeDataString(value ?? string.Empty)}")));
        context.Response.Headers.CacheControl = "public, max-age=60";
        return Bodies.WriteAsync(context, Bundle(found, $"{publicBase.Url}/{type}{(query.Length > 0 ? "?" + query : string.Empty)}"), Negotiation.Pretty(context.Request));
    }

    private static bool Matches(OwnDefinition own, string parameter, string value)
    {
        var field = parameter switch { "_id" => "id", "base" => "baseDefinition", _ => parameter };
        if (!own.Fields.TryGetValue(field, out var actual))
            return false;
        return SearchText.Split(value, ',').Select(SearchText.Unescape).Any(one => parameter is "name" or "title"
            ? Folding.Fold(actual).StartsWith(Folding.Fold(one), StringComparison.Ordinal)
            : actual == one);
    }

    private ReadOnlyMemory<byte> Bundle(List<OwnDefinition> found, string self)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("resourceType", "Bundle");
        json.WriteString("id", Guid.CreateVersion7(clock.GetUtcNow()));
        json.WriteString("type", "searchset");
        json.WriteNumber("total", found.Count);
        json.WriteStartArray("link");
        json.WriteStartObject();
        json.WriteString("relation", "self");
        json.WriteString("url", self);
        json.WriteEndObject();
        json.WriteEndArray();
        if (found.Count > 0)
            json.WriteStartArray("entry");
        foreach (var own in found)
        {
            json.WriteStartObject();
            json.WriteString("fullUrl", $"{publicBase.Url}/{own.Type}/{own.Id}");
            json.WritePropertyName("resource");
            json.WriteRawValue(own.Json.Span, skipInputValidation: true);
            json.WriteStartObject("search");
            json.WriteString("mode", "match");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        if (found.Count > 0)
            json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
