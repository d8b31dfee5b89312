using System.Text.Json;
using HuskyFhir.Server.Http.Representations;

namespace HuskyFhir.Server.Views;

/// <summary>
/// The page for one answer: what was asked, how it went, what there is to read, where one may go from there, and the
/// JSON.
/// </summary>
/// <param name="baseUrl">The service's own base.</param>
/// <param name="clock">For how long the answer took.</param>
/// <param name="started">The clock's timestamp of the request's arrival.</param>
internal sealed class HtmlRepresentation(string baseUrl, TimeProvider clock, long started) : IRepresentation
{
    public string ContentType => Page.ContentType;

    public ReadOnlyMemory<byte> Of(HttpContext context, ReadOnlyMemory<byte> json, bool pretty)
    {
        using var document = JsonDocument.Parse(json, new() { MaxDepth = 256 });
        var shown = document.RootElement;
        return Page.Of(
            context.Response,
            baseUrl,
            context.Features.Get<IBundlePage>()?.Title(shown) ?? Title(shown),
            html =>
            {
                CallView.Write(html, context, baseUrl, clock.GetElapsedTime(started));
                switch (shown.Text("resourceType"))
                {
                    case "Bundle" when DisclosuresView.Shows(shown):
                        DisclosuresView.Write(html, shown);
                        break;
                    case "Bundle"
                    or "Parameters"
                    or "MeasureReport" when context.Features.Get<IBundlePage>() is { } page:
                        page.Write(html, shown, baseUrl);
                        break;
                    case "Bundle":
                        BundleView.Write(html, shown, baseUrl);
                        break;
                    case "OperationOutcome":
                        OutcomeView.Write(html, shown);
                        break;
                    default:
                        ResourceView.Write(html, shown, baseUrl);
                        break;
                }

                html.Open("section", ("aria-labelledby", "json")).Put("h2", "JSON", ("id", "json"));
                new JsonView(html, baseUrl).Write(shown);
                html.Close("section");
            }
        );
    }

    private static string Title(JsonElement shown) =>
        shown.Text("resourceType") switch
        {
            "Bundle" => shown.Text("type") switch
            {
                "searchset" => "Results of a search",
                "history" => "History",
                var type => $"Bundle: {type}",
            },
            "OperationOutcome" => "What the service has to say",
            var type => $"{type}{(shown.Text("id") is { } id ? "/" + id : string.Empty)}",
        };
}
