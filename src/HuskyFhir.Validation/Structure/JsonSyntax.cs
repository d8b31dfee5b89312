using System.Text.Json;
using System.Text.Unicode;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation.Structure;

/// <summary>Says in plain words what is wrong with a body that is not JSON (RFC 8259).</summary>
internal static class JsonSyntax
{
    private const OperationOutcome.IssueType Structure = OperationOutcome.IssueType.Structure;

    /// <summary>Whether the body can be handed to a JSON reader at all.</summary>
    public static bool Starts(ReadOnlySpan<byte> body, Findings findings)
    {
        if (body.StartsWith("\uFEFF"u8))
            findings.Add(
                Structure,
                Details.ByteOrderMark,
                "The body starts with a byte order mark, which JSON forbids. Send UTF-8 without one.",
                null,
                0
            );
        else if (!body.ContainsAnyExcept(" \t\r\n"u8))
            findings.Add(Structure, Details.BodyEmpty, "The body is empty. Send one FHIR resource as JSON.", null, 0);
        else if (!Utf8.IsValid(body))
            findings.Add(Structure, Details.NotUtf8, "The body is not valid UTF-8. Encode it as UTF-8.", null, 0);

        return !findings.Any;
    }

    /// <summary>Explains where the reader stopped.</summary>
    public static void Explain(
        JsonException stopped,
        ReadOnlySpan<byte> body,
        int depth,
        int maxDepth,
        string? path,
        Findings findings
    )
    {
        var offset = Offset(body, stopped.LineNumber ?? 0, stopped.BytePositionInLine ?? 0);
        var rest = body[offset..];
        if (depth >= maxDepth - 1 && rest is [(byte)'{' or (byte)'[', ..])
            findings.Add(
                Structure,
                Details.JsonDepth,
                $"Objects and arrays nest deeper than {maxDepth} levels. Flatten the resource.",
                path,
                offset
            );
        else if (rest.TrimStart(" \t\r\n"u8).IsEmpty || Unfinished(body))
            findings.Add(
                Structure,
                Details.JsonTruncated,
                "The body ends before its JSON does: a value, string, array or object is not closed. Was it cut on its way?",
                path,
                offset
            );
        else
            findings.Add(Structure, Details.JsonSyntax, Sentence(body, offset), path, offset);
    }

    private static string Sentence(ReadOnlySpan<byte> body, int offset)
    {
        var before = body[..offset].TrimEnd(" \t\r\n"u8);
        return (char)body[offset] switch
        {
            '}' or ']' when before.EndsWith(","u8) =>
                "There is a comma after the last item. JSON forbids it: remove the comma.",
            '/' => "There is a comment. JSON has none: remove it.",
            'N' or 'I' or '-' =>
                "A number cannot be NaN, infinite or a lone sign. Leave the element out, or give a data-absent-reason extension.",
            '\'' => "Strings stand in double quotes in JSON, not in single ones.",
            var c when c < ' ' =>
                "A string holds a raw line break or control character. Write it as an escape, such as \\n.",
            var c when c >= 0x80 => "A character stands outside of a string where JSON allows none.",
            var c =>
                $"The character '{c}' cannot stand here in JSON. Check the quotes, commas, colons and brackets before it.",
        };
    }

    // The reader reports a truncated literal or string at its start, so look whether anything follows that could end
    // it.
    private static bool Unfinished(ReadOnlySpan<byte> body)
    {
        var tail = body.TrimEnd(" \t\r\n"u8);
        return tail[^1] is not ((byte)'}' or (byte)']');
    }

    private static int Offset(ReadOnlySpan<byte> body, long line, long column)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            var next = body[start..].IndexOf((byte)'\n');
            if (next < 0)
                break;
            start += next + 1;
        }

        return (int)Math.Min(start + column, body.Length);
    }
}
