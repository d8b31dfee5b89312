using System.Reflection;
using Hl7.Fhir.Introspection;

namespace HuskyFhir.Validation.Profiles;

/// <summary>What R4 itself lets a reference point to.</summary>
internal static class ReferenceTargets
{
    /// <summary>Resource types; empty for any.</summary>
    public static string[] Of(PropertyMapping property)
    {
        // The SDK spans versions of FHIR; where it gives targets for several, they are told together, since the
        // versions are not told apart.
        var named =
            property
                .NativeProperty?.GetCustomAttributes<ReferencesAttribute>()
                .SelectMany(static one => one.Resources)
                .Distinct()
                .ToArray()
            ?? [];
        return named.Contains("Resource") ? [] : named;
    }
}
