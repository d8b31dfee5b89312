using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Tests.Samples;

/// <summary>The business key of a resource, written as the conditional reference that finds it.</summary>
internal static class SampleKeys
{
    private static readonly Dictionary<string, string[]> SystemsOf = new(StringComparer.Ordinal)
    {
        ["Patient"] = [Systems.ClientId],
        ["Coverage"] = [Systems.MemberNumber],
        ["RelatedPerson"] = [Systems.RelatedPersonKey],
        ["Observation"] = [Systems.IncomeKey],
        ["Practitioner"] = [Systems.Npi],
        ["PractitionerRole"] = [Systems.RoleKey],
        ["Organization"] = [Systems.Npi, Systems.OrganizationKey],
        ["DocumentReference"] = [Systems.DocumentKey],
        ["Consent"] = [Systems.ConsentKey],
        ["CareTeam"] = [Systems.AssignmentKey],
        ["Task"] = [Systems.CaseNumber],
        ["Communication"] = [Systems.NoticeKey],
        ["Claim"] = [Systems.ClaimNumber],
        ["ClaimResponse"] = [Systems.DecisionNumber],
        ["Location"] = [Systems.LocationKey],
    };

    /// <summary>Exactly one identifier of the type's own system, or the test fails here.</summary>
    internal static string Of(Resource resource)
    {
        if (resource is Binary)
            return $"Binary/{resource.Id}"; // it has no identifiers: a load knows it by the file's own id
        var systems = SystemsOf[resource.TypeName];
        var key = Assert.Single(
            ((IIdentifiable<List<Identifier>>)resource).Identifier,
            i => systems.Contains(i.System)
        );
        return $"{resource.TypeName}?identifier={key.System}|{key.Value}";
    }
}
