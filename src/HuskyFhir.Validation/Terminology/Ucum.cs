using System.Collections.Concurrent;
using System.Globalization;
using Fhir.Metrics;

namespace HuskyFhir.Validation.Terminology;

/// <summary>
/// UCUM units: which codes are some, and how much values in different units are. Read at first use. Thread-safe.
/// </summary>
internal static class Ucum
{
    public const string System = "http://unitsofmeasure.org";

    // Units are written by senders: what is remembered of them is bounded in number and length.
    private const int MaxKept = 2_000;
    private const int MaxLength = 60;

    private static readonly Lazy<SystemOfUnits> Units = new(UCUM.Load);
    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>Whether a code is a unit of UCUM.</summary>
    public static bool IsUnit(string code)
    {
        if (code.Length is 0 or > MaxLength)
            return false;
        if (Known.TryGetValue(code, out var known))
            return known;

        var unit = Canonical(1, code) is not null || IsAnnotated(code);
        if (Known.Count < MaxKept)
            Known.TryAdd(code, unit);
        return unit;
    }

    /// <summary>Which of two amounts is more; null where they are of different kinds, or a unit is none.</summary>
    public static int? Compare(decimal left, string leftUnit, decimal right, string rightUnit)
    {
        if (leftUnit == rightUnit)
            return left.CompareTo(right);
        if (
            leftUnit.Length > MaxLength
            || rightUnit.Length > MaxLength
            || Canonical(left, leftUnit) is not { } x
            || Canonical(right, rightUnit) is not { } y
            || !Fhir.Metrics.Quantity.SameDimension(x, y)
        )
            return null;

        return Number(x) is { } a && Number(y) is { } b ? a.CompareTo(b) : null;
    }

    private static decimal? Number(Fhir.Metrics.Quantity quantity)
    {
        try
        {
            return quantity.Value.ToDecimal();
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static Fhir.Metrics.Quantity? Canonical(decimal value, string unit)
    {
        try
        {
            // The unit "1" has no name in the table of units.
            return Units.Value.Canonical(
                Units.Value.Quantity(value.ToString(CultureInfo.InvariantCulture), unit == "1" ? string.Empty : unit)
            );
        }
        catch (Exception bad)
            when (bad
                    is ArgumentException
                        or InvalidOperationException
                        or FormatException
                        or KeyNotFoundException
                        or NullReferenceException
                        or InvalidCastException
                        or OverflowException
                        or NotSupportedException
                        or ArithmeticException
                        or TypeInitializationException
            )
        {
            return null;
        }
    }

    // Text in curly brackets stands for the unit 1, alone or beside another unit.
    private static bool IsAnnotated(string code)
    {
        var open = code.IndexOf('{', StringComparison.Ordinal);
        var close = code.IndexOf('}', StringComparison.Ordinal);
        if (open < 0 || close < open || code.AsSpan(open + 1, close - open - 1).ContainsAnyExceptInRange('!', '~'))
            return false;

        var rest = (code[..open] + code[(close + 1)..]).Trim('/', '.');
        return rest.Length == 0 || IsUnit(rest);
    }
}
