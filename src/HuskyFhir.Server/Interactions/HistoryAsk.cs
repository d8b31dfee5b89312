using System.Globalization;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Server.Http;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// The parameters of a history (R4 section 3.1.0.12): <c>_count</c>, <c>_since</c>, <c>_at</c>. Fault: 400 for one that
/// cannot be read, and under strict handling for one that there is not.
/// </summary>
/// <param name="Count">Versions a page.</param>
/// <param name="Filter">Which versions.</param>
/// <param name="Applied">As the self link repeats them.</param>
/// <param name="Last">Where the last page ended; null for the first.</param>
internal sealed record HistoryAsk(int Count, HistoryFilter Filter, IReadOnlyList<string[]> Applied, string? Last)
{
    private static readonly string[] Known = ["_count", "_since", "_at", "_page", "_format", "_pretty"];

    public static Result<HistoryAsk> Read(HttpRequest request, HttpSettings settings)
    {
        if (
            Negotiation.Preference(request, "handling") == "strict"
            && request.Query.Keys.FirstOrDefault(static name => !Known.Contains(name)) is { } unknown
        )
            return new Fault(
                FaultKind.Malformed,
                IssueType.NotSupported,
                $"A history takes _count, _since and _at, not '{unknown}'.",
                unknown,
                "search-parameter"
            );
        return Read(name => request.Query[name], settings, null);
    }

    /// <summary>As an earlier page's link holds it.</summary>
    public static Result<HistoryAsk> Read(PageToken token, HttpSettings settings) =>
        Read(name => token.Parameters.FirstOrDefault(pair => pair[0] == name)?[1], settings, token.Last);

    private static Result<HistoryAsk> Read(Func<string, string?> given, HttpSettings settings, string? last)
    {
        var rows = settings.PageSize;
        if (
            given("_count") is { Length: > 0 } count
            && (
                !count.All(char.IsAsciiDigit)
                || (
                    rows = int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var read)
                        ? read
                        : int.MaxValue
                ) == 0
            )
        )
            return new Fault(
                FaultKind.Malformed,
                IssueType.Value,
                "_count takes a whole number from 1.",
                "_count",
                "search-value"
            );
        rows = Math.Min(rows, settings.MaxPageSize);
        List<string[]> applied =
        [
            ["_count", rows.ToString(CultureInfo.InvariantCulture)],
        ];
        Interval? since = null,
            at = null;
        if (given("_since") is { Length: > 0 } sinceText && !Take("_since", sinceText, applied, out since))
            return Wrong("_since", "an instant such as 2026-11-23T09:30:00-05:00");
        if (given("_at") is { Length: > 0 } atText && !Take("_at", atText, applied, out at))
            return Wrong("_at", "a date or an instant such as 2026-11-23");
        return new HistoryAsk(rows, new(since?.Low ?? 0, at), applied, last);
    }

    private static bool Take(string name, string text, List<string[]> applied, out Interval? interval)
    {
        interval = Interval.TryParse(text, out var read) ? read : null;
        applied.Add([name, text]);
        return interval is not null;
    }

    private static Fault Wrong(string name, string takes) =>
        new(FaultKind.Malformed, IssueType.Value, $"{name} takes {takes}.", name, "search-value");
}
