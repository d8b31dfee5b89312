using System.Text;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>
/// A resource as the rules of R4 section 3.1.1 see it, read straight from what was sent: nothing of the service's own
/// code is in here.
/// </summary>
internal sealed record Row(
    string Id,
    Dictionary<string, string[]> Strings,
    Dictionary<string, (string System, string Code)[]> Tokens,
    Dictionary<string, (DateOnly Low, DateOnly High)> Dates,
    Dictionary<string, string[]> References
)
{
    /// <summary>Whether there is any value for a parameter.</summary>
    public bool Has(string name) =>
        Strings.GetValueOrDefault(name)?.Length > 0
        || Tokens.GetValueOrDefault(name)?.Length > 0
        || Dates.ContainsKey(name)
        || References.GetValueOrDefault(name)?.Length > 0;
}

/// <summary>One parameter of a search: how it is written, and when it holds.</summary>
internal sealed record Condition(string Text, Func<Row, bool> Holds);

/// <summary>One sort key: how it is written, and what it compares.</summary>
internal sealed record Key(string Name, bool Descending, Func<Row, IComparable?> Of);

/// <summary>The rules, as simply as they can be written.</summary>
internal static class SearchModel
{
    private static readonly DateOnly Never = new(9999, 12, 31);

    public static Condition String(string name, string modifier, string[] values) =>
        new(
            $"{name}{modifier}={string.Join(',', values.Select(Uri.EscapeDataString))}",
            row =>
                row.Strings.GetValueOrDefault(name, [])
                    .Any(stored =>
                        values.Any(value =>
                            modifier switch
                            {
                                ":exact" => stored == value,
                                ":contains" => Fold(stored).Contains(Fold(value), StringComparison.Ordinal),
                                _ => Fold(stored).StartsWith(Fold(value), StringComparison.Ordinal),
                            }
                        )
                    )
        );

    public static Condition Token(string name, string modifier, (string? System, string? Code)[] values)
    {
        bool Any(Row row) =>
            row
                .Tokens.GetValueOrDefault(name, [])
                .Any(stored =>
                    values.Any(value =>
                        (value.System is null || value.System == stored.System)
                        && (value.Code is null || value.Code == stored.Code)
                    )
                );
        var text = values.Select(static value =>
            Uri.EscapeDataString(value.System is null ? value.Code! : $"{value.System}|{value.Code}")
        );
        return new($"{name}{modifier}={string.Join(',', text)}", modifier == ":not" ? row => !Any(row) : Any);
    }

    public static Condition Date(string name, string prefix, string text)
    {
        var (low, high) = Span(text);
        return new(
            $"{name}={prefix}{text}",
            row =>
                row.Dates.TryGetValue(name, out var stored)
                && prefix switch
                {
                    "" or "eq" => low <= stored.Low && stored.High <= high,
                    "ne" => !(low <= stored.Low && stored.High <= high),
                    "gt" => stored.High > high,
                    "lt" => stored.Low < low,
                    "ge" => stored.High > high || (low <= stored.Low && stored.High <= high),
                    "le" => stored.Low < low || (low <= stored.Low && stored.High <= high),
                    "sa" => stored.Low >= high,
                    "eb" => stored.High <= low,
                    _ => throw new ArgumentOutOfRangeException(nameof(prefix)),
                }
        );
    }

    public static Condition Reference(string name, string[] targets) =>
        new(
            $"{name}={string.Join(',', targets)}",
            row => row.References.GetValueOrDefault(name, []).Any(targets.Contains)
        );

    public static Condition Missing(string name, bool missing) =>
        new($"{name}:missing={(missing ? "true" : "false")}", row => row.Has(name) != missing);

    /// <summary>By the lowest value going up and the highest going down; rows without one last; ties by id.</summary>
    public static IReadOnlyList<string> Order(IEnumerable<Row> rows, IReadOnlyList<Key> keys)
    {
        var order = rows.OrderBy(static _ => 0);
        foreach (var key in keys)
        {
            order = order.ThenBy(row => key.Of(row) is null);
            order = key.Descending ? order.ThenByDescending(row => key.Of(row)) : order.ThenBy(row => key.Of(row));
        }

        return [.. order.ThenBy(static row => row.Id, StringComparer.Ordinal).Select(static row => row.Id)];
    }

    public static Key ByString(string name, bool descending) =>
        new(
            name,
            descending,
            row => Best(row.Strings.GetValueOrDefault(name, []).Select(static text => new Utf8(Fold(text))), descending)
        );

    public static Key ByToken(string name, bool descending) =>
        new(
            name,
            descending,
            row => Best(row.Tokens.GetValueOrDefault(name, []).Select(static token => new Utf8(token.Code)), descending)
        );

    public static Key ByDate(string name, bool descending) =>
        new(
            name,
            descending,
            row =>
                row.Dates.TryGetValue(name, out var span)
                    ? descending
                        ? span.High
                        : span.Low
                    : null
        );

    public static (DateOnly Low, DateOnly High) Span(string text) =>
        text.Length switch
        {
            4 => (DateOnly.Parse(text + "-01-01"), DateOnly.Parse(text + "-01-01").AddYears(1)),
            7 => (DateOnly.Parse(text + "-01"), DateOnly.Parse(text + "-01").AddMonths(1)),
            _ => (DateOnly.Parse(text), DateOnly.Parse(text).AddDays(1)),
        };

    public static (DateOnly Low, DateOnly High) Period(string? start, string? end) =>
        (start is null ? DateOnly.MinValue : Span(start).Low, end is null ? Never : Span(end).High);

    /// <summary>The accents that the generated names have.</summary>
    private static string Fold(string text) =>
        text.ToLowerInvariant()
            .Replace('ñ', 'n')
            .Replace('é', 'e')
            .Replace('ö', 'o')
            .Replace("ß", "ss", StringComparison.Ordinal);

    private static Utf8? Best(IEnumerable<Utf8> values, bool descending)
    {
        var list = values.ToList();
        return list.Count == 0 ? null
            : descending ? list.Max()
            : list.Min();
    }

    /// <summary>Compared byte by byte, as both databases do.</summary>
    private sealed record Utf8(string Text) : IComparable<Utf8>, IComparable
    {
        public int CompareTo(Utf8? other) =>
            Encoding.UTF8.GetBytes(Text).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other!.Text));

        public int CompareTo(object? obj) => CompareTo((Utf8?)obj);
    }
}
