using Hl7.FhirPath;

namespace HuskyFhir.Validation.Profiles;

/// <summary>A FHIRPath constraint, compiled.</summary>
/// <param name="Key">Such as <c>us-core-6</c>.</param>
/// <param name="Human">What it says, in the words of the profile.</param>
/// <param name="Warns">Whether breaking it is only worth a warning.</param>
/// <param name="Holds">The expression.</param>
internal sealed record ConstraintRule(string Key, string Human, bool Warns, CompiledExpression Holds);
