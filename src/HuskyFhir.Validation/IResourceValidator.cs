using Hl7.Fhir.Model;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation;

/// <summary>
/// The seam between the service and a validation engine. The road of every write passes here after the strict parse
/// (<see cref="ResourceParser"/>) and before the family's rules; another engine takes its place by implementing this.
/// Implementations are thread-safe and never throw for what a sender can cause.
/// </summary>
public interface IResourceValidator
{
    /// <summary>
    /// Checks a parsed resource against the base definition, the profiles that it claims, and <paramref
    /// name="profiles"/>.
    /// </summary>
    /// <param name="resource">As parsed; not changed.</param>
    /// <param name="profiles">Canonical URLs to check besides those in <c>meta.profile</c>; usually empty.</param>
    /// <param name="cancellation">Ends the work, such as when nobody waits for the answer any more.</param>
    /// <returns>Every issue found, warnings included; valid when none refuses.</returns>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    ValidationReport Validate(
        Resource resource,
        IReadOnlyList<string> profiles,
        CancellationToken cancellation = default
    );
}
