using System.Text.Json;
using HuskyFhir.Exchange.X12.Enrolment.Model;
using HuskyFhir.Core.Time;
using HuskyFhir.Registry.Changes;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>What changed of a member as the records of an 834: the member first, and after it each person of the household who changed, or all of them.</summary>
internal static class HouseholdRecords
{
    /// <exception cref="JsonException">What is stored cannot be read.</exception>
    public static IReadOnlyList<MemberRecord> Of(MemberPicture picture, MemberChanges told, bool isWhole, MappingReport report)
    {
        using var patient = JsonDocument.Parse(picture.Patient.Body);
        var subscriber = Json.Identifier(patient.RootElement, Core.Terms.Systems.ClientId) ?? string.Empty;
        var changed = told.Changes.Where(static change => change.Kind is ChangeKind.HouseholdMember or ChangeKind.Birth).ToList();
        var others = isWhole ? picture.Household.Where(row => !changed.Exists(change => change.Last.Resource == row.Id)) : [];
        var today = ProgrammeTime.Day(told.Changes.Max(static change => change.Last.Known));
        return
        [
            MemberMap.Of(patient.RootElement, subscriber, picture, told, report),
            .. changed.Select(change => DependentMap.Of(change, subscriber)),
            .. others.Select(row => DependentMap.Unchanged(row.Body, subscriber, today)).OfType<MemberRecord>(),
        ];
    }
}
