namespace HuskyFhir.Server.Views;

/// <summary>
/// What all pages share: head, landmarks, the way home. There is no script in any of them, and none could run.
/// </summary>
internal static class Page
{
    public const string ContentType = "text/html; charset=utf-8";

    /// <summary>A whole page.</summary>
    /// <param name="response">Gets the policy that goes with it.</param>
    /// <param name="baseUrl">The service's own base.</param>
    /// <param name="title">Also the heading; nothing of a member but an id.</param>
    /// <param name="main">What is on it.</param>
    public static ReadOnlyMemory<byte> Of(HttpResponse response, string baseUrl, string title, Action<Markup> main)
    {
        response.Headers.ContentSecurityPolicy = StyleSheet.Policy;
        response.Headers["Referrer-Policy"] = "no-referrer";
        var html = new Markup()
            .Doctype()
            .Open("html", ("lang", "en"))
            .Open("head")
            .Empty("meta", ("charset", "utf-8"))
            .Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
            .Put("title", title + " – HuskyFhir")
            .Empty("link", ("rel", "icon"), ("href", "data:,"))
            .Style()
            .Close("head")
            .Open("body")
            .Put("a", "Skip to the content", ("class", "skip"), ("href", "#content"));
        Header(html, baseUrl);
        html.Open("main", ("id", "content")).Put("h1", title);
        main(html);
        return html.Close("main")
            .Open("footer")
            .Text("HuskyFhir: Connecticut's HUSKY Health over FHIR R4.")
            .Close("footer")
            .Close("body")
            .Close("html")
            .Utf8();
    }

    private static void Header(Markup html, string baseUrl)
    {
        html.Open("header")
            .Open("div")
            .Open("strong")
            .Link(Root(baseUrl), "HuskyFhir")
            .Close("strong")
            .Open("nav", ("aria-label", "Service"))
            .Open("ul");
        foreach (
            var (path, text) in new[]
            {
                ("/reference", "Reference"),
                ("/metadata?_format=html", "Capabilities"),
                ("/StructureDefinition?_format=html", "Profiles"),
            }
        )
            html.Open("li").Link(baseUrl + path, text).Close("li");
        html.Close("ul").Close("nav").Close("div").Close("header");
    }

    private static string Root(string baseUrl) => baseUrl[..^"fhir".Length];
}
