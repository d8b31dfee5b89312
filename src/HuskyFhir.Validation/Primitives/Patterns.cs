using System.Globalization;
using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Primitives;

/// <summary>Compares values with fixed values (the same in all) and patterns (at least this much).</summary>
internal static class Patterns
{
    public static bool Exact(Base expected, Base value) =>
        Within(expected, value) && Counts(expected) == Counts(value) && SameChildren(expected, value);

    public static bool Within(Base pattern, Base value)
    {
        if (pattern is PrimitiveType wanted)
            return value is PrimitiveType literal && Same(wanted, literal);

        foreach (var (name, part) in pattern.EnumerateElements())
        {
            if (!value.TryGetValue(name, out var given))
                return false;
            var kept = (part, given) switch
            {
                (IReadOnlyList<Base> parts, IReadOnlyList<Base> list) => parts.All(one =>
                    list.Any(other => Within(one, other))
                ),
                (Base one, Base other) => Within(one, other),
                _ => false,
            };
            if (!kept)
                return false;
        }

        return true;
    }

    /// <summary>A literal as text, as it stands in JSON.</summary>
    public static string? Text(PrimitiveType literal) =>
        literal.JsonValue switch
        {
            null => null,
            string text => text,
            bool truth => truth ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString(),
        };

    private static bool Same(PrimitiveType a, PrimitiveType b) =>
        a is FhirDecimal && b is FhirDecimal ? a.JsonValue is { } x && x.Equals(b.JsonValue) : Text(a) == Text(b);

    private static int Counts(Base value) => value.EnumerateElements().Count();

    private static bool SameChildren(Base expected, Base value)
    {
        foreach (var (name, part) in expected.EnumerateElements())
            if (!value.TryGetValue(name, out var given) || !SamePart(part, given))
                return false;

        return true;
    }

    private static bool SamePart(object expected, object? given) =>
        (expected, given) switch
        {
            (IReadOnlyList<Base> x, IReadOnlyList<Base> y) => x.Count == y.Count
                && x.Zip(y).All(static pair => Exact(pair.First, pair.Second)),
            (Base x, Base y) => Exact(x, y),
            _ => Equals(expected, given),
        };
}
