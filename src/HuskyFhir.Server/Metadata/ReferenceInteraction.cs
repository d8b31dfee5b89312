using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions;
using HuskyFhir.Server.Views;
using Microsoft.OpenApi;

namespace HuskyFhir.Server.Metadata;

/// <summary>
/// The descriptions of the service, for people and for programs: the front page, the reference, and the OpenAPI
/// document. Open to everyone.
/// </summary>
internal sealed class ReferenceInteraction(Capabilities capabilities, FhirTypeCatalog families, PublicBase publicBase)
{
    private readonly ApiCatalog catalog = new(families);
    private byte[]? openApi;

    public Task RootAsync(HttpContext context) =>
        PageAsync(
            context,
            "HuskyFhir",
            html =>
            {
                var statement = capabilities.Statement;
                html.Put("p", statement.Description)
                    .Open("p")
                    .Text("This is a service for programs: EHRs, the plan and the state. Its base is ")
                    .Put("code", publicBase.Url)
                    .Text(", version ")
                    .Text(statement.Version)
                    .Text(", FHIR R4.")
                    .Close("p")
                    .Put("h2", "Where to go")
                    .Open("ul");
                foreach (
                    var (path, name, about) in new[]
                    {
                        ("/reference", "Reference", "every call and every search parameter, with examples to paste"),
                        ("/metadata?_format=html", "CapabilityStatement", "the same in FHIR's own words"),
                        ("/openapi.json", "OpenAPI document", "for tools that make clients"),
                        ("/StructureDefinition?_format=html", "Profiles", "what a resource must look like here"),
                    }
                )
                    html.Open("li").Link(publicBase.Url + path, name).Text(": " + about).Close("li");
                html.Close("ul")
                    .Put(
                        "p",
                        "Every answer can be read as a page: add _format=html, or send Accept: text/html with your token."
                    );
            }
        );

    public Task ReferenceAsync(HttpContext context) =>
        PageAsync(
            context,
            "API reference",
            html => new ReferencePage(catalog, publicBase.Url).Write(html, capabilities.Statement)
        );

    public async Task OpenApiAsync(HttpContext context)
    {
        if (openApi is null)
        {
            using var bytes = new MemoryStream();
            await new OpenApiDescription(catalog)
                .Build(capabilities.Statement)
                .SerializeAsJsonAsync(bytes, OpenApiSpecVersion.OpenApi3_0, context.RequestAborted);
            openApi = bytes.ToArray();
        }

        await SendAsync(context, "application/json; charset=utf-8", openApi);
    }

    private Task PageAsync(HttpContext context, string title, Action<Markup> main) =>
        SendAsync(context, Page.ContentType, Page.Of(context.Response, publicBase.Url, title, main));

    private static Task SendAsync(HttpContext context, string type, ReadOnlyMemory<byte> body)
    {
        context.Response.Headers.CacheControl = "public, max-age=60";
        (context.Response.ContentType, context.Response.ContentLength) = (type, body.Length);
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
