using System.Text;
using System.Xml;
using Hl7.Fhir.Model;

namespace HuskyFhir.Resources.Types.Narratives;

/// <summary>
/// The short narrative that a resource gets when it comes without one (R4 section 2.4.2): the type and a few lines that
/// its family declares, the same for the same content. It carries a mark, so that it is made anew with each version; a
/// client's own is never touched.
/// </summary>
/// <param name="name">The type's name.</param>
/// <param name="lines">A label and where its value comes from; a line without a value is left out.</param>
internal sealed class Narration(string name, IReadOnlyList<(string Label, Func<Resource, string?> Value)> lines)
{
    /// <summary>The class of the div that says: made by this service.</summary>
    public const string Mark = "husky-generated";

    private const string Open = $"<div xmlns=\"http://www.w3.org/1999/xhtml\" class=\"{Mark}\"><p><b>";

    /// <summary>Gives a resource its narrative, unless a client wrote one.</summary>
    public void Tell(Resource resource)
    {
        if (resource is DomainResource told && (told.Text is null || IsOurs(told.Text)))
            told.Text = new() { Status = Narrative.NarrativeStatus.Generated, Div = Div(resource) };
    }

    /// <summary>The lines of a resource in plain words; those without a value are left out.</summary>
    public IEnumerable<(string Label, string Value)> Lines(Resource resource) =>
        lines
            .Select(line => (line.Label, Value: line.Value(resource)))
            .Where(static line => line.Value is { Length: > 0 })
            .Select(static line => (line.Label, line.Value!));

    /// <summary>
    /// A client that sends back what it read sends our mark too, perhaps with the attributes in another order.
    /// </summary>
    private static bool IsOurs(Narrative text)
    {
        var end = text.Div?.IndexOf('>', StringComparison.Ordinal) ?? -1;
        return end > 0
            && text.Status == Narrative.NarrativeStatus.Generated
            && text.Div.AsSpan(0, end).Contains(Mark, StringComparison.Ordinal);
    }

    private string Div(Resource resource)
    {
        var div = new StringBuilder(Open, 256).Append(name).Append("</b>");
        foreach (var (label, value) in lines)
            if (value(resource) is { Length: > 0 } text)
                Append(div.Append("<br />").Append(label).Append(": "), text);
        return div.Append("</p></div>").ToString();
    }

    private static void Append(StringBuilder div, string text)
    {
        foreach (var letter in text)
            _ = letter switch
            {
                '<' => div.Append("&lt;"),
                '>' => div.Append("&gt;"),
                '&' => div.Append("&amp;"),
                _ when XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter) => div.Append(letter),
                _ => div.Append('\uFFFD'),
            };
    }
}
