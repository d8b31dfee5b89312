using System.Xml;

namespace HuskyFhir.Server.Views;

/// <summary>
/// Shows a narrative. It is read as the XML that it is and written anew, element by element: XHTML put into HTML as it
/// stands could mean something else there, such as what hides in a CDATA section. Looks, anchors and images from
/// elsewhere are left out.
/// </summary>
internal static class NarrativeView
{
    private static readonly HashSet<string> Shown =
    [
        "div",
        "p",
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
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "address",
        "pre",
        "abbr",
        "b",
        "cite",
        "code",
        "dfn",
        "em",
        "i",
        "kbd",
        "s",
        "samp",
        "small",
        "strong",
        "sub",
        "sup",
        "u",
        "var",
    ];

    private static readonly HashSet<string> Kept =
    [
        "title",
        "lang",
        "dir",
        "colspan",
        "rowspan",
        "scope",
        "start",
        "value",
    ];

    private static readonly HashSet<string> Breaks =
    [
        "br",
        "p",
        "div",
        "li",
        "tr",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
    ];

    /// <summary>Writes it; nothing where it cannot be read.</summary>
    public static void Write(Markup html, string div)
    {
        html.Open("div", ("class", "narrative"));
        try
        {
            using var reader = Open(div);
            var open = new Stack<string?>();
            while (reader.Read())
                Node(html, reader, open);
        }
        catch (XmlException)
        {
            html.Text("The narrative cannot be shown.");
        }

        html.Close("div");
    }

    /// <summary>Its words alone, for a line in a list.</summary>
    public static string Words(string div, int most)
    {
        var words = new List<string>();
        try
        {
            using var reader = Open(div);
            while (reader.Read() && words.Sum(static word => word.Length + 1) < most)
                if (
                    reader.NodeType == XmlNodeType.Element
                    && Breaks.Contains(reader.LocalName)
                    && words.Count > 0
                    && words[^1] != "·"
                )
                    words.Add("·");
                else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                    words.AddRange(reader.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        catch (XmlException)
        {
            return string.Empty;
        }

        var text = string.Join(' ', words).TrimEnd(' ', '·');
        return text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)] + "…";
    }

    private static XmlReader Open(string div) =>
        XmlReader.Create(
            new StringReader(div),
            new()
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            }
        );

    private static void Node(Markup html, XmlReader reader, Stack<string?> open)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                Element(html, reader, open);
                break;
            case XmlNodeType.EndElement:
                if (open.Pop() is { } name)
                    html.Close(name);
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                html.Text(reader.Value);
                break;
        }
    }

    private static void Element(Markup html, XmlReader reader, Stack<string?> open)
    {
        var (name, empty) = (reader.LocalName, reader.IsEmptyElement);
        if (name is "br" or "hr")
            html.Empty(name);
        else if (name == "img")
            Image(html, reader);
        // A void element has an end tag of its own where it was written with one, and a depth like any other.
        var shown =
            name == "a" && reader.GetAttribute("href") is { } href && Markup.IsOfTheWeb(href) ? name
            : Shown.Contains(name) ? name
            : null;
        if (shown is not null)
            html.Open(shown, Attributes(reader, shown));
        if (!empty)
            open.Push(shown);
        else if (shown is not null)
            html.Close(shown);
    }

    private static (string, string?)[] Attributes(XmlReader reader, string element)
    {
        var kept = new List<(string, string?)>();
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
            if (Kept.Contains(reader.LocalName) && reader.Prefix.Length == 0)
                kept.Add((reader.LocalName, reader.Value));
            else if (element == "a" && reader.LocalName == "href")
                kept.AddRange([("href", reader.Value), ("rel", "noreferrer")]);
        reader.MoveToElement();
        return [.. kept];
    }

    private static void Image(Markup html, XmlReader reader)
    {
        var (source, about) = (reader.GetAttribute("src") ?? string.Empty, reader.GetAttribute("alt") ?? "an image");
        if (
            source.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase)
            && !source.StartsWith("data:image/svg", StringComparison.OrdinalIgnoreCase)
        )
            html.Empty("img", ("src", source), ("alt", about));
        else
            html.Text($"[{about}]");
    }
}
