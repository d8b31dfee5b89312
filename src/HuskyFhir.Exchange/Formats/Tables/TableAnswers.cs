using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HuskyFhir.Exchange.Formats.Tables;

/// <summary>
/// Reads an acknowledgment file: a line for each record of ours, accepted or refused. A line of which nothing is said
/// stays open.
/// </summary>
internal static class TableAnswers
{
    public static ReadAnswer Read(TableDefinition table, TableLines lines, byte[]? bytes)
    {
        if (bytes is null)
            return new(string.Empty, [], ["The acknowledgment is longer than any can be."]);
        var (unreadable, said) = (
            new List<string>(),
            new Dictionary<int, Dictionary<int, (bool IsAccepted, string Code)>>()
        );
        var at = 0;
        foreach (var raw in Lines(bytes))
        {
            at++;
            if (raw.Length == 0)
                continue;
            if (Text(raw) is not { } line)
                Tell($"Line {at} mixes encodings; send it in one.");
            else
                Line(table, lines, line, at, said, Tell);
        }

        return new(
            Convert.ToHexStringLower(SHA256.HashData(bytes)),
            [.. said.OrderBy(static of => of.Key).Select(static of => File(of.Key, of.Value))],
            unreadable
        );

        void Tell(string what)
        {
            if (unreadable.Count < 20)
                unreadable.Add(what);
        }
    }

    private static void Line(
        TableDefinition table,
        TableLines lines,
        string line,
        int at,
        Dictionary<int, Dictionary<int, (bool, string)>> said,
        Action<string> tell
    )
    {
        var answer = table.Acknowledgment;
        if (table.Kind == "delimited" && TableText.Split(line, table.Delimiter[0]) is null)
        {
            tell($"Line {at} leaves a quotation mark open.");
            return;
        }

        // An acknowledgment may be narrower or wider than our own lines.
        string[] parts = table.Kind == "fixed" ? [line] : TableText.Split(line, table.Delimiter[0])!;
        if (answer.Type is { } type && lines.Type(parts) != type)
            return;
        if (
            !Count(lines.Value(answer.Number, parts), out var number)
            || !Count(lines.Value(answer.Line, parts), out var of)
        )
        {
            tell($"Line {at} names no file or no line.");
            return;
        }

        var status = lines.Value(answer.Status, parts) ?? string.Empty;
        var isAccepted = answer.Accepted.Contains(status);
        if (!isAccepted && !answer.Refused.Contains(status))
        {
            tell($"Line {at} has a status that is none of the agreement.");
            return;
        }

        var file = said.TryGetValue(number, out var known) ? known : said[number] = [];
        var code = answer.Code is { } field ? lines.Value(field, parts) ?? status : status;
        // Refused once is refused, whatever else is said.
        if (!file.TryAdd(of, (isAccepted, code)) && !isAccepted)
            file[of] = (false, code);
    }

    private static FileAnswer File(int number, Dictionary<int, (bool IsAccepted, string Code)> said)
    {
        var faults = said.Where(static each => !each.Value.IsAccepted)
            .OrderBy(static each => each.Key)
            .Select(static each => new PlaceFault(each.Key, each.Value.Code))
            .ToList();
        var verdict = faults.Count > 0 ? AnswerVerdict.AcceptedWithErrors : AnswerVerdict.Accepted;
        return new(
            AnswerStage.Content,
            number,
            verdict,
            string.Empty,
            [new(string.Empty, verdict, faults) { Named = said.Keys.ToHashSet() }]
        );
    }

    private static bool Count(string? text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;

    private static IEnumerable<byte[]> Lines(byte[] bytes)
    {
        for (var start = 0; start < bytes.Length; )
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start);
            end = end < 0 ? bytes.Length : end;
            var length = end > start && bytes[end - 1] == '\r' ? end - start - 1 : end - start;
            yield return bytes[start..(start + length)];
            start = end + 1;
        }
    }

    /// <summary>UTF-8 with or without a byte order mark; null for anything else.</summary>
    private static string? Text(byte[] line)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(line).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
