using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HuskyFhir.Server.Http.Representations;

/// <summary>Reads an <c>Accept</c> header by its qualities (RFC 9110 section 12.5.1).</summary>
internal static class Accepted
{
    private static readonly Form[] Forms = [Form.Json, Form.Xml, Form.Html];
    private static readonly Form[] WithTables = [.. Forms, Form.Csv];

    /// <summary>
    /// The form with the highest quality; of equals the one that is named first, and JSON for a wildcard. Null when
    /// there is none.
    /// </summary>
    /// <param name="header">As it was sent.</param>
    /// <param name="asTable">Whether there is a table as well.</param>
    public static Form? Best(StringValues header, bool asTable)
    {
        if (!MediaTypeHeaderValue.TryParseList(header!, out var wanted))
            return null;
        Form? best = null;
        (double Quality, int Place) bestRank = (0, 0);
        foreach (var form in asTable ? WithTables : Forms)
        {
            var rank = Rank(wanted, form);
            if (
                rank.Quality > bestRank.Quality
                || (
                    best is not null
                    && rank.Quality > 0
                    && rank.Quality.Equals(bestRank.Quality)
                    && rank.Place < bestRank.Place
                )
            )
                (best, bestRank) = (form, rank);
        }

        return best;
    }

    /// <summary>What the most specific range says of a form.</summary>
    private static (double Quality, int Place) Rank(IList<MediaTypeHeaderValue> wanted, Form form)
    {
        var (specificity, quality, place) = (0, 0d, 0);
        for (var at = 0; at < wanted.Count; at++)
        {
            var specific = Specificity(wanted[at], form);
            if (specific > specificity && MediaTypes.IsR4(wanted[at]))
                (specificity, quality, place) = (specific, wanted[at].Quality ?? 1, at);
        }

        return (quality, place);
    }

    private static int Specificity(MediaTypeHeaderValue range, Form form)
    {
        if (range.MatchesAllTypes)
            return 1;
        if (range.MatchesAllSubTypes)
            return range.Type.Equals(
                form is Form.Html or Form.Csv ? "text" : "application",
                StringComparison.OrdinalIgnoreCase
            )
                ? 2
                : 0;
        return MediaTypes.FormOf(range.MediaType.Value) == form ? 3 : 0;
    }
}
