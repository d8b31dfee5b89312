using System.Text.Json;
using HuskyFhir.Exchange.X12.Enrolment.Model;
using HuskyFhir.Registry.Changes;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>What changed of a member as the records of an 834: the member first, and after it each person of the household who changed.</summary>
internal static class HouseholdRecords
{
    /// <exception cref="JsonException">What is stored cannot be read.</exception>
    public static IReadOnlyList<MemberRecord> Of(MemberPicture picture, MemberChanges told)
    {
        using var patient = JsonDocument.Parse(picture.Patient.Body);
        var subscriber = Json.Identifier(patient.RootElement, Core.Terms.Systems.ClientId) ?? string.Empty;
        return
        [
            MemberMap.Of(patient.RootElement, subscriber, picture, told),
            .. told.Changes.Where(static change => change.Kind is ChangeKind.HouseholdMember or ChangeKind.Birth).Select(change => DependentMap.Of(change, subscriber)),
        ];
    }
}
