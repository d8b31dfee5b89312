using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Validation.Reports;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Enrolling.Running;

/// <summary>What is known of everyone in a batch, looked up together.</summary>
/// <param name="Ids">Members by their Medicaid numbers; those of the batch that are new have their ids already.</param>
/// <param name="Images">What is stored of those that are not new.</param>
/// <param name="Roles">Who can be a primary care provider, by NPI.</param>
internal sealed record BatchView(
    Dictionary<string, Guid> Ids,
    Dictionary<Guid, StoredMember> Images,
    ILookup<string, Guid> Roles
);

/// <summary>What one member's part of a file comes to.</summary>
/// <param name="Member">The member.</param>
/// <param name="Id">Whose.</param>
/// <param name="Unit">What to write, whole or not at all; null for nothing.</param>
/// <param name="Refusal">Why nothing can be written.</param>
/// <param name="Notes">What was not taken over.</param>
internal sealed record MemberPlan(
    EnrolledMember Member,
    Guid? Id,
    WriteUnit? Unit,
    string? Refusal,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Whether the member was there before.</summary>
    public bool IsKnown { get; init; }

    /// <summary>What the plan is asked: the file says otherwise than what the member or the plan said.</summary>
    public IReadOnlyList<Disagreement> Disagreements { get; init; } = [];

    /// <summary>Stored resources that it changes.</summary>
    public IReadOnlyList<Guid> Touches { get; init; } = [];
}

/// <summary>
/// Works out what to write for a member: merged with what is stored, validated like any write. Safe to run on several
/// threads.
/// </summary>
internal sealed class MemberPlanner(
    EnrolmentOptions options,
    Intake intake,
    FhirTypeCatalog families,
    ResourceReference payor,
    Grant grant,
    string request,
    TimeProvider clock
)
{
    private readonly EnrolmentProgrammes programmes = new(options);

    /// <summary>The programmes that a member's coverages are of.</summary>
    public IEnumerable<string> Programmes(EnrolledMember member) =>
        (member.Read.Member?.Coverages ?? [])
            .Select(coverage => programmes.Of(coverage, member.Read.Member!, member.Set.MasterPolicy))
            .OfType<string>();

    /// <summary>What a member comes to.</summary>
    public MemberPlan Plan(EnrolledMember member, BatchView view)
    {
        var id = member.Keys is { } keys && view.Ids.TryGetValue(keys.ClientId, out var known) ? known : (Guid?)null;
        var image = id is { } found ? view.Images.GetValueOrDefault(found) : null;
        var held = image is null ? null : id;
        if (member.Refusal is { } refusal)
            return new(member, held, null, refusal, []);
        var record = member.Read.Member!;
        if (image is null && record.Detail.Maintenance is "001" or "024" or "025")
            return new(
                member,
                null,
                null,
                "member-unknown: the member who is to be changed, ended or taken up again is not known here; send an addition (INS03 021) first",
                []
            );
        if (
            image is null
            && member.Keys!.Prior is { } prior
            && prior != member.Keys.ClientId
            && view.Ids.ContainsKey(prior)
        )
            return new(
                member,
                null,
                null,
                "renumbered: the number that the member had before (REF*Q4) is known here, and the new one is not; the two records must be joined by hand first",
                []
            );
        if (record.Coverages.Count == 0 && image is null)
            return new(member, null, null, "coverage-missing: a new member comes with a coverage (loop 2300)", []);
        var now = clock.GetUtcNow();
        var covering = new CoverageMerge(member, image, id!.Value, payor);
        var (coverages, unfit) = covering.Merge(programmes);
        if (unfit is not null)
            return new(member, held, null, unfit, []);
        var notes = covering.Notes;
        List<Disagreement> asked = [];
        var merged = Merge(
            member,
            id.Value,
            image,
            options.Partner,
            view,
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Core.Time.ProgrammeTime.Zone).DateTime),
            coverages,
            notes,
            asked
        );
        var pcp = Pcp(record, id.Value, image, view, now, notes, asked);
        if (image is null && pcp.Current is { } current)
            ((Patient)merged[0].Resource).GeneralPractitioner = [(ResourceReference)current.DeepCopy()];
        List<WriteCommand> asks = [];
        foreach (var each in merged)
        {
            // What is stored is valid, and stays as it is to the byte.
            if (each.Stored is { } stored && FhirJson.Write(each.Resource).AsSpan().SequenceEqual(stored.Body))
                continue;
            if (intake.CheckAlone(each.Resource, []).ToFault() is { } fault)
                return new(member, held, null, $"invalid: {Reason(fault)}", []);
            var type = families.Find(each.Resource.TypeName)!;
            asks.Add(
                each.Stored is { } was
                    ? new UpdateCommand(type, grant, was.Id, each.Resource, VersionCondition.Of(was.Version))
                    : new CreateCommand(type, grant, each.Resource, each.Resource is Patient ? id : null)
            );
        }

        asks.AddRange(pcp.Asks);
        var unit =
            asks.Count == 0
                ? null
                : new WriteUnit(request, [.. asks.Select(ask => PreparedWrite.From(ask, now))])
                {
                    FromPartner = options.Partner,
                };
        return new(member, id, unit, null, [.. notes.Distinct()])
        {
            IsKnown = image is not null,
            Disagreements = asked,
            Touches = [.. asks.OfType<UpdateCommand>().Select(static ask => ask.Id)],
        };
    }

    /// <summary>All that refuses, in one line and without a value.</summary>
    public static string Reason(Fault fault) =>
        string.Join(
            "; ",
            fault
                .Issues.Where(static issue => issue.Refuses)
                .Select(static issue =>
                    issue.Expression is { } at ? $"{at} ({issue.Detail})" : issue.Detail ?? issue.Text
                )
                .Distinct()
                .Take(5)
        );

    private static List<Merged> Merge(
        EnrolledMember member,
        Guid id,
        StoredMember? image,
        string partner,
        BatchView view,
        DateOnly today,
        IReadOnlyCollection<Merged> coverages,
        List<string> notes,
        List<Disagreement> asked
    )
    {
        var household = new HouseholdMerge(member);
        var (record, keys) = (member.Read.Member!, member.Keys!);
        List<Merged> merged = [];
        if (image is null)
        {
            merged.Add(new(PatientMerge.Create(member, today, notes), null));
        }
        else
        {
            var patient = (Patient)FhirJson.Read(image.Patient.Body!);
            PatientMerge.Merge(patient, member, image.News, today, notes);
            notes.AddRange(
                PatientMerge.Kept((Patient)FhirJson.Read(image.Patient.Body!), patient, member, image.News, today)
            );
            merged.Add(new(patient, image.Patient));
        }

        merged.AddRange(coverages);
        if (IncomeMerge.Merge(member, id, image, partner, today) is { } income)
            merged.Add(income);
        merged.AddRange(household.Responsible((id, keys.ClientId, image), record));
        if (
            keys.Subscriber is { } number
            && number != keys.ClientId
            && X12Codes.Relation(record.Detail.Relationship) is var (to, of)
            && view.Ids.TryGetValue(number, out var subscriber)
        )
        {
            if (
                member.Subscriber is { } head
                && household.Person((id, keys.ClientId, image), head, number, of) is { } mine
            )
                merged.Add(mine);
            if (
                household.Person(
                    (subscriber, number, view.Images.GetValueOrDefault(subscriber)),
                    record,
                    keys.ClientId,
                    to
                ) is
                { } theirs
            )
                merged.Add(theirs);
        }

        notes.AddRange(household.Notes);
        asked.AddRange(household.Disagreements);
        return merged;
    }

    private (IReadOnlyList<WriteCommand> Asks, ResourceReference? Current) Pcp(
        MemberRecord record,
        Guid id,
        StoredMember? image,
        BatchView view,
        DateTimeOffset now,
        List<string> notes,
        List<Disagreement> asked
    )
    {
        if (
            record.Detail.Maintenance == "024"
            || record
                .Coverages.SelectMany(static coverage => coverage.Providers)
                .LastOrDefault(static each => each.Party.Name.Entity == "P3")
                is not { } provider
        )
            return ([], null);
        var stored = image?.Of("CareTeam").ToList() ?? [];
        if (
            provider.Party.Name is not { IdQualifier: "XX", Id: { } npi }
            || view.Roles[npi].ToList() is not { Count: > 0 } roles
        )
        {
            notes.Add(
                "pcp-unknown: the primary care provider is named by no NPI that has a practice here (NM109); the member keeps the one before"
            );
            return ([], null);
        }

        // Someone with several practices stays the member's at the one that he is at.
        var from = provider.Change?.Effective ?? Span.Told(record.Coverages[0], record).Start;
        var current = stored.Count == 0 ? null : EnrolledPcp.Current(id, stored, now);
        var role = current is { } at && roles.Contains(at) ? at : roles[0];
        var told = EnrolledPcp.Assign(families.Find("CareTeam")!, grant, id, stored, role, from, now);
        if (told.Stands == PcpStanding.Later)
            notes.Add("pcp-kept: a provider who was chosen later than the file says was kept");
        if (told.Stands == PcpStanding.Chosen)
        {
            notes.Add("pcp-kept: the provider whom the member chose was kept; the plan is asked");
            asked.Add(Disagreement.OfPcp(id, role, FactSource.Dss, FactSource.Member));
        }

        return (told.Asks, told.Current);
    }
}
