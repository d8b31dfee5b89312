using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Validation.Primitives;
using HuskyFhir.Validation.Profiles;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Checks;

/// <content>Fixed values, patterns, ranges and lengths.</content>
internal sealed partial class Checker
{
    private void Literals(NodePlan plan, Base value)
    {
        if (plan.Fixed is { } exact && !Patterns.Exact(exact, value))
            Tell(RuleKind.FixedValue, $"{Short(plan.Profile)} fixes this value to {Shown(exact)}.", null);
        if (plan.Pattern is { } pattern && !Patterns.Within(pattern, value))
            Tell(
                RuleKind.FixedValue,
                $"{Short(plan.Profile)} demands that this value includes {Shown(pattern)}.",
                null
            );
        if (plan.MinValue is { } least && Order.Compare(value, least) < 0)
            Tell(RuleKind.Range, $"{Short(plan.Profile)} demands at least {Shown(least)}.", null);
        if (plan.MaxValue is { } most && Order.Compare(value, most) > 0)
            Tell(RuleKind.Range, $"{Short(plan.Profile)} demands at most {Shown(most)}.", null);
        if (
            plan.MaxLength is { } length
            && value is PrimitiveType literal
            && LiteralText(literal) is { } text
            && text.Length > length
            && text.EnumerateRunes().Count() is var count
            && count > length
        )
            Tell(
                RuleKind.Range,
                $"{Short(plan.Profile)} allows at most {length} characters, and there are {count}.",
                null
            );
    }

    private static string Shown(DataType value) =>
        value switch
        {
            PrimitiveType literal => $"'{Literal.Cut(LiteralText(literal) ?? string.Empty, 100)}'",
            Coding coding => $"{coding.System}#{coding.Code}",
            CodeableConcept { Coding: [var coding, ..] } => Shown(coding),
            Quantity quantity => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{quantity.Value} {quantity.Code ?? quantity.Unit}"
                )
                .Trim(),
            Identifier identifier => $"system {identifier.System}",
            _ => "what it states for " + value.TypeName,
        };

    private static string? LiteralText(PrimitiveType literal) => Patterns.Text(literal);
}
