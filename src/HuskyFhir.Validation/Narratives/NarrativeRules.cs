using HuskyFhir.Validation.Primitives;

namespace HuskyFhir.Validation.Narratives;

/// <summary>
/// What R4 allows in a narrative (section 2.4.2, txt-1): the formatting elements of HTML 4.0 chapters 7 to 11 (not 4),
/// links, images and styles; no scripts, forms, frames, objects or event handlers. Everything that is not allowed here
/// is refused.
/// </summary>
internal static class NarrativeRules
{
    private static readonly string[] Common =
    [
        "title",
        "style",
        "class",
        "id",
        "lang",
        "dir",
        "align",
        "valign",
        "width",
        "height",
        "bgcolor",
        "abbr",
        "axis",
        "xml:space",
        "xml:lang",
    ];

    private static readonly Dictionary<string, HashSet<string>>.AlternateLookup<ReadOnlySpan<byte>> Elements =
        new Dictionary<string, string[]>
        {
            ["a"] =
            [
                "href",
                "name",
                "rel",
                "rev",
                "hreflang",
                "type",
                "charset",
                "shape",
                "coords",
                "tabindex",
                "accesskey",
            ],
            ["img"] = ["src", "alt", "longdesc", "border", "hspace", "vspace", "usemap"],
            ["br"] = ["clear"],
            ["hr"] = ["noshade", "size"],
            ["p"] = [],
            ["div"] = [],
            ["span"] = [],
            ["h1"] = [],
            ["h2"] = [],
            ["h3"] = [],
            ["h4"] = [],
            ["h5"] = [],
            ["h6"] = [],
            ["blockquote"] = ["cite"],
            ["q"] = ["cite"],
            ["ins"] = ["cite", "datetime"],
            ["del"] = ["cite", "datetime"],
            ["ul"] = ["type", "compact"],
            ["ol"] = ["type", "start", "compact"],
            ["li"] = ["type", "value"],
            ["dl"] = ["compact"],
            ["dt"] = [],
            ["dd"] = [],
            ["table"] = ["border", "cellpadding", "cellspacing", "frame", "rules", "summary"],
            ["caption"] = [],
            ["colgroup"] = ["span", "char", "charoff"],
            ["col"] = ["span", "char", "charoff"],
            ["thead"] = ["char", "charoff"],
            ["tbody"] = ["char", "charoff"],
            ["tfoot"] = ["char", "charoff"],
            ["tr"] = ["char", "charoff"],
            ["th"] = ["colspan", "rowspan", "headers", "scope", "char", "charoff", "nowrap"],
            ["td"] = ["colspan", "rowspan", "headers", "scope", "char", "charoff", "nowrap"],
            ["address"] = [],
            ["pre"] = ["space"],
            ["abbr"] = [],
            ["acronym"] = [],
            ["b"] = [],
            ["big"] = [],
            ["cite"] = [],
            ["code"] = [],
            ["dfn"] = [],
            ["em"] = [],
            ["font"] = ["color", "face", "size"],
            ["i"] = [],
            ["kbd"] = [],
            ["map"] = ["name"],
            ["area"] = ["href", "alt", "shape", "coords", "nohref"],
            ["s"] = [],
            ["samp"] = [],
            ["small"] = [],
            ["strike"] = [],
            ["strong"] = [],
            ["sub"] = [],
            ["sup"] = [],
            ["tt"] = [],
            ["u"] = [],
            ["var"] = [],
        }
            .ToDictionary(
                static element => element.Key,
                static element => new HashSet<string>([.. Common, .. element.Value], Utf8NameComparer.Instance),
                Utf8NameComparer.Instance
            )
            .GetAlternateLookup<ReadOnlySpan<byte>>();

    private static readonly string[] Dangerous = ["expression(", "@import", "behavior:", "-moz-binding", "\\"];

    public static bool AllowsElement(ReadOnlySpan<byte> name) => Elements.ContainsKey(name);

    public static bool AllowsAttribute(ReadOnlySpan<byte> element, ReadOnlySpan<byte> name) =>
        Elements.TryGetValue(element, out var allowed)
        && allowed.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(name);

    /// <summary>Whether an attribute holds a link.</summary>
    public static bool IsLink(ReadOnlySpan<byte> attribute) =>
        attribute.SequenceEqual("href"u8)
        || attribute.SequenceEqual("src"u8)
        || attribute.SequenceEqual("cite"u8)
        || attribute.SequenceEqual("longdesc"u8)
        || attribute.SequenceEqual("usemap"u8);

    /// <summary>Whether a link is relative, inside the document, or of a scheme that only shows something.</summary>
    public static bool AllowsLink(bool image, string link)
    {
        // Browsers skip blanks and control characters inside a scheme, so they are skipped here too.
        var plain = string.Concat(link.Where(static c => c > ' ' && !char.IsControl(c))).ToLowerInvariant();
        var colon = plain.AsSpan().IndexOfAny(":/?#");
        if (colon < 0 || plain[colon] != ':')
            return true;

        return plain[..colon] switch
        {
            "http" or "https" => true,
            "mailto" or "tel" or "urn" => !image,
            "data" => image
                && plain.StartsWith("data:image/", StringComparison.Ordinal)
                && !plain.StartsWith("data:image/svg", StringComparison.Ordinal),
            _ => false,
        };
    }

    /// <summary>Whether a style only shows something: no code, and nothing loaded from elsewhere.</summary>
    public static bool AllowsStyle(string style)
    {
        var plain = string.Concat(style.Where(static c => c > ' ')).ToLowerInvariant();
        if (Dangerous.Any(word => plain.Contains(word, StringComparison.Ordinal)))
            return false;

        for (
            var at = plain.IndexOf("url(", StringComparison.Ordinal);
            at >= 0;
            at = plain.IndexOf("url(", at + 4, StringComparison.Ordinal)
        )
        {
            var target = plain[(at + 4)..].TrimStart('"', '\'');
            if (
                target.StartsWith("//", StringComparison.Ordinal)
                || target.StartsWith("http", StringComparison.Ordinal)
                || !AllowsLink(true, target)
            )
                return false;
        }

        return true;
    }
}
