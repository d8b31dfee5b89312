using System.Text.Json;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>
/// The member: INS 001 with the reason that the guide has for what changed, the record as it is now (2100A), what was
/// told wrongly before (2100B), where mail goes (2100C), the programme with the primary care provider (2300, 2310), and
/// each change by its own code among the reporting categories (2700), since the guide has no reason for most of them:
/// with who reported it, and the source of an income.
/// </summary>
internal static class MemberMap
{
    /// <summary>
    /// The day as of which a member is told: when the last change became known, or when a full file was made.
    /// </summary>
    public static DateOnly Today(MemberChanges told, FileHeading heading) =>
        told.Changes.Count == 0
            ? Core.Time.ProgrammeTime.Day(heading.Created)
            : told.Changes.Max(static change => Core.Time.ProgrammeTime.Day(change.Last.Known));

    public static MemberRecord Of(
        JsonElement patient,
        string subscriber,
        MemberSnapshot picture,
        MemberChanges told,
        DateOnly today,
        MappingReport report
    )
    {
        var name = Names.Now(patient, today);
        var corrected = told
            .Changes.Where(static change => change.Before is not null)
            .ToLookup(static change => change.Kind);
        var wrongName = corrected[ChangeKind.Name].FirstOrDefault();
        var isCorrected =
            wrongName is not null || corrected[ChangeKind.BirthDate].Any() || corrected[ChangeKind.Sex].Any();
        var addresses = patient.Current("address", today).ToList();
        return new()
        {
            Detail = new(true, "18", told.Changes.Count == 0 ? "030" : "001", Reasons.Of(told), "A")
            {
                DeathDate = Json.Day(patient.Text("deceasedDateTime")),
            },
            References = [new("0F", subscriber), new("23", subscriber)],
            Dates =
                told.Changes.Count == 0 ? [] : [new("303", told.Changes.Max(static change => change.Last.Effective))],
            Party = new(
                Names.Of(isCorrected ? "74" : "IL", name),
                Contacts.Of(patient, today, report),
                Addresses.Home(addresses, report)
            ),
            Demographics = PersonDetails.Of(patient),
            Income = Incomes.Of(picture, told),
            Languages = Languages.Of(patient, report),
            IncorrectName = isCorrected ? Names.Of("70", Names.Told(wrongName?.Before) ?? name) : null,
            IncorrectDemographics = PersonDetails.Incorrect(
                patient,
                corrected[ChangeKind.BirthDate].FirstOrDefault()?.Before,
                corrected[ChangeKind.Sex].FirstOrDefault()?.Before
            ),
            MailingAddress = Addresses.Mailing(addresses, report),
            Coverages = Programmes.Of(picture, today),
            Categories = Categories.Of(patient, told),
        };
    }
}
