using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Checks;

/// <summary>
/// Where the targets of references are that are neither in the resource nor in its Bundle: a store, files, another
/// Bundle. It is asked at most once for each reference of a validation, and answers what the caller may see, or null.
/// </summary>
public interface IReferenceResolver
{
    /// <summary>The target, or null where it is not at hand.</summary>
    /// <param name="reference">As it stands in the resource: relative or absolute, never a fragment.</param>
    Resource? Resolve(string reference);
}
