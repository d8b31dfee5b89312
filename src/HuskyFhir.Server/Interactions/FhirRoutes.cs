using HuskyFhir.Core.Access;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Searching;
using HuskyFhir.Server.Reference;

namespace HuskyFhir.Server.Interactions;

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
        app.MapMethods("/fhir/metadata", Get, (RequestDelegate)services.GetRequiredService<Capabilities>().CapabilitiesAsync);
        Map(app, OneResource, Get, read.ReadAsync, "read", Interaction.Read);
        Map(app, OneResource + "/_history/{version}", Get, read.VersionAsync, "vread", Interaction.Read);
        Map(app, OneResource + "/_history", Get, history.HistoryAsync, "history-instance", Interaction.Read);
        Map(app, OneType, Get, search.SearchAsync, "search-type", Interaction.Search);
        Map(app, OneType + "/_search", ["POST"], search.SearchAsync, "search-type", Interaction.Search);
        Map(app, OneCompartment + "/{type:fhirType}", Get, search.SearchAsync, "search-compartment", Interaction.Search);
        Map(app, OneCompartment + "/{type:fhirType}/_search", ["POST"], search.SearchAsync, "search-compartment", Interaction.Search);
        MapSystem(app, OneCompartment + "/*", Get, search.SearchAsync, "search-compartment", Interaction.Search);
        MapSystem(app, "/fhir", Get, search.SearchAsync, "search-system", Interaction.Search);
        MapSystem(app, "/fhir/_search", ["POST"], search.SearchAsync, "search-system", Interaction.Search);
        Map(app, OneType, ["POST"], write.CreateAsync, "create", Interaction.Create);
        Map(app, OneResource, ["PUT"], write.UpdateAsync, "update", Interaction.Update);
        Map(app, OneResource, ["DELETE"], write.DeleteAsync, "delete", Interaction.Delete);
        var validate = services.GetRequiredService<ValidateInteraction>();
        Map(app, OneType + "/$validate", ["POST"], validate.ValidateAsync, "$validate", Interaction.Read);
        Map(app, OneResource + "/$validate", ["GET", "POST"], validate.ValidateAsync, "$validate", Interaction.Read);
        var definitions = services.GetRequiredService<DefinitionsInteraction>();
        app.MapMethods("/fhir/{definition:fhirDefinition}/{id:fhirId}", Get, (RequestDelegate)DefinitionsInteraction.ReadAsync);
        app.MapMethods("/fhir/{definition:fhirDefinition}", Get, (RequestDelegate)definitions.SearchAsync);
        var reference = services.GetRequiredService<ReferenceInteraction>();
        app.MapMethods("/", Get, (RequestDelegate)reference.RootAsync);
        app.MapMethods("/fhir/reference", Get, (RequestDelegate)reference.ReferenceAsync);
        app.MapMethods("/fhir/openapi.json", Get, (RequestDelegate)reference.OpenApiAsync);
        app.Map("/fhir/{**path}", (RequestDelegate)services.GetRequiredService<Unrouted>().AnswerAsync);
    }

    private static void MapSystem(WebApplication app, string route, string[] methods, RequestDelegate answer, string name, Interaction needs) =>
        app.MapMethods(route, methods, answer).WithMetadata(new Asks(name, needs, System: true));

    private static void Map(WebApplication app, string route, string[] methods, RequestDelegate answer, string name, Interaction needs) =>
        app.MapMethods(route, methods, answer).WithMetadata(new Asks(name, needs));
}
