using System.Text;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation.Narratives;

/// <summary>
/// Checks the XHTML of a narrative (txt-1, txt-2) in one pass over its bytes: the XML well-formed, the root a div of
/// XHTML, and nothing that is not allowed. An XML reader does the same at twenty times the cost; a test holds the two
/// against each other.
/// </summary>
internal ref partial struct NarrativeCheck
{
    private const int MaxDepth = 100;

    private readonly ReadOnlySpan<byte> text;
    private readonly Span<int> open;
    private int at;
    private int depth;
    private bool rooted;
    private bool content;
    private bool differs;

    private NarrativeCheck(ReadOnlySpan<byte> text, Span<int> open)
    {
        this.text = text;
        this.open = open;
    }

    /// <summary>The first flaw, or null.</summary>
    public static NarrativeFlaw? Of(ReadOnlySpan<byte> div) => Of(div, out _);

    /// <summary>The same, and whether a parser of HTML reads it as one of XML does.</summary>
    public static NarrativeFlaw? Of(ReadOnlySpan<byte> div, out bool isPlain)
    {
        Span<int> open = stackalloc int[MaxDepth * 2];
        var check = new NarrativeCheck(div, open);
        var flaw = check.Run();
        isPlain = !check.differs;
        return flaw;
    }

    private NarrativeFlaw? Run()
    {
        while (at < text.Length)
        {
            var flaw =
                text[at] != '<' ? Text()
                : Ahead("<!--"u8) ? Comment()
                : Ahead("<![CDATA["u8) ? Data()
                : Ahead("<!"u8) || Ahead("<?"u8) ? Malformed("a DOCTYPE or processing instruction")
                : Ahead("</"u8) ? Close()
                : Open();
            if (flaw is not null)
                return flaw;
        }

        return depth > 0 ? Malformed($"<{Name(open[(depth * 2) - 2], open[(depth * 2) - 1])}> that is not closed")
            : !rooted ? NotADiv()
            : content ? null
            : new NarrativeFlaw(
                Details.NarrativeMalformed,
                "The narrative is blank (txt-2). Give it text or an image, or leave the narrative out."
            );
    }

    private NarrativeFlaw? Text()
    {
        var rest = text[at..];
        var end = rest.IndexOf((byte)'<');
        var run = end < 0 ? rest : rest[..end];
        var plain = run.Trim(" \t\r\n"u8);
        if (!plain.IsEmpty && depth == 0)
            return rooted ? Malformed("text after the div") : NotADiv();

        content |= !plain.IsEmpty;
        at += run.Length;
        return run.IndexOf("]]>"u8) >= 0 ? Malformed("]]> in text") : Entities(run);
    }

    private NarrativeFlaw? Comment()
    {
        var end = text[(at + 4)..].IndexOf("--"u8);
        if (end < 0 || at + 4 + end + 2 >= text.Length || text[at + 4 + end + 2] != '>')
            return Malformed("a comment that is not closed, or holds --");

        at += 4 + end + 3;
        differs = true;
        return null;
    }

    private NarrativeFlaw? Data()
    {
        var end = text[at..].IndexOf("]]>"u8);
        if (end < 0 || depth == 0)
            return Malformed("a CDATA section that is not closed, or outside of the div");

        content |= end > 9;
        differs = true;
        at += end + 3;
        return null;
    }

    private NarrativeFlaw? Close()
    {
        at += 2;
        var start = at;
        var length = NameLength();
        at += length;
        Blanks();
        if (length == 0 || at >= text.Length || text[at] != '>')
            return Malformed("a closing tag without a name or >");
        if (
            depth == 0
            || !text.Slice(start, length).SequenceEqual(text.Slice(open[(depth * 2) - 2], open[(depth * 2) - 1]))
        )
            return Malformed(
                $"</{Name(start, length)}> where {(depth == 0 ? "nothing is open" : $"<{Name(open[(depth * 2) - 2], open[(depth * 2) - 1])}> is open")}"
            );

        at++;
        depth--;
        return null;
    }

    private readonly bool Ahead(ReadOnlySpan<byte> prefix) => text[at..].StartsWith(prefix);

    private readonly string Name(int start, int length) =>
        HuskyFhir.Validation.Primitives.Literal.Cut(Encoding.UTF8.GetString(text.Slice(start, length)));

    private void Blanks()
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            at++;
    }

    private readonly int NameLength()
    {
        var length = 0;
        while (
            at + length < text.Length
            && (text[at + length] is var c)
            && (
                c is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or >= 0x80 or (byte)':' or (byte)'_'
                || (length > 0 && c is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'.')
            )
        )
            length++;
        return length;
    }

    private static NarrativeFlaw NotADiv() =>
        new(Details.NarrativeMalformed, "The narrative must be one <div xmlns=\"http://www.w3.org/1999/xhtml\">.");

    private readonly NarrativeFlaw Malformed(string what) =>
        new(
            Details.NarrativeMalformed,
            $"The narrative is not well-formed XHTML: {what}, near byte {at + 1} of the div. Close every tag, quote every attribute, use no DOCTYPE, and write &nbsp; as &#160;."
        );

    private static NarrativeFlaw Forbidden(string what) =>
        new(
            Details.NarrativeForbidden,
            $"The narrative holds {what}, which is not allowed (txt-1). Use plain formatting, tables, lists, links and images."
        );
}
