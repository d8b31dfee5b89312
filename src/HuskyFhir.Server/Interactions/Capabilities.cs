using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Search;
using HuskyFhir.Plan.Definitions;
using HuskyFhir.Plan.Disclosures.Events;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Auditing;
using HuskyFhir.Server.Interactions.Operations;
using HuskyFhir.Server.Security.Tokens;
using HuskyFhir.Validation.Definitions;
using Microsoft.Extensions.Options;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// capabilities (R4 section 3.1.0.9): the CapabilityStatement, generated from the table of families, once. Open to
/// everyone; it holds no one's data.
/// </summary>
internal sealed class Capabilities(
    FhirTypeCatalog families,
    AuditTypes audit,
    PublicBase publicBase,
    TimeProvider clock,
    DefinitionSet definitions,
    IOptions<HttpSettings> settings,
    OAuthAddresses tokens
)
{
    private static readonly string Prefixes = string.Join(
        ", ",
        Enum.GetNames<Prefix>().Select(static prefix => prefix.ToLowerInvariant())
    );

    private static readonly CapabilityStatement.SystemRestfulInteraction[] SystemInteractions =
    [
        CapabilityStatement.SystemRestfulInteraction.Transaction,
        CapabilityStatement.SystemRestfulInteraction.Batch,
        CapabilityStatement.SystemRestfulInteraction.SearchSystem,
        CapabilityStatement.SystemRestfulInteraction.HistorySystem,
    ];

    /// <summary>The statement's id, by which it can be read and found like a definition.</summary>
    public const string Id = "husky";

    private readonly DateTimeOffset started = clock.GetUtcNow();
    private CapabilityStatement? built;
    private byte[]? statement;
    private OwnDefinition? definition;

    /// <summary>The statement itself, from which the other descriptions are made.</summary>
    public CapabilityStatement Statement => built ??= Build();

    public Task CapabilitiesAsync(HttpContext context)
    {
        if (Negotiation.CheckAccept(context.Request) is { } fault)
            return OperationOutcomeWriter.WriteAsync(context, fault);
        context.Response.Headers.CacheControl = "public, max-age=60";
        return ResponseWriter.WriteAsync(context, Bytes, Negotiation.Pretty(context.Request));
    }

    /// <summary>The same as one of the definitions.</summary>
    public OwnDefinition AsDefinition => definition ??= OwnDefinition.Of(Bytes);

    private byte[] Bytes => statement ??= FhirJson.Write(Statement);

    private CapabilityStatement.ResourceComponent Resource(FhirType type) =>
        new()
        {
            TypeElement = new(type.Name),
            SupportedProfile = [.. type.Profiles.Where(definitions.Profiles.Contains).SelectMany(UsCoreProfiles.With)],
            Interaction =
            [
                .. Interactions(type)
                    .Select(static code => new CapabilityStatement.ResourceInteractionComponent { Code = code }),
            ],
            Versioning = CapabilityStatement.ResourceVersionPolicy.Versioned,
            ReadHistory = true,
            UpdateCreate = false,
            ConditionalCreate = true,
            ConditionalRead = CapabilityStatement.ConditionalReadStatus.FullSupport,
            ConditionalUpdate = true,
            ConditionalDelete = type.EndsBy is null
                ? CapabilityStatement.ConditionalDeleteStatus.Single
                : CapabilityStatement.ConditionalDeleteStatus.NotSupported,
            Documentation = type.EndsBy,
            Operation = Operations(type.Name, ofFamilies: true),
            SearchInclude = ["*", .. References(type).Select(parameter => $"{type.Name}:{parameter.Name}")],
            SearchRevInclude =
            [
                .. families.Types.SelectMany(source =>
                    References(source)
                        .Where(parameter => parameter.Targets.Contains(type.Name))
                        .Select(parameter => $"{source.Name}:{parameter.Name}")
                ),
            ],
            SearchParam =
            [
                .. type
                    .Parameters.OrderBy(static parameter => parameter.Name, StringComparer.Ordinal)
                    .Select(Parameter),
            ],
        };

    private static List<CapabilityStatement.OperationComponent> Operations(string type, bool ofFamilies) =>
        [
            .. OperationList
                .All.Where(operation => operation.IsOf(type, ofFamilies))
                .DistinctBy(static operation => operation.Name)
                .Select(static operation => new CapabilityStatement.OperationComponent
                {
                    Name = operation.Name[1..],
                    Definition = operation.Definition,
                }),
        ];

    private static IEnumerable<ParameterInfo> References(FhirType type) =>
        type
            .Parameters.Where(static parameter => parameter.Kind == SearchKind.Reference)
            .OrderBy(static parameter => parameter.Name, StringComparer.Ordinal);

    private static CapabilityStatement.ResourceComponent Definition(string type) =>
        new()
        {
            TypeElement = new(type),
            Interaction =
            [
                new() { Code = CapabilityStatement.TypeRestfulInteraction.Read },
                new() { Code = CapabilityStatement.TypeRestfulInteraction.SearchType },
            ],
            Versioning = CapabilityStatement.ResourceVersionPolicy.NoVersion,
            Documentation = "The service's own definitions; open to everyone.",
            Operation = Operations(type, ofFamilies: false),
            SearchParam =
            [
                .. DefinitionParameters
                    .Of(type)
                    .OrderBy(static parameter => parameter.Name, StringComparer.Ordinal)
                    .Select(static parameter => Parameter(parameter.Info)),
            ],
        };

    private CapabilityStatement.ResourceComponent Audit() =>
        new()
        {
            TypeElement = new(AuditInteraction.Type),
            SupportedProfile = [.. AuditEvents.Profiles],
            Interaction =
            [
                new() { Code = CapabilityStatement.TypeRestfulInteraction.Read },
                new() { Code = CapabilityStatement.TypeRestfulInteraction.SearchType },
            ],
            Versioning = CapabilityStatement.ResourceVersionPolicy.NoVersion,
            Documentation =
                "Who did or saw what: one event for each access, and for each member in a result. For the plan alone; nobody writes it.",
            SearchParam =
            [
                .. audit.All.Select(static parameter =>
                {
                    var declared = Parameter(parameter);
                    if (parameter.Name == "purpose")
                        declared.Definition = $"{Core.Terms.Systems.Base}/SearchParameter/husky-audit-purpose";
                    return declared;
                }),
            ],
        };

    private static IEnumerable<CapabilityStatement.TypeRestfulInteraction> Interactions(FhirType type)
    {
        yield return CapabilityStatement.TypeRestfulInteraction.Read;
        yield return CapabilityStatement.TypeRestfulInteraction.Vread;
        yield return CapabilityStatement.TypeRestfulInteraction.HistoryInstance;
        yield return CapabilityStatement.TypeRestfulInteraction.HistoryType;
        yield return CapabilityStatement.TypeRestfulInteraction.SearchType;
        yield return CapabilityStatement.TypeRestfulInteraction.Create;
        yield return CapabilityStatement.TypeRestfulInteraction.Update;
        yield return CapabilityStatement.TypeRestfulInteraction.Patch;
        if (type.EndsBy is null)
            yield return CapabilityStatement.TypeRestfulInteraction.Delete;
    }

    private static CapabilityStatement.SearchParamComponent Parameter(ParameterInfo parameter) =>
        new()
        {
            Name = parameter.Name,
            Type = Enum.Parse<SearchParamType>(parameter.Kind.ToString()),
            Documentation =
                parameter.Modifiers.Count == 0
                    ? $"{parameter.Documentation} Write {string.Join('$', parameter.Components.Select(static part => part.Name))}."
                    : $"{parameter.Documentation} Modifiers: {string.Join(", ", parameter.Modifiers.Select(static modifier => ":" + modifier))}.{(Compares(parameter) ? $" Prefixes: {Prefixes}." : string.Empty)}{OverPeriods(parameter)}",
        };

    /// <summary>
    /// Plain equality asks of a period that it lie within the given one, which surprises whoever asks what holds on a
    /// day.
    /// </summary>
    private static string OverPeriods(ParameterInfo parameter) =>
        PeriodElements.AreIn(parameter)
            ? $" Of a period: {parameter.Name}=ge2026-07-01&{parameter.Name}=le2026-07-01 finds what holds on that day; {parameter.Name}=2026-07-01 finds what begins and ends on it (R4 section 3.1.1.4.7)."
            : string.Empty;

    private static bool Compares(ParameterInfo parameter) => parameter.Kind is SearchKind.Date or SearchKind.Quantity;

    private CapabilityStatement Build() =>
        new()
        {
            Id = Id,
            Meta = new() { LastUpdatedElement = Moments.Of(started) },
            Url = $"{publicBase.Url}/metadata",
            Version = "0.1.0",
            Name = "HuskyFhir",
            Title = "HuskyFhir: HUSKY Health over FHIR R4",
            Status = PublicationStatus.Active,
            Date = started.ToString("yyyy-MM-dd"),
            Publisher = "HuskyFhir",
            Description =
                "Members of Connecticut's HUSKY Health and the provider directory, as validated FHIR R4 resources.",
            Kind = CapabilityStatementKind.Instance,
            Instantiates = [UsCoreProfiles.Server],
            ImplementationGuide = [UsCoreProfiles.Guide],
            Software = new() { Name = "HuskyFhir", Version = "0.1.0" },
            Implementation = new() { Description = "HuskyFhir", Url = publicBase.Url },
            FhirVersion = FHIRVersion.N4_0_1,
            Format = ["application/fhir+json", "json", "application/fhir+xml", "xml", "text/html", "html"],
            PatchFormat = ["application/fhir+json", "application/fhir+xml", "application/json-patch+json"],
            Rest = [Rest()],
        };

    private CapabilityStatement.RestComponent Rest() =>
        new()
        {
            Mode = CapabilityStatement.RestfulCapabilityMode.Server,
            Documentation =
                "Provider clients see the members whose current PCP works at their organisation, and the whole directory; the agency sees all; the plan sees and changes all.",
            Security = Security(),
            Interaction =
            [
                .. SystemInteractions.Select(static code => new CapabilityStatement.SystemInteractionComponent
                {
                    Code = code,
                }),
            ],
            Compartment = ["http://hl7.org/fhir/CompartmentDefinition/patient"],
            SearchParam =
            [
                .. families
                    .Types[0]
                    .Parameters.Where(static parameter => parameter.Name.StartsWith('_'))
                    .Select(Parameter),
            ],
            Resource =
            [
                .. families.Types.Select(Resource),
                Audit(),
                .. DefinitionsInteraction.Types.Select(Definition),
            ],
        };

    /// <summary>
    /// With the addresses of the token service where it is this one (SMART App Launch 2.2, conformance); discovery has
    /// them too.
    /// </summary>
    private CapabilityStatement.SecurityComponent Security()
    {
        var security = new CapabilityStatement.SecurityComponent
        {
            Cors = settings.Value.CrossOrigin,
            Service = [new("http://terminology.hl7.org/CodeSystem/restful-security-service", "SMART-on-FHIR")],
            Description =
                "SMART backend services: bearer tokens with system scopes (system/Type.cruds); .well-known/smart-configuration says where to get one. Every look leaves an audit record before the answer leaves.",
        };
        if (!tokens.Issues)
            return security;
        var addresses = new Extension { Url = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris" };
        addresses.AddExtension("token", new FhirUri(tokens.Token));
        addresses.AddExtension("introspect", new FhirUri(tokens.Introspection));
        security.Extension.Add(addresses);
        return security;
    }
}
