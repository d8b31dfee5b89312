using System.Collections.Concurrent;
using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using Hl7.FhirPath;
using Hl7.FhirPath.Expressions;
using HuskyFhir.Validation.Terminology;
using P = Hl7.Fhir.ElementModel.Types;

namespace HuskyFhir.Validation.Constraints;

/// <summary>
/// Amounts and precision in FHIRPath: quantities in different UCUM units, boundaries, and the precision of a value.
/// </summary>
internal static class PathQuantities
{
    /// <summary>
    /// The left operand of a comparison, in the unit of the right one where both are quantities of one kind.
    /// </summary>
    public const string Alike = "husky.alike";

    private const int MaxPrecision = 31;

    private static readonly FhirPathCompiler Sdk = new(new SymbolTable().AddStandardFP().AddFhirExtensions());
    private static readonly ConcurrentDictionary<string, CompiledExpression> Boundaries = new(StringComparer.Ordinal);

    public static void Add(SymbolTable table)
    {
        table.Add(
            Alike,
            (IEnumerable<PocoNode> _, IEnumerable<PocoNode> left, IEnumerable<PocoNode> right) =>
                (IEnumerable<PocoNode>)Converted(left, right),
            false
        );
        table.Add(
            "comparable",
            (IEnumerable<PocoNode> focus, IEnumerable<PocoNode> other) => Comparable(focus, other),
            false
        );
        foreach (var name in new[] { "lowBoundary", "highBoundary" })
        {
            table.Add(
                name,
                (IEnumerable<PocoNode> focus, EvaluationContext context) => Boundary($"{name}()", focus, context),
                false
            );
            table.Add(
                name,
                (IEnumerable<PocoNode> focus, long precision, EvaluationContext context) =>
                    Boundary($"{name}({Math.Clamp(precision, 0, MaxPrecision)})", focus, context),
                false
            );
        }
    }

    private static IEnumerable<PocoNode> Boundary(
        string call,
        IEnumerable<PocoNode> focus,
        EvaluationContext context
    ) => Boundaries.GetOrAdd(call, static text => Sdk.Compile(text))(focus, context);

    private static PocoNode[] Converted(IEnumerable<PocoNode> left, IEnumerable<PocoNode> right)
    {
        var all = left.ToArray();
        if (
            all is not [var one]
            || Read(one) is not { } x
            || right.ToArray() is not [var other]
            || Read(other) is not { } y
            || x.Unit == y.Unit
        )
            return all;

        // Only the order counts here: one more or one less than the right amount says it, in the right one's unit.
        return Ucum.Compare(x.Value, x.Unit, y.Value, y.Unit) is { } order
            ?
            [
                new PocoNode(
                    new Quantity
                    {
                        Value = y.Value + order,
                        Code = y.Unit,
                        System = Ucum.System,
                        Unit = y.Unit,
                    },
                    null,
                    null,
                    "Quantity"
                ),
            ]
            : all;
    }

    private static bool? Comparable(IEnumerable<PocoNode> focus, IEnumerable<PocoNode> other) =>
        focus.ToArray() is [var one] && other.ToArray() is [var two] && Read(one) is { } x && Read(two) is { } y
            ? Ucum.Compare(1, x.Unit, 1, y.Unit) is not null
            : null;

    private static (decimal Value, string Unit)? Read(PocoNode node) =>
        node.Poco switch
        {
            Quantity { ValueElement.JsonValue: not null, ComparatorElement: null } quantity
                when quantity.System is null or Ucum.System && quantity.Value is { } value => (
                value,
                quantity.Code ?? quantity.Unit ?? "1"
            ),
            PrimitiveType { JsonValue: P.Quantity quantity } => (quantity.Value, quantity.Unit),
            _ => null,
        };
}
