using System.Text;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;

namespace HuskyFhir.Server.Tests.Searching.Plain;

/// <summary>One sort key.</summary>
internal sealed record PlainKey(ParameterInfo Parameter, bool Descending)
{
    public string Text => (Descending ? "-" : string.Empty) + Parameter.Name;

    public override string ToString() => Text;
}

/// <summary>
/// R4 section 3.1.1.5.1: by the lowest value going up and the highest going down; rows without one last both ways; ties
/// by id.
/// </summary>
internal static class PlainOrder
{
    public static IReadOnlyList<string> Of(PlainValues values, IEnumerable<Resource> rows, IReadOnlyList<PlainKey> keys)
    {
        var order = rows.OrderBy(static _ => 0);
        foreach (var key in keys)
        {
            order = order.ThenBy(row => Value(values, row, key) is null);
            order = key.Descending
                ? order.ThenByDescending(row => Value(values, row, key))
                : order.ThenBy(row => Value(values, row, key));
        }

        return [.. order.ThenBy(static row => row.Id, StringComparer.Ordinal).Select(static row => row.Id!)];
    }

    private static IComparable? Value(PlainValues values, Resource row, PlainKey key) =>
        key.Parameter.Kind switch
        {
            SearchKind.String => Best(
                values.Texts(row, key.Parameter).Select(static text => Bytes(PlainText.Fold(text))),
                key.Descending
            ),
            SearchKind.Token => Best(
                values
                    .Tokens(row, key.Parameter)
                    .Where(static token => token.Code is not null)
                    .Select(static token => Bytes(token.Code!)),
                key.Descending
            ),
            SearchKind.Uri => Best(values.Addresses(row, key.Parameter).Select(Bytes), key.Descending),
            SearchKind.Date => Best(
                values
                    .Spans(row, key.Parameter)
                    .Select(span => key.Descending ? span.High : span.Low)
                    .Cast<IComparable>(),
                key.Descending
            ),
            SearchKind.Quantity => Best(
                values
                    .Quantities(row, key.Parameter)
                    .Select(static quantity => quantity.Value)
                    .OfType<decimal>()
                    .Cast<IComparable>(),
                key.Descending
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };

    private static IComparable? Best(IEnumerable<IComparable> values, bool descending)
    {
        var list = values.ToList();
        return list.Count == 0 ? null
            : descending ? list.Max()
            : list.Min();
    }

    /// <summary>
    /// Compared byte by byte, as both databases do: the hexadecimal digits of UTF-8 sort like its bytes.
    /// </summary>
    private static IComparable Bytes(string text) => new Hex(Convert.ToHexString(Encoding.UTF8.GetBytes(text)));

    private sealed record Hex(string Text) : IComparable
    {
        public int CompareTo(object? obj) => string.CompareOrdinal(Text, ((Hex)obj!).Text);
    }
}
