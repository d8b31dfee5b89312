using System.Text.Json;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>
/// What changed of a member as the records of an 834: the member first, and after it each person of the household who
/// changed, or all of them.
/// </summary>
internal static class HouseholdRecords
{
    /// <summary>The same; null where what is stored cannot be read, or where the report has an obstacle.</summary>
    public static IReadOnlyList<MemberRecord>? Read(
        MemberSnapshot picture,
        MemberChanges told,
        FileHeading heading,
        MappingReport report
    )
    {
        try
        {
            var records = Of(picture, told, heading, report);
            return report.Obstacle is null ? records : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <exception cref="JsonException">What is stored cannot be read.</exception>
    public static IReadOnlyList<MemberRecord> Of(
        MemberSnapshot picture,
        MemberChanges told,
        FileHeading heading,
        MappingReport report
    )
    {
        using var patient = JsonDocument.Parse(picture.Patient.Body);
        var subscriber = Json.Identifier(patient.RootElement, Core.Terms.Systems.ClientId) ?? string.Empty;
        var changed = told
            .Changes.Where(static change => change.Kind is ChangeKind.HouseholdMember or ChangeKind.Birth)
            .ToList();
        var others = heading.WholeHouseholds
            ? picture.Household.Where(row => !changed.Exists(change => change.Last.Resource == row.Id))
            : [];
        var today = MemberMap.Today(told, heading);
        return
        [
            MemberMap.Of(patient.RootElement, subscriber, picture, told, today, report),
            .. changed.Select(change => DependentMap.Of(change, subscriber)),
            .. others.Select(row => DependentMap.Unchanged(row.Body, subscriber, today)).OfType<MemberRecord>(),
        ];
    }
}
