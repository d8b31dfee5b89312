using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Validation.Primitives;

/// <summary>Which of two values comes first. Null where they cannot be compared: then no rule is broken.</summary>
internal static class Order
{
    public static int? Compare(Base a, Base b) =>
        (a, b) switch
        {
            (Quantity x, Quantity y) => Amounts(x, y),
            (PrimitiveType x, PrimitiveType y) when IsNumber(x) && IsNumber(y) => Numbers(
                Patterns.Text(x),
                Patterns.Text(y)
            ),
            (Time x, Time y) => string.CompareOrdinal(x.Value, y.Value),
            (PrimitiveType x, PrimitiveType y) => Times(Patterns.Text(x), Patterns.Text(y)),
            _ => null,
        };

    private static int? Amounts(Quantity x, Quantity y)
    {
        if (x.Value is not { } left || y.Value is not { } right)
            return null;
        if (x.System == y.System && (x.Code ?? x.Unit) == (y.Code ?? y.Unit))
            return left.CompareTo(right);
        return x is { System: Ucum.System, Code: { } from } && y is { System: Ucum.System, Code: { } to }
            ? Ucum.Compare(left, from, right, to)
            : null;
    }

    /// <summary>
    /// Dates and times of any precision: compared as far as both go, and in UTC when both have a time.
    /// </summary>
    public static int? Times(string? a, string? b)
    {
        if (a is null || b is null)
            return null;
        if (a.Length > 10 && b.Length > 10)
            return
                DateTimeOffset.TryParse(a, CultureInfo.InvariantCulture, out var x)
                && DateTimeOffset.TryParse(b, CultureInfo.InvariantCulture, out var y)
                ? x.CompareTo(y)
                : null;

        var length = Math.Min(Math.Min(a.Length, b.Length), 10);
        return string.CompareOrdinal(a, 0, b, 0, length);
    }

    /// <summary>
    /// Whether the first is at most the second as FHIRPath tells it: of times that are the same as far as both go, and
    /// not equally precise, nobody can say which comes first, and a rule that asks for it is not met (per-1). True
    /// where one is missing.
    /// </summary>
    public static bool AtMost(string? a, string? b) =>
        a is null
        || b is null
        || Times(a, b) is not { } order
        || order < 0
        || (order == 0 && Precision(a) == Precision(b));

    private static int Precision(string time) => Math.Min(time.Length, 11);

    private static bool IsNumber(PrimitiveType value) => value is FhirDecimal or Integer or PositiveInt or UnsignedInt;

    private static int? Numbers(string? a, string? b) =>
        decimal.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
        && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var y)
            ? x.CompareTo(y)
            : null;
}
