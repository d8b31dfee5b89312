using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// Values to search by, as they stand in the store: hidden resources are asked for by what they hold.
/// </summary>
internal static class ParameterValues
{
    private const string NoOne = "01900000-0000-7000-8000-00000000000f";

    private static readonly string[] Prefixes = ["", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"];

    /// <summary>A value for a parameter with a modifier, as in the URL but not escaped.</summary>
    public static string Draw(StoreFacts facts, FhirType type, ParameterInfo parameter, string? modifier, Random random)
    {
        if (modifier == "missing")
            return random.Next(2) == 0 ? "true" : "false";
        if (modifier is "in" or "not-in")
            return "http://hl7.org/fhir/ValueSet/administrative-gender";
        if (modifier is "below" or "above" && parameter.Kind == SearchKind.Token)
            return $"{Systems.Base}/CodeSystem/husky-programme|HUSKY-A";
        var all = facts
            .Values(type, parameter)
            .Select(pair => Text(parameter, modifier, pair.Value, random))
            .OfType<string>()
            .Distinct()
            .ToList();
        return all.Count == 0 || random.Next(12) == 0 ? Default(parameter, modifier) : all[random.Next(all.Count)];
    }

    private static string? Text(ParameterInfo parameter, string? modifier, Base value, Random random) =>
        parameter.Kind switch
        {
            SearchKind.String => Leaf(value, random),
            SearchKind.Token => Token(modifier, value),
            SearchKind.Reference => Reference(parameter, modifier, value),
            SearchKind.Date => Date(value) is { } day ? Prefixes[random.Next(Prefixes.Length)] + day : null,
            SearchKind.Uri => value is PrimitiveType { JsonValue: string uri } ? Escaped(uri) : null,
            SearchKind.Quantity => value is Quantity { Value: { } number } quantity
                ? FormattableString.Invariant($"{number}|{quantity.System}|{quantity.Code}")
                : null,
            _ => null,
        };

    private static string? Leaf(Base value, Random random)
    {
        if (value is PrimitiveType { JsonValue: string text })
            return text.Length is > 0 and < 60 ? Escaped(text) : null;
        var leaves = value
            .EnumerateElements()
            .SelectMany(static pair => pair.Value is IEnumerable<Base> many ? many : [(Base)pair.Value])
            .OfType<PrimitiveType>()
            .Select(static leaf => leaf.JsonValue)
            .OfType<string>()
            .Where(static leaf => leaf.Length is > 0 and < 60)
            .ToList();
        return leaves.Count == 0 ? null : Escaped(leaves[random.Next(leaves.Count)]);
    }

    private static string? Token(string? modifier, Base value) =>
        (modifier, value) switch
        {
            ("text", CodeableConcept concept) => concept.Text ?? concept.Coding.FirstOrDefault()?.Display,
            ("text", Coding coding) => coding.Display,
            ("text", Identifier identifier) => identifier.Type?.Text,
            ("of-type", Identifier { Type.Coding: [var kind, ..] } identifier) =>
                $"{kind.System}|{kind.Code}|{Escaped(identifier.Value ?? "x")}",
            ("text" or "of-type", _) => null,
            (_, CodeableConcept { Coding: [var first, ..] }) => $"{first.System}|{first.Code}",
            (_, Coding coding) => $"{coding.System}|{coding.Code}",
            (_, Identifier identifier) => identifier.System is null
                ? Escaped(identifier.Value ?? "x")
                : $"{identifier.System}|{Escaped(identifier.Value ?? "x")}",
            (_, ContactPoint { Value: { } number }) => Escaped(number),
            (_, PrimitiveType { JsonValue: string code }) => Escaped(code),
            (_, PrimitiveType { JsonValue: bool flag }) => flag ? "true" : "false",
            _ => null,
        };

    private static string? Reference(ParameterInfo parameter, string? modifier, Base value)
    {
        if (value is not ResourceReference reference)
            return value is PrimitiveType { JsonValue: string canonical } ? Escaped(canonical) : null;
        if (modifier == "identifier")
            return reference.Identifier is { Value: { } number } identifier ? $"{identifier.System}|{number}" : null;
        var target = reference.Reference?.Split("/_history/")[0].Split('/');
        if (target is not { Length: 2 })
            return null;
        return modifier is null ? string.Join('/', target)
            : target[0] == modifier && parameter.Targets.Contains(modifier) ? target[1]
            : null;
    }

    private static string? Date(Base value) =>
        value switch
        {
            Period period => period.Start?[..Math.Min(10, period.Start.Length)]
                ?? period.End?[..Math.Min(10, period.End.Length)],
            Instant { Value: { } at } => at.UtcDateTime.ToString(
                "yyyy-MM-dd",
                System.Globalization.CultureInfo.InvariantCulture
            ),
            PrimitiveType { JsonValue: string date } when date.Length >= 4 => date[..Math.Min(10, date.Length)],
            _ => null,
        };

    private static string Default(ParameterInfo parameter, string? modifier) =>
        parameter.Kind switch
        {
            SearchKind.Date => "2026-11-23",
            SearchKind.Quantity => "1200.5|urn:iso:std:iso:4217|USD",
            SearchKind.Reference => modifier == "identifier" ? "http://one.example|code" : NoOne,
            SearchKind.Token => parameter.Name == "_id" ? NoOne
            : modifier == "of-type" ? "http://terminology.hl7.org/CodeSystem/v2-0203|MB|x"
            : modifier == "text" ? "text"
            : "http://one.example|code",
            SearchKind.Uri => "http://one.example/two",
            SearchKind.Composite => "code$5",
            _ => "text",
        };

    private static string Escaped(string value) =>
        value
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace(",", "\\,", StringComparison.Ordinal)
            .Replace("$", "\\$", StringComparison.Ordinal)
            .Replace("|", "\\|", StringComparison.Ordinal);
}
