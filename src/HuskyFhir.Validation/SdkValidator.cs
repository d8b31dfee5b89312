using Hl7.Fhir.Model;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation;

/// <summary>
/// The simple engine: what R4 says of every resource, beyond what <see cref="ResourceParser"/> has already refused, and
/// no profiles. Contained resources, references and extensions are checked; nothing of the parse is told again.
/// </summary>
public sealed class SdkValidator : IResourceValidator
{
    /// <inheritdoc />
    public ValidationReport Validate(
        Resource resource,
        IReadOnlyList<string> profiles,
        CancellationToken cancellation = default
    )
    {
        var rules = new BaseRules(resource);
        rules.Run();
        return rules.Issues.Count == 0 ? ValidationReport.Clean : new ValidationReport(rules.Issues);
    }
}
