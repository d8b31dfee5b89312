using System.Globalization;
using Hl7.Fhir.Model;
using Microsoft.OpenApi;

namespace HuskyFhir.Server.Metadata;

/// <summary>The OpenAPI 3.0 document, from the CapabilityStatement and the catalogue of calls.</summary>
internal sealed class OpenApiDescription(ApiCatalog catalog)
{
    private static readonly string[] Variables = ["id", "version"];

    private readonly OpenApiDocument document = new();

    public OpenApiDocument Build(CapabilityStatement statement)
    {
        document.Info = new()
        {
            Title = statement.Title,
            Version = statement.Version,
            Description = statement.Description,
        };
        document.Servers = [new() { Url = statement.Implementation!.Url }];
        document.Paths = [];
        document.Tags = new HashSet<OpenApiTag>();
        document.Components = Components();
        document.Security = [new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
        var rest = statement.Rest[0];
        Add("System", rest.Documentation, ApiCatalog.OfSystem(rest), rest.SearchParam);
        foreach (var resource in rest.Resource)
            Add(resource.Type!, resource.Documentation, catalog.OfType(resource), resource.SearchParam);
        document.RegisterComponents();
        return document;
    }

    private static OpenApiComponents Components() =>
        new()
        {
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["bearer"] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description = "A token with SMART system scopes, such as system/Patient.rs.",
                },
            },
            Schemas = new Dictionary<string, IOpenApiSchema>
            {
                ["OperationOutcome"] = Schema("OperationOutcome"),
                ["Bundle"] = Schema("Bundle"),
                ["Resource"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "Any resource of FHIR R4.",
                    Required = new HashSet<string> { "resourceType" },
                    Properties = new Dictionary<string, IOpenApiSchema>
                    {
                        ["resourceType"] = new OpenApiSchema { Type = JsonSchemaType.String },
                    },
                },
            },
            Parameters = ResultParameters.All.ToDictionary(
                static each => each.Name,
                static each => (IOpenApiParameter)Query(each.Name, each.About)
            ),
        };

    private void Add(
        string tag,
        string? about,
        IEnumerable<ApiCall> calls,
        List<CapabilityStatement.SearchParamComponent> parameters
    )
    {
        document.Tags!.Add(new() { Name = tag, Description = about });
        foreach (var call in calls)
        {
            if (!document.Paths.TryGetValue(call.Path, out var item))
                document.Paths[call.Path] = item = new OpenApiPathItem { Operations = [] };
            item.Operations![new(call.Method)] = Operation(tag, call, parameters);
        }
    }

    private OpenApiOperation Operation(
        string tag,
        ApiCall call,
        List<CapabilityStatement.SearchParamComponent> parameters
    ) =>
        new()
        {
            OperationId = Id(tag, call),
            Summary = call.Summary,
            Tags = new HashSet<OpenApiTagReference> { new(tag, document) },
            Parameters = [.. InPath(call), .. call.Searches && call.Takes != ApiCall.Form ? Searched(parameters) : []],
            RequestBody =
                call.Takes.Count == 0
                    ? null
                    : new OpenApiRequestBody
                    {
                        Required = call.Interaction[0] != '$',
                        Content = Content(
                            call.Takes,
                            call.Takes == ApiCall.Form ? FormSchema() : Reference("Resource")
                        ),
                    },
            Responses = new()
            {
                [
                    call.Interaction switch
                    {
                        "create" => "201",
                        "delete" or "delete-conditional" => "204",
                        _ => "200",
                    }
                ] = new OpenApiResponse
                {
                    Description = call.Answers ?? "Done",
                    Content = call.Method == "DELETE" ? null : Content(ApiCall.Resource, Reference(call.Answers)),
                },
                ["default"] = new OpenApiResponse
                {
                    Description = "A refusal, with every issue found",
                    Content = Content(ApiCall.Resource, Reference("OperationOutcome")),
                },
            },
        };

    private IEnumerable<IOpenApiParameter> Searched(List<CapabilityStatement.SearchParamComponent> parameters) =>
        [
            .. parameters
                .Where(static each => each.Name![0] != '_' || !ResultParameters.All.Any(one => one.Name == each.Name))
                .Select(static each =>
                    Query(
                        each.Name!,
                        $"{each.Documentation} ({each.Type?.ToString().ToLower(CultureInfo.InvariantCulture)})"
                    )
                ),
            .. ResultParameters.All.Select(each => new OpenApiParameterReference(each.Name, document)),
        ];

    private static IEnumerable<IOpenApiParameter> InPath(ApiCall call) =>
        Variables
            .Where(name => call.Path.Contains($"{{{name}}}", StringComparison.Ordinal))
            .Select(static name => new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Path,
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });

    /// <summary>A parameter may be given several times, all of which must hold.</summary>
    private static OpenApiParameter Query(string name, string? about) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = about,
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema { Type = JsonSchemaType.String },
            },
            Explode = true,
        };

    private static string Id(string tag, ApiCall call) =>
        $"{tag}-{call.Method.ToLowerInvariant()}-{call.Interaction.TrimStart('$')}{(call.Interaction[0] == '$' && call.Path.Contains("{id}", StringComparison.Ordinal) ? "-one" : string.Empty)}";

    private static Dictionary<string, OpenApiMediaType> Content(IEnumerable<string> types, IOpenApiSchema schema) =>
        types.ToDictionary(static type => type, _ => new OpenApiMediaType { Schema = schema });

    private static OpenApiSchema FormSchema() =>
        new()
        {
            Type = JsonSchemaType.Object,
            AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
            Description = "The parameters of the search.",
        };

    private static OpenApiSchema Schema(string type) =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = $"{type} of FHIR R4.",
            ExternalDocs = new() { Url = new($"https://hl7.org/fhir/R4/{type.ToLowerInvariant()}.html") },
            Required = new HashSet<string> { "resourceType" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["resourceType"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [type] },
            },
        };

    private OpenApiSchemaReference Reference(string? type)
    {
        if (type is not null)
            document.Components!.Schemas!.TryAdd(type, Schema(type));
        return new(type ?? "Resource", document);
    }
}
