using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Interactions;
using HuskyFhir.Server.Interactions.Operations;

namespace HuskyFhir.Server.Metadata;

/// <summary>
/// All calls that the service offers: the interactions and operations that the CapabilityStatement declares, and for
/// each operation the addresses that its declaration routes. What is declared there appears here by itself.
/// </summary>
internal sealed class ApiCatalog(FhirTypeCatalog families)
{
    private static readonly string[] Patch = ["application/json-patch+json", .. ApiCall.Resource];

    /// <summary>Calls that name no type.</summary>
    public static IEnumerable<ApiCall> OfSystem(CapabilityStatement.RestComponent rest) =>
        new[] { new ApiCall("GET", "/metadata", "capabilities", "What the service offers", [], "CapabilityStatement") }
            .Concat(rest.Interaction.SelectMany(static each => Interaction(each.Code.GetLiteral() ?? string.Empty)))
            .DistinctBy(static call => (call.Method, call.Path));

    /// <summary>Calls on a type.</summary>
    public IEnumerable<ApiCall> OfType(CapabilityStatement.ResourceComponent resource) =>
        resource
            .Interaction.SelectMany(each => Interaction(each.Code.GetLiteral() ?? string.Empty, resource.Type!))
            .Concat(Conditional(resource))
            .Concat(resource.Operation.SelectMany(each => Operation(resource.Type!, each.Name!)));

    private static IEnumerable<ApiCall> Interaction(string code) =>
        code switch
        {
            "search-system" =>
            [
                new("GET", "/", code, "Search in all types", [], "Bundle"),
                new(
                    "POST",
                    "/_search",
                    code,
                    "Search in all types, with the parameters in the body",
                    ApiCall.Form,
                    "Bundle"
                ),
            ],
            "history-system" => [new("GET", "/_history", code, "What changed in all types", [], "Bundle")],
            "transaction" =>
            [
                new(
                    "POST",
                    "/",
                    code,
                    "Many calls in one bundle: a transaction is done as a whole or not at all, a batch one by one",
                    ApiCall.Resource,
                    "Bundle"
                ),
            ],
            "batch" => [new("POST", "/", code, "Many calls in one bundle, one by one", ApiCall.Resource, "Bundle")],
            _ => [],
        };

    private static IEnumerable<ApiCall> Interaction(string code, string type) =>
        code switch
        {
            "read" => [new("GET", $"/{type}/{{id}}", code, "Read the current version", [], type)],
            "vread" => [new("GET", $"/{type}/{{id}}/_history/{{version}}", code, "Read one version", [], type)],
            "update" => [new("PUT", $"/{type}/{{id}}", code, "Store a new version", ApiCall.Resource, type)],
            "patch" => [new("PATCH", $"/{type}/{{id}}", code, "Change parts", Patch, type)],
            "delete" => [new("DELETE", $"/{type}/{{id}}", code, "Delete", [], null)],
            "history-instance" => [new("GET", $"/{type}/{{id}}/_history", code, "All versions of one", [], "Bundle")],
            "history-type" => [new("GET", $"/{type}/_history", code, "What changed in the type", [], "Bundle")],
            "create" => [new("POST", $"/{type}", code, "Create", ApiCall.Resource, type)],
            "search-type" => DefinitionsInteraction.Types.Contains(type)
                ? [Search(type)]
                :
                [
                    Search(type),
                    new(
                        "POST",
                        $"/{type}/_search",
                        code,
                        "Search, with the parameters in the body",
                        ApiCall.Form,
                        "Bundle"
                    ),
                ],
            _ => [],
        };

    private static IEnumerable<ApiCall> Conditional(CapabilityStatement.ResourceComponent resource)
    {
        if (resource.ConditionalUpdate == true)
            yield return new(
                "PUT",
                $"/{resource.Type}",
                "update-conditional",
                "Store a new version of the one that a search finds",
                ApiCall.Resource,
                resource.Type
            );
        if (
            resource.ConditionalUpdate == true
            && resource.Interaction.Any(static each => each.Code == CapabilityStatement.TypeRestfulInteraction.Patch)
        )
            yield return new(
                "PATCH",
                $"/{resource.Type}",
                "patch-conditional",
                "Change parts of the one that a search finds",
                Patch,
                resource.Type
            );
        if (resource.ConditionalDelete is not (null or CapabilityStatement.ConditionalDeleteStatus.NotSupported))
            yield return new(
                "DELETE",
                $"/{resource.Type}",
                "delete-conditional",
                "Delete what a search finds",
                [],
                null
            );
    }

    private static ApiCall Search(string type) => new("GET", $"/{type}", "search-type", "Search", [], "Bundle");

    private IEnumerable<ApiCall> Operation(string type, string name) =>
        from operation in OperationList.All
        where operation.Name == "$" + name && operation.IsOf(type, families.Find(type) is not null)
        from place in (string[])
            [
                .. operation.OnType ? [string.Empty] : Array.Empty<string>(),
                .. operation.OnInstance ? ["/{id}"] : Array.Empty<string>(),
            ]
        from method in operation.Methods
        where method != "HEAD"
        select new ApiCall(
            method,
            $"/{type}{place}/{operation.Name}",
            operation.Name,
            place.Length > 0 ? $"The operation {operation.Name} on one" : $"The operation {operation.Name}",
            method == "POST" ? ApiCall.Resource : [],
            null
        );
}
