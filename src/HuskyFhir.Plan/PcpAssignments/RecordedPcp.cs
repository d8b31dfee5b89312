using Hl7.Fhir.Model;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// The current primary care provider as the member's own record names it: the PractitionerRole of
/// <c>generalPractitioner</c>.
/// </summary>
internal static class RecordedPcp
{
    /// <summary>The one that it names; null for none.</summary>
    public static ResourceReference? Of(Patient patient) => patient.GeneralPractitioner.Find(IsRole);

    public static Guid? RoleOf(Patient patient) => References.Read(Of(patient))?.Id;

    /// <summary>Whether the record names several, each a role here.</summary>
    public static bool HasMany(Patient patient) =>
        patient.GeneralPractitioner.Where(IsRole).Select(static each => each.Reference).Distinct().Skip(1).Any();

    /// <summary>Makes the record name this one, and no other role.</summary>
    public static void Set(Patient patient, ResourceReference? role)
    {
        patient.GeneralPractitioner.RemoveAll(IsRole);
        if (role is not null)
            patient.GeneralPractitioner.Insert(0, (ResourceReference)role.DeepCopy());
    }

    private static bool IsRole(ResourceReference reference) =>
        References.Read(reference) is { Type: "PractitionerRole", Id: not null };
}
