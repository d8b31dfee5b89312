using HuskyFhir.Core.Access;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Resources.Shown;

/// <summary>What a caller is shown of a stored resource.</summary>
internal static class ShownResource
{
    /// <summary>Without what is for the plan alone.</summary>
    public static StoredResource For(this StoredResource stored, Caller caller, FhirTypeCatalog types) =>
        caller.Masked && stored.Restricted.HasFlag(Restriction.Masked) && stored.Body is not null
            ? stored with
            {
                Body = ConfidentialElements.Without(stored.Body, types.Find(stored.Type)),
            }
            : stored;
}
