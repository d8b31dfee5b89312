using System.Globalization;
using HuskyFhir.Plan.Notices.Outbox;

namespace HuskyFhir.Exchange.Letters;

/// <summary>
/// What a printer says of letters, as a file: a line each of <c>letter,event,date,reason</c>, with or without a
/// heading.
/// The letter is its id or the name of its file; the event is <c>mailed</c> (with its date, yyyy-MM-dd) or
/// <c>returned</c>.
/// </summary>
public static class ReturnedNews
{
    /// <summary>The news of a file, or the number of the line that cannot be read and why.</summary>
    public static (IReadOnlyList<LetterNews> News, string? Flaw) Read(string text)
    {
        var news = new List<LetterNews>();
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            var parts = line.Split(',', 4, StringSplitOptions.TrimEntries);
            if (line.Trim().Length == 0 || (number == 1 && parts[0] == "letter"))
                continue;
            var id = LetterOffice.IdOf(parts[0]) ?? (Guid.TryParse(parts[0], out var plain) ? plain : null);
            var on =
                parts.Length > 2
                && DateOnly.TryParseExact(
                    parts[2],
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                )
                    ? day
                    : (DateOnly?)null;
            if (
                id is not { } letter
                || parts.Length < 2
                || (parts[1] == "mailed" && on is null)
                || parts[1] is not ("mailed" or "returned")
            )
                return (
                    [],
                    $"Line {number} is not letter,event,date,reason with the event mailed (and its "
                        + "date, yyyy-MM-dd) or returned."
                );
            news.Add(
                parts[1] == "mailed"
                    ? new(letter, LetterState.Mailed, on)
                    : new(letter, LetterState.Returned, null, parts.Length > 3 && parts[3].Length > 0 ? parts[3] : null)
            );
        }

        return (news, null);
    }
}
