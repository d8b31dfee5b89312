using System.Xml;

namespace HuskyFhir.Server.Http.Representations;

/// <summary>
/// Finds the line of an element in FHIR XML by its path, such as <c>Patient.name[0].family</c>; what is missing is
/// placed at what would hold it.
/// </summary>
internal static class XmlPlaces
{
    public static (int Line, int Position)? Find(XmlReader reader, string expression)
    {
        if (reader.MoveToContent() != XmlNodeType.Element)
            return null;
        var found = Here(reader);
        foreach (var step in expression.Split('.').Skip(1))
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            var index = bracket >= 0 && int.TryParse(step[(bracket + 1)..^1], out var number) ? number : 0;
            if (!Enter(reader, bracket < 0 ? step : step[..bracket], index))
                break;
            found = Here(reader);
        }

        return found;
    }

    private static (int Line, int Position) Here(XmlReader reader) =>
        (((IXmlLineInfo)reader).LineNumber, ((IXmlLineInfo)reader).LinePosition);

    /// <summary>Moves to a child of the current element.</summary>
    private static bool Enter(XmlReader reader, string name, int index)
    {
        if (reader.IsEmptyElement)
            return false;
        var depth = reader.Depth;
        reader.Read();
        while (!reader.EOF && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element && IsResource(reader))
                return Enter(reader, name, index); // a contained resource is wrapped once more than in a path
            if (reader.NodeType == XmlNodeType.Element && Names(reader.LocalName, name) && index-- == 0)
                return true;
            if (reader.NodeType == XmlNodeType.Element)
                reader.Skip();
            else
                reader.Read();
        }

        return false;
    }

    private static bool IsResource(XmlReader reader) => char.IsUpper(reader.LocalName[0]);

    /// <summary>A choice is named without its type in a path: value is valueQuantity in XML.</summary>
    private static bool Names(string element, string name) =>
        element == name
        || (
            element.Length > name.Length
            && element.StartsWith(name, StringComparison.Ordinal)
            && char.IsUpper(element[name.Length])
        );
}
