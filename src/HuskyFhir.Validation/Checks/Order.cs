using System.Globalization;
using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Checks;

/// <summary>Which of two values comes first. Null where they cannot be compared: then no rule is broken.</summary>
internal static class Order
{
    public static int? Compare(Base a, Base b) => (a, b) switch
    {
        (Quantity x, Quantity y) => x.Value is { } left && y.Value is { } right && (x.Code ?? x.Unit) == (y.Code ?? y.Unit) && x.System == y.System ? left.CompareTo(right) : null,
        (PrimitiveType x, PrimitiveType y) when IsNumber(x) && IsNumber(y) => Numbers(Patterns.Text(x), Patterns.Text(y)),
        (Time x, Time y) => string.CompareOrdinal(x.Value, y.Value),
        (PrimitiveType x, PrimitiveType y) => Times(Patterns.Text(x), Patterns.Text(y)),
        _ => null,
    };

    /// <summary>Dates and times of any precision: compared as far as both go, and in UTC when both have a time.</summary>
    public static int? Times(string? a, string? b)
    {
        if (a is null || b is null)
            return null;
        if (a.Length > 10 && b.Length > 10)
            return DateTimeOffset.TryParse(a, CultureInfo.InvariantCulture, out var x) && DateTimeOffset.TryParse(b, CultureInfo.InvariantCulture, out var y) ? x.CompareTo(y) : null;

        var length = Math.Min(Math.Min(a.Length, b.Length), 10);
        return string.CompareOrdinal(a, 0, b, 0, length);
    }

    private static bool IsNumber(PrimitiveType value) => value is FhirDecimal or Integer or PositiveInt or UnsignedInt;

    private static int? Numbers(string? a, string? b) =>
        decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y)
            ? x.CompareTo(y)
            : null;
}
