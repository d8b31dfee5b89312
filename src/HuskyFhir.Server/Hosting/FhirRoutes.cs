using HuskyFhir.Core.Access;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions;
using HuskyFhir.Server.Interactions.Auditing;
using HuskyFhir.Server.Interactions.Operations;
using HuskyFhir.Server.Interactions.Searching;
using HuskyFhir.Server.Metadata;

namespace HuskyFhir.Server.Hosting;

/// <summary>Which address leads to which interaction, and what each asks of the policy.</summary>
internal static class FhirRoutes
{
    private const string OneType = "/fhir/{type:fhirType}";
    private const string OneCompartment = "/fhir/Patient/{compartment:fhirId}";
    private const string OneResource = OneType + "/{id:fhirId}";
    private static readonly string[] Get = ["GET", "HEAD"];

    public static void MapFhir(this WebApplication app)
    {
        var services = app.Services;
        var read = services.GetRequiredService<ReadInteraction>();
        var history = services.GetRequiredService<HistoryInteraction>();
        var search = services.GetRequiredService<SearchInteraction>();
        var write = services.GetRequiredService<WriteInteractions>();
        app.MapMethods(
            "/fhir/metadata",
            Get,
            (RequestDelegate)services.GetRequiredService<Capabilities>().CapabilitiesAsync
        );
        Map(app, OneResource, Get, read.ReadAsync, "read", Interaction.Read);
        Map(app, OneResource + "/_history/{version}", Get, read.VersionAsync, "vread", Interaction.Read);
        Map(app, OneResource + "/_history", Get, history.InstanceAsync, "history-instance", Interaction.Read);
        Map(app, OneType + "/_history", Get, history.TypeAsync, "history-type", Interaction.Search);
        Map(app, "/fhir/_history", Get, history.SystemAsync, "history-system", Interaction.Search);
        Map(app, OneType, Get, search.SearchAsync, "search-type", Interaction.Search);
        Map(app, OneType + "/_search", ["POST"], search.SearchAsync, "search-type", Interaction.Search);
        Map(
            app,
            OneCompartment + "/{type:fhirType}",
            Get,
            search.SearchAsync,
            "search-compartment",
            Interaction.Search
        );
        Map(
            app,
            OneCompartment + "/{type:fhirType}/_search",
            ["POST"],
            search.SearchAsync,
            "search-compartment",
            Interaction.Search
        );
        Map(app, OneCompartment + "/*", Get, search.SearchAsync, "search-compartment", Interaction.Search);
        Map(app, "/fhir", Get, search.SearchAsync, "search-system", Interaction.Search);
        Map(app, "/fhir/_search", ["POST"], search.SearchAsync, "search-system", Interaction.Search);
        Map(app, OneType, ["POST"], write.CreateAsync, "create", Interaction.Create);
        Map(app, OneResource, ["PUT"], write.UpdateAsync, "update", Interaction.Update);
        Map(app, OneType, ["PUT"], write.ConditionalUpdateAsync, "update", Interaction.Update);
        Map(app, OneResource, ["PATCH"], write.PatchAsync, "patch", Interaction.Update);
        Map(app, OneType, ["PATCH"], write.PatchAsync, "patch", Interaction.Update);
        Map(app, OneResource, ["DELETE"], write.DeleteAsync, "delete", Interaction.Delete);
        Map(app, OneType, ["DELETE"], write.DeleteAsync, "delete", Interaction.Delete);
        Map(
            app,
            "/fhir",
            ["POST"],
            services.GetRequiredService<HuskyFhir.Server.Interactions.Bundles.BundleInteraction>().PostAsync,
            "bundle",
            null
        );
        var later = services.GetRequiredService<HuskyFhir.Server.Interactions.Async.AsyncInteraction>();
        Map(app, "/fhir/async/{id:fhirId}", ["GET"], later.StatusAsync, "async-status", null);
        Map(app, "/fhir/async/{id:fhirId}", ["DELETE"], later.CancelAsync, "async-cancel", null);
        var audit = services.GetRequiredService<AuditInteraction>();
        Map(app, "/fhir/AuditEvent/{id:fhirId}", Get, audit.ReadAsync, "read", Interaction.Read);
        Map(app, "/fhir/AuditEvent", Get, audit.SearchAsync, "search-type", Interaction.Search);
        Map(app, "/fhir/AuditEvent/_search", ["POST"], audit.SearchAsync, "search-type", Interaction.Search);
        foreach (var operation in OperationList.All)
            MapOperation(app, operation);
        var definitions = services.GetRequiredService<DefinitionsInteraction>();
        app.MapMethods("/fhir/{definition:fhirDefinition}/{id:fhirId}", Get, (RequestDelegate)definitions.ReadAsync);
        app.MapMethods("/fhir/{definition:fhirDefinition}", Get, (RequestDelegate)definitions.SearchAsync);
        app.MapMethods("/fhir/{definition:fhirDefinition}/_search", ["POST"], (RequestDelegate)definitions.SearchAsync);
        var reference = services.GetRequiredService<ReferenceInteraction>();
        app.MapMethods("/", Get, (RequestDelegate)reference.RootAsync);
        app.MapMethods("/fhir/reference", Get, (RequestDelegate)reference.ReferenceAsync);
        app.MapMethods("/fhir/openapi.json", Get, (RequestDelegate)reference.OpenApiAsync);
        app.Map("/fhir/{**path}", (RequestDelegate)services.GetRequiredService<Unrouted>().AnswerAsync);
    }

    private static void MapOperation(WebApplication app, Operation operation)
    {
        var answer = operation.Answer(app.Services);
        var type =
            operation.Types.Count == 0 ? "{type:fhirType}" : $"{{type:regex(^({string.Join('|', operation.Types)})$)}}";
        foreach (
            var place in (string[])
                [
                    .. operation.OnType ? [string.Empty] : Array.Empty<string>(),
                    .. operation.OnInstance ? ["/{id:fhirId}"] : Array.Empty<string>(),
                ]
        )
        {
            var route = app.MapMethods($"/fhir/{type}{place}/{operation.Name}", [.. operation.Methods], answer);
            if (operation.Needs is { } needs)
                route.WithMetadata(new InteractionMetadata(operation.Name, needs));
        }
    }

    private static void Map(
        WebApplication app,
        string route,
        string[] methods,
        RequestDelegate answer,
        string name,
        Interaction? needs
    ) => app.MapMethods(route, methods, answer).WithMetadata(new InteractionMetadata(name, needs));
}
