using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace HuskyFhir.Server.Tests.Views;

/// <summary>
/// What a parser of HTML5 makes of a text that somebody puts into a page, as R4 says of narratives that one may
/// (section 2.4.0).
/// </summary>
internal static class HarmlessHtml
{
    private static readonly HashSet<string> Elements = new(StringComparer.OrdinalIgnoreCase)
    {
        "a",
        "img",
        "br",
        "hr",
        "p",
        "div",
        "span",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "q",
        "ins",
        "del",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "address",
        "pre",
        "abbr",
        "acronym",
        "b",
        "big",
        "cite",
        "code",
        "dfn",
        "em",
        "font",
        "i",
        "kbd",
        "map",
        "area",
        "s",
        "samp",
        "small",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
    };

    private static readonly string[] Links =
    [
        "href",
        "src",
        "cite",
        "longdesc",
        "usemap",
        "action",
        "formaction",
        "xlink:href",
    ];

    /// <summary>
    /// What of it could run or load something, or is no element of a narrative; null when it is harmless.
    /// </summary>
    public static string? Danger(string html)
    {
        var document = new HtmlParser().ParseDocument("<!doctype html><html><body></body></html>");
        document.Body!.InnerHtml = html;
        foreach (var element in document.Body.QuerySelectorAll("*"))
            if (Danger(element) is { } danger)
                return danger;
        return null;
    }

    /// <summary>The text that it shows.</summary>
    public static string Text(string html)
    {
        var document = new HtmlParser().ParseDocument("<!doctype html><html><body></body></html>");
        document.Body!.InnerHtml = html;
        return document.Body.TextContent;
    }

    /// <summary>Whether a whole page runs or loads anything that it was not given by us.</summary>
    public static string? DangerOfPage(string page)
    {
        var document = new HtmlParser().ParseDocument(page);
        foreach (var element in document.QuerySelectorAll(".narrative, .narrative *"))
            if (Danger(element) is { } danger)
                return danger;
        return document.QuerySelectorAll("script, iframe, object, embed").Length > 0
            ? "script"
            : document
                .QuerySelectorAll("*")
                .SelectMany(static element => element.Attributes)
                .FirstOrDefault(static each => each.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
                ?.Name;
    }

    private static string? Danger(IElement element)
    {
        if (!Elements.Contains(element.LocalName) || element.NamespaceUri != "http://www.w3.org/1999/xhtml")
            return $"<{element.LocalName}>";
        foreach (var attribute in element.Attributes)
            if (
                attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                || attribute.Name is "srcdoc" or "srcset" or "background"
            )
                return $"{attribute.Name} of <{element.LocalName}>";
            else if (Links.Contains(attribute.Name.ToLowerInvariant()) && Runs(attribute.Value))
                return $"{attribute.Name}={attribute.Value} of <{element.LocalName}>";
        return null;
    }

    /// <summary>As browsers read an address: without blanks and controls, whatever its case.</summary>
    private static bool Runs(string link)
    {
        var plain = string.Concat(link.Where(static letter => letter > ' ' && !char.IsControl(letter)))
            .ToLowerInvariant();
        return plain.StartsWith("javascript:", StringComparison.Ordinal)
            || plain.StartsWith("vbscript:", StringComparison.Ordinal)
            || (
                plain.StartsWith("data:", StringComparison.Ordinal)
                && !plain.StartsWith("data:image/", StringComparison.Ordinal)
            );
    }
}
