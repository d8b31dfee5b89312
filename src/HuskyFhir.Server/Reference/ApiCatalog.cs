using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using HuskyFhir.Server.Interactions;

namespace HuskyFhir.Server.Reference;

/// <summary>
/// All calls that the service offers: the interactions and operations that the CapabilityStatement declares, and for each operation the
/// addresses under which it is routed. What is declared there appears here by itself.
/// </summary>
internal sealed class ApiCatalog(EndpointDataSource endpoints)
{
    private static readonly string[] Patch = ["application/json-patch+json", .. ApiCall.Resource];

    /// <summary>Calls that name no type.</summary>
    public IEnumerable<ApiCall> OfSystem(CapabilityStatement.RestComponent rest) =>
        new[] { new ApiCall("GET", "/metadata", "capabilities", "What the service offers", [], "CapabilityStatement") }
            .Concat(rest.Interaction.SelectMany(static each => Interaction(each.Code.GetLiteral() ?? string.Empty)))
            .Concat(rest.Operation.SelectMany(each => Operation(string.Empty, each.Name!)))
            .DistinctBy(static call => (call.Method, call.Path));

    /// <summary>Calls on a type.</summary>
    public IEnumerable<ApiCall> OfType(CapabilityStatement.ResourceComponent resource) =>
        resource.Interaction.SelectMany(each => Interaction(each.Code.GetLiteral() ?? string.Empty, resource.Type!))
            .Concat(resource.Operation.SelectMany(each => Operation(resource.Type!, each.Name!)));

    private static IEnumerable<ApiCall> Interaction(string code) => code switch
    {
        "search-system" => [new("GET", "/", code, "Search in all types", [], "Bundle"), new("POST", "/_search", code, "Search in all types, with the parameters in the body", ApiCall.Form, "Bundle")],
        "history-system" => [new("GET", "/_history", code, "What changed in all types", [], "Bundle")],
        "transaction" => [new("POST", "/", code, "Many calls in one bundle: a transaction is done as a whole or not at all, a batch one by one", ApiCall.Resource, "Bundle")],
        "batch" => [new("POST", "/", code, "Many calls in one bundle, one by one", ApiCall.Resource, "Bundle")],
        _ => [],
    };

    private static IEnumerable<ApiCall> Interaction(string code, string type) => code switch
    {
        "read" => [new("GET", $"/{type}/{{id}}", code, "Read the current version", [], type)],
        "vread" => [new("GET", $"/{type}/{{id}}/_history/{{version}}", code, "Read one version", [], type)],
        "update" => [new("PUT", $"/{type}/{{id}}", code, "Store a new version", ApiCall.Resource, type)],
        "patch" => [new("PATCH", $"/{type}/{{id}}", code, "Change parts", Patch, type)],
        "delete" => [new("DELETE", $"/{type}/{{id}}", code, "Delete", [], null)],
        "history-instance" => [new("GET", $"/{type}/{{id}}/_history", code, "All versions of one", [], "Bundle")],
        "history-type" => [new("GET", $"/{type}/_history", code, "What changed in the type", [], "Bundle")],
        "create" => [new("POST", $"/{type}", code, "Create", ApiCall.Resource, type)],
        "search-type" => DefinitionsInteraction.Types.Contains(type) ? [Search(type)] : [Search(type), new("POST", $"/{type}/_search", code, "Search, with the parameters in the body", ApiCall.Form, "Bundle")],
        _ => [],
    };

    private static ApiCall Search(string type) => new("GET", $"/{type}", "search-type", "Search", [], "Bundle");

    private IEnumerable<ApiCall> Operation(string type, string name)
    {
        foreach (var (pattern, methods) in Routes())
        {
            var path = pattern.Replace("{type:fhirType}", type, StringComparison.Ordinal).Replace("{id:fhirId}", "{id}", StringComparison.Ordinal);
            if (path.EndsWith("/$" + name, StringComparison.Ordinal) && (type.Length > 0 ? path.StartsWith($"/{type}/", StringComparison.Ordinal) : path == "/$" + name))
                foreach (var method in methods)
                    yield return new(method, path, "$" + name, path.Contains("{id}", StringComparison.Ordinal) ? $"The operation ${name} on one" : $"The operation ${name}", method == "POST" ? ApiCall.Resource : [], null);
        }
    }

    /// <summary>What is routed below the base, with its methods; HEAD goes without saying.</summary>
    private IEnumerable<(string Pattern, IEnumerable<string> Methods)> Routes() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(static route => route.RoutePattern.RawText?.StartsWith("/fhir", StringComparison.Ordinal) == true)
        .Select(static route => (route.RoutePattern.RawText!["/fhir".Length..], (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Where(static method => method != "HEAD")));
}
