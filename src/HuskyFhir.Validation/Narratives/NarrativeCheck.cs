using System.Xml;

namespace HuskyFhir.Validation.Narratives;

/// <summary>Checks the XHTML of a narrative (txt-1, txt-2) without a schema, in one pass.</summary>
internal static class NarrativeCheck
{
    private const string Xhtml = "http://www.w3.org/1999/xhtml";

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        ConformanceLevel = ConformanceLevel.Document,
        MaxCharactersInDocument = 1024 * 1024,
    };

    /// <summary>The first flaw, or null.</summary>
    public static NarrativeFlaw? Of(string div)
    {
        try
        {
            using var text = new StringReader(div);
            using var reader = XmlReader.Create(text, Settings);
            return Walk(reader);
        }
        catch (XmlException bad)
        {
            return new NarrativeFlaw(Details.NarrativeMalformed, $"The narrative is not well-formed XHTML, at line {bad.LineNumber}, column {bad.LinePosition} of the div. Close every tag, quote every attribute, use no DOCTYPE, and write &nbsp; as &#160;.");
        }
    }

    private static NarrativeFlaw? Walk(XmlReader reader)
    {
        var content = false;
        var root = true;
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.ProcessingInstruction or XmlNodeType.XmlDeclaration)
                return Forbidden("a processing instruction or XML declaration");
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (root && (reader.LocalName != "div" || reader.NamespaceURI != Xhtml))
                    return new NarrativeFlaw(Details.NarrativeMalformed, $"The narrative must be one <div xmlns=\"{Xhtml}\">.");
                root = false;
                content |= reader.LocalName == "img";
                if (Element(reader) is { } flaw)
                    return flaw;
            }
            else
                content |= reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA;
        }

        return content ? null : new NarrativeFlaw(Details.NarrativeMalformed, "The narrative is blank (txt-2). Give it text or an image, or leave the narrative out.");
    }

    private static NarrativeFlaw? Element(XmlReader reader)
    {
        var element = reader.LocalName;
        if (reader.NamespaceURI != Xhtml || !NarrativeRules.AllowsElement(element))
            return Forbidden($"the element <{reader.Name}>");

        while (reader.MoveToNextAttribute())
            if (Attribute(element, reader.Name, reader.Value) is { } flaw)
                return flaw;

        reader.MoveToElement();
        return null;
    }

    private static NarrativeFlaw? Attribute(string element, string name, string value)
    {
        if (name == "xmlns" || name.StartsWith("xmlns:", StringComparison.Ordinal))
            return null;
        if (!NarrativeRules.AllowsAttribute(element, name))
            return Forbidden($"the attribute {name} on <{element}>");
        if (NarrativeRules.IsLink(name) && !NarrativeRules.AllowsLink(element, value))
            return Forbidden($"a link in {name} of <{element}> that could run code or show what is not an image");
        if (name == "style" && !NarrativeRules.AllowsStyle(value))
            return Forbidden($"a style on <{element}> that could run code or load something");
        return null;
    }

    private static NarrativeFlaw Forbidden(string what) =>
        new(Details.NarrativeForbidden, $"The narrative holds {what}, which is not allowed (txt-1). Use plain formatting, tables, lists, links and images.");
}
