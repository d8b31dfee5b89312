using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>
/// What each kind of search parameter means in SQL, written once (R4 section 3.1.1.4). <c>at</c> is what stands before
/// the column's name: <c>k.</c> in a key table, <c>t.birthdate_</c> in a type's own row.
/// </summary>
internal static class KindSql
{
    /// <summary>After every character that a folded string can hold.</summary>
    private const string Last = "\U0010FFFF";

    /// <summary>The condition for one value.</summary>
    public static string Condition(
        SqlText sql,
        SearchParameter? parameter,
        string? modifier,
        SearchValue value,
        string at,
        DateTimeOffset now
    ) =>
        value switch
        {
            StringValue text => String(sql, modifier, text, at),
            TokenValue token => Token(sql, parameter, token, at),
            TokenSetValue set => TokenSet(sql, set, at),
            TypedIdentifierValue typed =>
                $"({at}system = {sql.Value(typed.System)} AND {at}code = {sql.Value($"{typed.Type}|{typed.Value}")})",
            UriValue uri => Uri(sql, modifier, uri.Text, at),
            DateValue date => Date(sql, date, at, now),
            ReferenceValue reference => Reference(sql, reference, at),
            QuantityValue quantity => Quantity(sql, quantity, at),
            _ => throw new ArgumentOutOfRangeException(nameof(value)),
        };

    private static string String(SqlText sql, string? modifier, StringValue text, string at)
    {
        if (modifier == "contains")
            return sql.Dialect.Contains(at + "folded", sql.Value(text.Folded));
        if (modifier == "exact")
            return $"({at}folded = {sql.Value(text.Folded)} AND {at}value = {sql.Value(text.Text)})";
        // A range, not LIKE: % and _ stand for themselves, and the index serves it in both databases.
        return $"({at}folded >= {sql.Value(text.Folded)} AND {at}folded < {sql.Value(text.Folded + Last)})";
    }

    private static string Token(SqlText sql, SearchParameter? parameter, TokenValue token, string at)
    {
        var conditions = new List<string>(2);
        if (token.Code is { } code)
            conditions.Add($"{at}code = {sql.Value(parameter?.Normalize?.Invoke(code) ?? code)}");
        if (token.System is { Length: > 0 } system)
            conditions.Add($"{at}system = {sql.Value(system)}");
        else if (token.System is not null)
            conditions.Add($"{at}system IS NULL");
        return $"({string.Join(" AND ", conditions)})";
    }

    private static string TokenSet(SqlText sql, TokenSetValue set, string at)
    {
        var systems = set
            .BySystem.Where(static pair => pair.Value.Count > 0)
            .Select(pair =>
                pair.Key.Length == 0
                    ? sql.In(at + "code", pair.Value)
                    : $"({at}system = {sql.Value(pair.Key)} AND {sql.In(at + "code", pair.Value)})"
            )
            .ToList();
        return systems.Count == 0 ? "1 = 0" : $"({string.Join(" OR ", systems)})";
    }

    /// <summary>
    /// <c>:below</c> is a match from the left, as R4 says (section 3.1.1.4.10); <c>:above</c> goes up by whole segments
    /// of the path.
    /// </summary>
    private static string Uri(SqlText sql, string? modifier, string uri, string at)
    {
        if (modifier == "above")
            return sql.In(at + "code", Ancestors(uri));
        if (modifier != "below")
            return $"{at}code = {sql.Value(uri)}";
        return $"({at}code >= {sql.Value(uri)} AND {at}code < {sql.Value(uri + Last)})";
    }

    private static IEnumerable<string> Ancestors(string uri)
    {
        yield return uri;
        for (var at = uri.Length - 1; at > 0; at--)
            if (uri[at] == '/')
            {
                yield return uri[..at];
                yield return uri[..(at + 1)];
            }
    }

    private static string Date(SqlText sql, DateValue date, string at, DateTimeOffset now)
    {
        var (low, high) = (date.Interval.Low, date.Interval.High);
        if (date.Prefix == Prefix.Ap)
            return Approximately(sql, low, high, at, now);
        var (from, to) = (sql.Value(low), sql.Value(high));
        return date.Prefix switch
        {
            // What is last in Eq and first in Le follows from the others; it lets an index on the low end stop early.
            Prefix.Eq => $"({at}low >= {from} AND {at}high <= {to} AND {at}low < {to})",
            Prefix.Ne => $"NOT ({at}low >= {from} AND {at}high <= {to})",
            Prefix.Gt => $"{at}high > {to}",
            Prefix.Lt => $"{at}low < {from}",
            Prefix.Ge => $"({at}high > {to} OR {at}low >= {from})",
            Prefix.Le => $"({at}low < {to} AND ({at}low < {from} OR {at}high <= {to}))",
            Prefix.Sa => $"{at}low >= {to}",
            Prefix.Eb => $"{at}high <= {from}",
            _ => throw new ArgumentOutOfRangeException(nameof(date)),
        };
    }

    private static string Approximately(SqlText sql, long low, long high, string at, DateTimeOffset now)
    {
        var margin = DateMargin.Of(low, now);
        var to = high > long.MaxValue - margin ? long.MaxValue : high + margin;
        return $"({at}low < {sql.Value(to)} AND {at}high > {sql.Value(low - margin)})";
    }

    private static string Reference(SqlText sql, ReferenceValue reference, string at)
    {
        if (reference.Url is { } url)
            return $"{at}url = {sql.Value(url)}";
        if (reference.Id is not { } id)
            return "1 = 0"; // an id that is none of ours: nothing can refer to it
        var condition = $"{at}target_id = {sql.Value(id)}";
        return reference.Type is { } type ? $"({condition} AND {at}target_type = {sql.Value(type)})" : condition;
    }

    private static string Quantity(SqlText sql, QuantityValue quantity, string at)
    {
        var margin = Math.Abs(quantity.Value) / 10;
        var condition = quantity.Prefix switch
        {
            Prefix.Eq => $"({at}value >= {sql.Value(quantity.Low)} AND {at}value < {sql.Value(quantity.High)})",
            Prefix.Ne => $"NOT ({at}value >= {sql.Value(quantity.Low)} AND {at}value < {sql.Value(quantity.High)})",
            Prefix.Gt or Prefix.Sa => $"{at}value > {sql.Value(quantity.Value)}",
            Prefix.Lt or Prefix.Eb => $"{at}value < {sql.Value(quantity.Value)}",
            Prefix.Ge => $"{at}value >= {sql.Value(quantity.Value)}",
            Prefix.Le => $"{at}value <= {sql.Value(quantity.Value)}",
            Prefix.Ap =>
                $"({at}value >= {sql.Value(quantity.Value - margin)} AND {at}value <= {sql.Value(quantity.Value + margin)})",
            _ => throw new ArgumentOutOfRangeException(nameof(quantity)),
        };
        if (quantity.System is { } system)
            condition += $" AND {at}system = {sql.Value(system)}";
        if (quantity.Code is { } code)
            condition += $" AND ({at}code = {sql.Value(code)} OR {at}unit = {sql.Value(code)})";
        return $"({condition})";
    }
}
