using System.Globalization;

namespace HuskyFhir.Validation.Definitions;

/// <summary>Orders business versions: numbers by value, a pre-release before its release, none before any.</summary>
internal static class VersionOrder
{
    public static int Compare(string? a, string? b)
    {
        if (a is null || b is null)
            return (a is null ? 0 : 1) - (b is null ? 0 : 1);

        var (x, y) = (a.Split('-', 2), b.Split('-', 2));
        var numbers = Numbers(x[0], y[0]);
        return numbers != 0 ? numbers
            : x.Length != y.Length ? y.Length - x.Length
            : string.CompareOrdinal(a, b);
    }

    private static int Numbers(string a, string b)
    {
        var (x, y) = (a.Split('.'), b.Split('.'));
        for (var i = 0; i < Math.Max(x.Length, y.Length); i++)
        {
            var order = Number(x, i).CompareTo(Number(y, i));
            if (order != 0)
                return order;
        }

        return 0;
    }

    private static int Number(string[] parts, int index) =>
        index < parts.Length
        && int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
