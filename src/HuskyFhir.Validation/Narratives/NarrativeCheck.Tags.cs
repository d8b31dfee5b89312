using System.Globalization;
using System.Net;
using System.Text;

namespace HuskyFhir.Validation.Narratives;

/// <content>Opening tags, their attributes, and entities.</content>
internal ref partial struct NarrativeCheck
{
    private NarrativeFlaw? Open()
    {
        at++;
        var (start, length) = (at, NameLength());
        if (length == 0)
            return Malformed("a < that opens no tag (write it as &lt;)");
        if (depth == 0 && (rooted || !text.Slice(start, length).SequenceEqual("div"u8)))
            return rooted ? Malformed("a second element beside the div") : NotADiv();
        if (!NarrativeRules.AllowsElement(text.Slice(start, length)))
            return Forbidden($"the element <{Name(start, length)}>");

        at += length;
        if (Attributes(start, length) is { } flaw)
            return flaw;

        var empty = text[at] == '/';
        at += empty ? 2 : 1;
        content |= text.Slice(start, length).SequenceEqual("img"u8);
        rooted = true;
        differs |= empty != NarrativeForm.IsVoid(text.Slice(start, length));
        if (empty)
            return null;
        if (depth == MaxDepth)
            return Malformed($"elements deeper than {MaxDepth}");

        (open[depth * 2], open[(depth * 2) + 1]) = (start, length);
        depth++;
        return null;
    }

    /// <summary>Reads up to the end of the tag, and leaves the place at &gt; or /&gt;.</summary>
    private NarrativeFlaw? Attributes(int element, int elementLength)
    {
        var first = at;
        var spaced = false;
        while (true)
        {
            var before = at;
            Blanks();
            if (at >= text.Length)
                return Malformed("a tag that is not closed");
            if (text[at] == '>' || Ahead("/>"u8))
                return spaced || depth > 0 ? null : NotADiv();
            if (before == at)
                return Malformed("attributes without a blank between them");
            if (Attribute(element, elementLength, first, ref spaced) is { } flaw)
                return flaw;
        }
    }

    // The flag tells whether the XHTML namespace has been declared, as the root must.
    private NarrativeFlaw? Attribute(int element, int elementLength, int first, ref bool spaced)
    {
        var (start, length) = (at, NameLength());
        var name = text.Slice(start, length);
        at += length;
        Blanks();
        if (length == 0 || at >= text.Length || text[at] != '=')
            return Malformed("an attribute without a value");
        at++;
        Blanks();
        if (at >= text.Length || text[at] is not ((byte)'"' or (byte)'\''))
            return Malformed("an attribute value without quotes");

        var end = text[(at + 1)..].IndexOf(text[at]);
        if (end < 0)
            return Malformed("an attribute value that is not closed");
        var value = text.Slice(at + 1, end);
        if (value.Contains((byte)'<'))
            return Malformed("a < in an attribute value");
        if (Repeated(first, start, name))
            return Malformed($"the attribute {Name(start, length)} twice");
        at += end + 2;
        if (Entities(value) is { } flaw)
            return flaw;
        if (name.SequenceEqual("xmlns"u8))
            return (spaced = value.SequenceEqual("http://www.w3.org/1999/xhtml"u8))
                ? null
                : Forbidden("an element of another namespace");

        return Judge(text.Slice(element, elementLength), name, value);
    }

    // Tags have few attributes, so looking back is cheap; it looks for ' name=' between the tag's name and this
    // attribute.
    private readonly bool Repeated(int first, int start, ReadOnlySpan<byte> name)
    {
        var before = text[first..start];
        for (var found = before.IndexOf(name); found >= 0; )
        {
            var after = before[(found + name.Length)..].TrimStart(" \t\r\n"u8);
            if (
                found > 0
                && before[found - 1] <= ' '
                && after.StartsWith("="u8)
                && before[..found].Count((byte)'"') % 2 == 0
            )
                return true;
            var next = before[(found + 1)..].IndexOf(name);
            found = next < 0 ? -1 : found + 1 + next;
        }

        return false;
    }

    private static NarrativeFlaw? Judge(ReadOnlySpan<byte> element, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (!NarrativeRules.AllowsAttribute(element, name))
            return Forbidden($"the attribute {Encoding.UTF8.GetString(name)} on <{Encoding.UTF8.GetString(element)}>");
        if (NarrativeRules.IsLink(name) && !NarrativeRules.AllowsLink(element.SequenceEqual("img"u8), Decoded(value)))
            return Forbidden(
                $"a link in {Encoding.UTF8.GetString(name)} of <{Encoding.UTF8.GetString(element)}> that could run code or show what is not an image"
            );
        if (name.SequenceEqual("style"u8) && !NarrativeRules.AllowsStyle(Decoded(value)))
            return Forbidden($"a style on <{Encoding.UTF8.GetString(element)}> that could run code or load something");
        return null;
    }

    private static string Decoded(ReadOnlySpan<byte> value) => WebUtility.HtmlDecode(Encoding.UTF8.GetString(value));

    private readonly NarrativeFlaw? Entities(ReadOnlySpan<byte> run)
    {
        for (var found = run.IndexOf((byte)'&'); found >= 0; found = run.IndexOf((byte)'&'))
        {
            run = run[(found + 1)..];
            var end = run.IndexOf((byte)';');
            if (end is < 1 or > 10 || !IsEntity(run[..end]))
                return Malformed("an & that is no entity of XML (write it as &amp;)");
            run = run[(end + 1)..];
        }

        return null;
    }

    // XML knows five names; all else is by number, and not every number is a character.
    private static bool IsEntity(ReadOnlySpan<byte> name)
    {
        if (name[0] != '#')
            return name.SequenceEqual("amp"u8)
                || name.SequenceEqual("lt"u8)
                || name.SequenceEqual("gt"u8)
                || name.SequenceEqual("quot"u8)
                || name.SequenceEqual("apos"u8);

        var hex = name.Length > 2 && name[1] == 'x';
        return int.TryParse(
                name[(hex ? 2 : 1)..],
                hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var code
            )
            && code
                is 9
                    or 10
                    or 13
                    or (>= 0x20 and <= 0xD7FF)
                    or (>= 0xE000 and <= 0xFFFD)
                    or (>= 0x10000 and <= 0x10FFFF);
    }
}
