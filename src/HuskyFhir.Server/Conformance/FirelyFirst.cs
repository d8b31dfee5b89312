using Hl7.Fhir.Model;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Firely;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Server.Conformance;

/// <summary>
/// Firely's validator judges; where it fails, hangs or is busy, ours does, so that it never costs a write.
/// </summary>
internal sealed class FirelyFirst(FirelyValidator firely, ProfileValidator husky) : IResourceValidator
{
    public ValidationReport Validate(
        Resource resource,
        IReadOnlyList<string> profiles,
        CancellationToken cancellation = default
    )
    {
        var report = firely.Validate(resource, profiles, cancellation);
        return report.Issues.Any(static issue => issue.Detail == FirelyValidator.NoVerdict)
            ? report.And(husky.Validate(resource, profiles, cancellation))
            : report;
    }
}
