using System.Text;
using System.Xml;
using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Narratives;

/// <summary>
/// The one form of a narrative that parsers of XML and of HTML read alike. R4 names innerHTML as a use of it (section
/// 2.4.0), and HTML ends
/// <c>&lt;![CDATA[x&gt;</c> and <c>&lt;!--&gt;</c> at the first &gt;, knows no prefixes, and leaves <c>&lt;p/&gt;</c>
/// open. So comments go, CDATA becomes escaped text, prefixes and declarations go, and every element is closed as HTML
/// closes it.
/// </summary>
internal static class NarrativeForm
{
    private const string Xhtml = "http://www.w3.org/1999/xhtml";
    private const string Xml = "http://www.w3.org/XML/1998/namespace";
    private const string Declaration = "http://www.w3.org/2000/xmlns/";
    private const int MaxDepth = 100;

    /// <summary>What HTML never closes.</summary>
    private static readonly HashSet<string> Void = new(StringComparer.Ordinal) { "area", "br", "col", "hr", "img" };

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
    };

    /// <summary>Whether HTML leaves an element of this name open for good.</summary>
    public static bool IsVoid(ReadOnlySpan<byte> name) => Void.Contains(Encoding.UTF8.GetString(name));

    /// <summary>
    /// The same narrative in that form; null where it is no XML of XHTML's elements, or has a processing instruction.
    /// </summary>
    public static string? Canonical(string div)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(div), Settings);
            var html = new StringBuilder(div.Length);
            while (reader.Read())
                if (!Write(reader, html))
                    return null;
            return html.ToString();
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>
    /// Gives every narrative in a resource, and in those within it, that form. They were checked before.
    /// </summary>
    public static void Rewrite(Base element)
    {
        if (element is Narrative { Div: { } div } narrative)
            narrative.Div = Canonical(div) ?? div;
        foreach (var (_, value) in element.EnumerateElements())
            if (value is IEnumerable<Base> list)
                foreach (var each in list)
                    Rewrite(each);
            else if (value is Base child)
                Rewrite(child);
    }

    private static bool Write(XmlReader reader, StringBuilder html)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                return Open(reader, html);
            case XmlNodeType.EndElement:
                if (!Void.Contains(reader.LocalName))
                    html.Append("</").Append(reader.LocalName).Append('>');
                return true;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                Escape(reader.Value, html, isAttribute: false);
                return true;
            case XmlNodeType.Whitespace:
                if (reader.Depth > 0)
                    html.Append(reader.Value);
                return true;
            default:
                return false;
        }
    }

    private static bool Open(XmlReader reader, StringBuilder html)
    {
        if (reader.NamespaceURI != Xhtml || reader.Depth > MaxDepth)
            return false;
        var (name, isEmpty) = (reader.LocalName, reader.IsEmptyElement);
        html.Append('<').Append(name);
        if (reader.Depth == 0)
            html.Append(" xmlns=\"").Append(Xhtml).Append('"');
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
            if (reader.NamespaceURI is not ("" or Xml or Declaration))
                return false;
            else if (reader.NamespaceURI != Declaration)
            {
                html.Append(' ')
                    .Append(reader.NamespaceURI == Xml ? "xml:" : string.Empty)
                    .Append(reader.LocalName)
                    .Append("=\"");
                Escape(reader.Value, html, isAttribute: true);
                html.Append('"');
            }

        html.Append(Void.Contains(name) ? "/>" : ">");
        if (isEmpty && !Void.Contains(name))
            html.Append("</").Append(name).Append('>');
        return true;
    }

    private static void Escape(string text, StringBuilder html, bool isAttribute)
    {
        foreach (var letter in text)
            _ = letter switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' when isAttribute => html.Append("&quot;"),
                '\t' when isAttribute => html.Append("&#9;"),
                '\n' when isAttribute => html.Append("&#10;"),
                '\r' => html.Append("&#13;"),
                _ => html.Append(letter),
            };
    }
}
