using System.Text;
using System.Text.Encodings.Web;

namespace HuskyFhir.Server.Views;

/// <summary>
/// Writes HTML that is well-formed XML too. Texts and attributes are always escaped, and a link leads nowhere but to
/// the web: there is no way to put markup in from outside.
/// </summary>
internal sealed class Markup
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    private readonly StringBuilder html = new(16 * 1024);

    /// <summary>Opens an element; attributes whose value is null are left out.</summary>
    public Markup Open(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(element, attributes);
        html.Append('>');
        return this;
    }

    public Markup Close(string element)
    {
        html.Append("</").Append(element).Append('>');
        return this;
    }

    /// <summary>An element that has no content, such as <c>br</c>.</summary>
    public Markup Empty(string element, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(element, attributes);
        html.Append("/>");
        return this;
    }

    public Markup Text(string? text)
    {
        html.Append(Encode(text ?? string.Empty));
        return this;
    }

    /// <summary>An element with a text in it.</summary>
    public Markup Put(string element, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(element, attributes).Text(text).Close(element);

    /// <summary>A link; the text alone where the address is not one of the web.</summary>
    public Markup Link(string address, string text, string? about = null)
    {
        if (!IsOfTheWeb(address))
            return Text(text);
        return Put("a", text, ("href", address), ("rel", "noreferrer"), ("aria-label", about));
    }

    /// <summary>The page so far.</summary>
    public ReadOnlyMemory<byte> Utf8() => Encoding.UTF8.GetBytes(html.ToString());

    /// <summary>The style sheet: a constant of ours, and the one text that is not escaped.</summary>
    public Markup Style()
    {
        html.Append("<style>").Append(StyleSheet.Text).Append("</style>");
        return this;
    }

    public Markup Doctype()
    {
        html.Append("<!DOCTYPE html>\n");
        return this;
    }

    /// <summary>Whether an address is relative or of a scheme that only shows something.</summary>
    public static bool IsOfTheWeb(string address)
    {
        // Browsers skip blanks and control characters inside a scheme, so they are skipped here too.
        var plain = string.Concat(address.Where(static letter => letter > ' ' && !char.IsControl(letter)));
        var colon = plain.AsSpan().IndexOfAny(":/?#");
        return plain.Length > 0
            && (
                colon < 0
                || plain[colon] != ':'
                || plain[..colon].ToLowerInvariant() is "http" or "https" or "mailto" or "tel"
            );
    }

    private void Tag(string element, ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        html.Append('<').Append(element);
        foreach (var (name, value) in attributes)
            if (value is not null)
                html.Append(' ').Append(name).Append("=\"").Append(Encode(value)).Append('"');
    }

    /// <summary>Characters that XML forbids would make the page unreadable for tools.</summary>
    private static string Encode(string text) =>
        Encoder.Encode(
            text.All(System.Xml.XmlConvert.IsXmlChar)
                ? text
                : string.Concat(
                    text.Select(static letter =>
                        System.Xml.XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter) ? letter : '\uFFFD'
                    )
                )
        );
}
