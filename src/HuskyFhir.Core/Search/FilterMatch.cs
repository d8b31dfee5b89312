using HuskyFhir.Core.Time;

namespace HuskyFhir.Core.Search;

/// <summary>
/// Whether a condition holds of values that are at hand: the rules of R4 section 3.1.1.4 for what is no row of the
/// store, such as our own definitions and the entries of the audit. The store says the same in SQL.
/// </summary>
public static class FilterMatch
{
    /// <summary>Whether the filter holds of a resource.</summary>
    /// <param name="filter">As read from the caller.</param>
    /// <param name="known">All values that the resource has for the filter's parameter.</param>
    /// <param name="now">From which <c>ap</c> measures.</param>
    public static bool Holds(SearchFilter filter, IReadOnlyList<KnownValue> known, DateTimeOffset now) =>
        filter.Missing is { } missing ? known.Count == 0 == missing
        : filter.Modifier is "not" or "not-in" ? !Any(filter, known, now)
        : Any(filter, known, now);

    private static bool Any(SearchFilter filter, IReadOnlyList<KnownValue> known, DateTimeOffset now) =>
        filter.AnyOf.Any(asked => known.Any(value => Matches(asked, filter.Modifier, value, now)));

    private static bool Matches(SearchValue asked, string? modifier, KnownValue known, DateTimeOffset now) =>
        (asked, known) switch
        {
            (StringValue text, KnownText value) => Text(text, modifier, value),
            (TokenValue token, KnownCode value) => Token(token, value.System, value.Code),
            (TokenValue token, KnownReference { Identifier: { } code } value) => Token(token, value.System, code),
            (TokenSetValue set, KnownCode value) => set.BySystem.TryGetValue(
                value.System ?? string.Empty,
                out var codes
            ) && codes.Contains(value.Code),
            (UriValue uri, KnownText value) => Uri(uri.Text, modifier, value.Text),
            (ReferenceValue reference, KnownReference value) => Reference(reference, value),
            (DateValue date, KnownTime value) => Date(date, value.Interval, now),
            _ => false,
        };

    private static bool Text(StringValue asked, string? modifier, KnownText known) =>
        modifier switch
        {
            "exact" => known.Text == asked.Text,
            "contains" => known.Folded.Contains(asked.Folded, StringComparison.Ordinal),
            _ => known.Folded.StartsWith(asked.Folded, StringComparison.Ordinal),
        };

    private static bool Token(TokenValue asked, string? system, string code) =>
        (asked.Code is null || asked.Code == code)
        && (asked.System is null || asked.System == (system ?? string.Empty));

    private static bool Uri(string asked, string? modifier, string known) =>
        modifier switch
        {
            "below" => known.StartsWith(asked, StringComparison.Ordinal),
            "above" => asked == known || asked.StartsWith(known.TrimEnd('/') + "/", StringComparison.Ordinal),
            _ => known == asked,
        };

    private static bool Reference(ReferenceValue asked, KnownReference known) =>
        asked.Url is { } url
            ? known.Url == url
            : asked.Name is { } id
                && known.Id == id
                && (asked.Type is null || known.Type is null || asked.Type == known.Type);

    /// <summary>Intervals against intervals (R4 section 3.1.1.4.7).</summary>
    private static bool Date(DateValue asked, Interval known, DateTimeOffset now)
    {
        var (low, high) = (asked.Interval.Low, asked.Interval.High);
        var within = known.Low >= low && known.High <= high;
        var margin = asked.Prefix == Prefix.Ap ? DateMargin.Of(low, now) : 0;
        return asked.Prefix switch
        {
            Prefix.Eq => within,
            Prefix.Ne => !within,
            Prefix.Gt => known.High > high,
            Prefix.Lt => known.Low < low,
            Prefix.Ge => known.High > high || known.Low >= low,
            Prefix.Le => known.Low < low || known.High <= high,
            Prefix.Sa => known.Low >= high,
            Prefix.Eb => known.High <= low,
            Prefix.Ap => known.Low < (high > long.MaxValue - margin ? long.MaxValue : high + margin)
                && known.High > low - margin,
            _ => throw new ArgumentOutOfRangeException(nameof(asked)),
        };
    }
}
