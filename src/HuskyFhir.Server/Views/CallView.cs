using System.Globalization;
using HuskyFhir.Server.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace HuskyFhir.Server.Views;

/// <summary>The request that made the page, how it went, and the other forms of the same answer.</summary>
internal static class CallView
{
    public static void Write(Markup html, HttpContext context, string baseUrl, TimeSpan took)
    {
        var (request, status) = (context.Request, context.Response.StatusCode);
        var path = request.Path.Value ?? string.Empty;
        var address = baseUrl + (path.StartsWith("/fhir", StringComparison.Ordinal) ? path["/fhir".Length..] : path);
        html.Open("section", ("class", "call"), ("aria-label", "Request"))
            .Open("p")
            .Open("code")
            .Put("strong", request.Method)
            .Text(" " + address + request.QueryString.Value)
            .Close("code")
            .Close("p")
            .Open("p")
            .Put("span", $"{status} {ReasonPhrases.GetReasonPhrase(status)}", ("class", status < 400 ? "good" : "bad"))
            .Put(
                "span",
                $" in {took.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms, request {ErrorMiddleware.RequestId(context)}",
                ("class", "faint")
            )
            .Close("p");
        if (HttpMethods.IsGet(request.Method))
            Formats(html, request, address);
        html.Close("section");
    }

    private static void Formats(Markup html, HttpRequest request, string address)
    {
        var rest = request
            .Query.Where(static pair => pair.Key is not ("_format" or "_pretty"))
            .SelectMany(static pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value)))
            .ToList();
        html.Open("p", ("class", "formats")).Text("Also as ");
        html.Link(
                QueryHelpers.AddQueryString(address, [.. rest, new("_format", "json"), new("_pretty", "true")]),
                "JSON"
            )
            .Text(" or ");
        html.Link(QueryHelpers.AddQueryString(address, [.. rest, new("_format", "xml"), new("_pretty", "true")]), "XML")
            .Text(".")
            .Close("p");
    }
}
