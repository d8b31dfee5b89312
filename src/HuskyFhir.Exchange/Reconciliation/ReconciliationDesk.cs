using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Exchange.Enrolling.Running;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Plan.PartnerRuns.Reconciliations;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;
using HuskyFhir.Validation.Reports;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Reconciliation;

/// <summary>
/// Settles chosen lines of a comparison. Theirs is merged into the member's record as an enrollment file would be,
/// through the write path; ours is told to the partner again with the next file. What a line settles is stored with it,
/// in one transaction.
/// </summary>
public sealed class ReconciliationDesk(
    Database database,
    Intake intake,
    WritePipeline writes,
    FhirTypeCatalog families,
    TimeProvider clock
)
{
    /// <summary>
    /// Facts of the member's own record; coverages, providers and incomes are settled by enrollment files and by hand.
    /// </summary>
    private static readonly ChangeKind[] OfRecord =
    [
        ChangeKind.Name,
        ChangeKind.BirthDate,
        ChangeKind.Sex,
        ChangeKind.MaritalStatus,
        ChangeKind.Death,
        ChangeKind.Language,
        ChangeKind.Address,
        ChangeKind.Phone,
        ChangeKind.Email,
    ];

    private readonly ReconciliationRepository book = new(database, clock);

    /// <summary>Settles lines; for each what became of it.</summary>
    /// <param name="partner">Whose comparison.</param>
    /// <param name="of">Which.</param>
    /// <param name="numbers">Lines.</param>
    /// <param name="isTheirs">Whether theirs is taken; else ours is told again.</param>
    /// <param name="by">Who settles it.</param>
    /// <param name="cancellation">Ends it between two members.</param>
    public async Task<IReadOnlyList<(long Line, string? Problem)>> SettleAsync(
        Partner partner,
        Guid of,
        IReadOnlyCollection<long> numbers,
        bool isTheirs,
        string by,
        CancellationToken cancellation
    )
    {
        var settled = new List<(long, string?)>();
        foreach (var own in (await book.OpenAsync(of, numbers, cancellation)).GroupBy(static line => line.Member))
        {
            var lines = own.Where(static line =>
                    ComparedFields.FactOf(line.Field).Change is { } kind && OfRecord.Contains(kind)
                )
                .ToList();
            settled.AddRange(
                own.Except(lines)
                    .Select(static line =>
                        (line.Number, (string?)"a fact that enrollment files and the plan settle, and no comparison")
                    )
            );
            if (own.Key is not { } member || lines.Count == 0)
                continue;
            var problem = await (
                isTheirs
                    ? TakeAsync(partner, of, member, lines, by, cancellation)
                    : TellAsync(partner, of, member, lines, by, cancellation)
            );
            settled.AddRange(lines.Select(line => (line.Number, problem)));
        }

        return settled;
    }

    private async Task<string?> TellAsync(
        Partner partner,
        Guid of,
        Guid member,
        List<ReconciliationLine> lines,
        string by,
        CancellationToken cancellation
    )
    {
        var pictures = await new MemberSnapshots(database, families, clock).LoadAsync([member], cancellation);
        if (pictures.Count == 0)
            return "the member's record is not there any more";
        await book.KeepOursAsync(
            of,
            partner.Name,
            pictures[0].Patient,
            lines.Select(static line => ComparedFields.FactOf(line.Field).Change!.Value).Distinct(),
            lines.Select(static line => line.Number),
            by,
            cancellation
        );
        return null;
    }

    private async Task<string?> TakeAsync(
        Partner partner,
        Guid of,
        Guid member,
        List<ReconciliationLine> lines,
        string by,
        CancellationToken cancellation
    )
    {
        var image = (
            await new HuskyFhir.Plan.Enrollment.StoredMembers(database).LoadAsync([member], partner.Name, cancellation)
        ).GetValueOrDefault(member);
        var pictures = await new MemberSnapshots(database, families, clock).LoadAsync([member], cancellation);
        var picture = pictures.Count > 0 ? pictures[0] : null;
        if (image is null || picture is null)
            return "the member's record is not there any more";
        var now = clock.GetUtcNow();
        var fields = FieldReconciler.Fields(partner, picture, now);
        foreach (var line in lines)
            TakenFields.Put(fields, line.Field, line.Theirs);
        var kinds = lines.Select(static line => ComparedFields.FactOf(line.Field).Change!.Value).ToHashSet();
        var patient = (Patient)FhirJson.Read(image.Patient.Body!);
        var told = TakenFields.Record(fields, kinds);
        PatientMerge.Merge(
            patient,
            Enrolled(told, fields["member.id"]),
            new HashSet<string>(),
            ProgrammeTime.Day(now),
            []
        );
        if (intake.CheckAlone(patient, [], cancellation).ToFault() is { } fault)
            return $"what they say is not valid here: {MemberPlanner.Reason(fault)}";
        var grant = new Grant(Caller.Operator with { ClientId = by }, RowFilter.Everything);
        var update = new UpdateCommand(
            families.Find("Patient")!,
            grant,
            member,
            patient,
            VersionCondition.Of(image.Patient.Version)
        );
        var unit = new WriteUnit($"reconcile-{of:N}", [PreparedWrite.From(update, now)]) { FromPartner = partner.Name };
        string? problem = null;
        await writes.ApplyAsync(
            [unit],
            (work, answers) =>
            {
                problem = answers[0].Fault is { } refused ? MemberPlanner.Reason(refused) : null;
                if (problem is null)
                    book.Settle(work, of, lines.Select(static line => line.Number), "theirs", by);
                return System.Threading.Tasks.Task.CompletedTask;
            },
            cancellation
        );
        return problem;
    }

    private static EnrolledMember Enrolled(MemberRecord told, string clientId)
    {
        var nobody = new HuskyFhir.X12.Enrolment.Model.Organization(string.Empty, null, null, null);
        var header = new SetHeader
        {
            Purpose = "00",
            Reference = "reconciliation",
            Created = null,
            Action = "2",
            Sponsor = nobody,
            Payer = nobody,
        };
        return new(0, new MemberRead(told, default, [], true), header, new(clientId, clientId, null, null), null);
    }
}
