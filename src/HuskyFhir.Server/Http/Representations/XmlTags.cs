namespace HuskyFhir.Server.Http.Representations;

/// <summary>What makes a body unfit for a reader of XML.</summary>
internal enum XmlTagFlaw
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A DTD before the root.</summary>
    DocumentType,

    /// <summary>
    /// A tag with too many attributes: a reader gathers and sorts all of them before it hands out one.
    /// </summary>
    Crowded,
}

/// <summary>
/// Looks over the tags of a text once, in time that follows its length, before a reader of XML gets it.
/// </summary>
internal static class XmlTags
{
    /// <summary>
    /// The first flaw and where its tag begins. Text that is no XML is left to the reader, which tells it better.
    /// </summary>
    public static (XmlTagFlaw Flaw, int Offset) Scan(ReadOnlySpan<char> text, int mostAttributes)
    {
        var rooted = false;
        for (var at = Next(text, 0); at >= 0; at = Next(text, at))
        {
            var rest = text[at..];
            if (rest.StartsWith("<!--"))
                at = After(text, at + 4, "-->");
            else if (rest.StartsWith("<![CDATA["))
                at = After(text, at, "]]>");
            else if (rest.StartsWith("<?"))
                at = After(text, at, "?>");
            else if (rest.StartsWith("<!"))
            {
                if (!rooted)
                    return (XmlTagFlaw.DocumentType, at);
                at++;
            }
            else
            {
                rooted = true;
                var (end, attributes) = Tag(text, at);
                if (attributes > mostAttributes)
                    return (XmlTagFlaw.Crowded, at);
                at = end;
            }
        }

        return (XmlTagFlaw.None, 0);
    }

    private static int Next(ReadOnlySpan<char> text, int from) =>
        from > text.Length ? -1 : Found(text, from, text[from..].IndexOf('<'));

    private static int After(ReadOnlySpan<char> text, int from, string end) =>
        from < text.Length && text[from..].IndexOf(end) is >= 0 and var found ? from + found + end.Length : text.Length;

    private static int Found(ReadOnlySpan<char> text, int from, int found) =>
        found < 0 || from + found >= text.Length ? -1 : from + found;

    /// <summary>
    /// The end of the tag that starts here, and how many quoted values it has; a &gt; between quotes does not end it.
    /// </summary>
    private static (int End, int Attributes) Tag(ReadOnlySpan<char> text, int start)
    {
        var (at, attributes) = (start, 0);
        while (text[at..].IndexOfAny('"', '\'', '>') is >= 0 and var found)
        {
            at += found;
            if (text[at] == '>')
                return (at, attributes);
            attributes++;
            if (text[(at + 1)..].IndexOf(text[at]) is not (>= 0 and var close))
                break;
            at += close + 2;
        }

        return (text.Length, attributes);
    }
}
