using Hl7.Fhir.Model;
using Hl7.FhirPath;
using HuskyFhir.Validation.Constraints;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Validation.Profiles;

/// <summary>A FHIRPath constraint.</summary>
/// <param name="Key">Such as <c>us-core-6</c>.</param>
/// <param name="Human">What it says, in the words of the profile.</param>
/// <param name="Warns">Whether breaking it is only worth a warning.</param>
/// <param name="Text">The expression.</param>
/// <param name="Compiled">The expression, compiled; it throws a FormatException where that cannot be done.</param>
internal sealed record ConstraintRule(
    string Key,
    string Human,
    bool Warns,
    string Text,
    Lazy<CompiledExpression> Compiled
)
{
    /// <summary>
    /// A constraint that is compiled at first use: R4 has hundreds, of which most are never asked for.
    /// </summary>
    public static ConstraintRule Lazily(ElementDefinition.ConstraintComponent constraint, FhirPaths paths)
    {
        var text = R4Corrections.Of(constraint.Key, constraint.Expression) ?? "true";
        return new(
            constraint.Key ?? "?",
            constraint.Human ?? string.Empty,
            constraint.Severity == ConstraintSeverity.Warning,
            text,
            new(() => paths.Compile(text))
        );
    }
}
