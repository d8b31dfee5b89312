using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Exchange.Enrolling.Running;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;
using HuskyFhir.X12.Acknowledgements;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Exchange.Enrolling;

/// <summary>
/// Where answers to a partner go: whole under their own names, or not at all; the same answer again is no other.
/// </summary>
public interface IAnswerBox
{
    /// <summary>Puts one there.</summary>
    Task PutAsync(string name, Func<Stream, Task> write, CancellationToken cancellation);
}

/// <summary>
/// Takes enrolment files (X12 834) in: proved whole before a member is loaded, each member through the write path with
/// its outcome kept, full files reconciled, answers written. Whatever was broken off goes on from its cursor when the
/// same file is given again.
/// </summary>
public sealed class Enroller(
    Database database,
    Intake intake,
    WritePipeline writes,
    FhirTypeCatalog families,
    TimeProvider clock
)
{
    /// <summary>The ledger of what came.</summary>
    public EnrolmentLedger Ledger { get; } = new(database, clock);

    /// <summary>Takes a file in, or goes on with it.</summary>
    /// <param name="file">It can be read more than once, and does not change meanwhile.</param>
    /// <param name="name">What the partner called it.</param>
    /// <param name="options">What was agreed with the partner.</param>
    /// <param name="answers">Where the answer goes; null for none.</param>
    /// <param name="progress">Told how many members are settled.</param>
    /// <param name="cancellation">Ends it after the batch under way.</param>
    /// <exception cref="OvertakenException">Another process has gone on with this file.</exception>
    public async Task<EnrolmentReport> TakeAsync(
        Stream file,
        string name,
        EnrolmentOptions options,
        IAnswerBox? answers,
        IProgress<long>? progress,
        CancellationToken cancellation
    )
    {
        file.Position = 0;
        var proof = await InterchangeValidator.ProveAsync(
            file,
            Expectation.Enrolment,
            ReadLimits.Default,
            cancellation
        );
        var known = await Ledger.FirstAsync(options.Partner, proof.Sha256, name, cancellation);
        if (known is { State: EnrolmentState.Done } && known.Name == name)
            return await ReportAsync(known, cancellation);
        var log = new AnswerLog { RejectsSets = options.Rejects == BusinessRejects.Sets };
        var entry =
            known is null || known.Name != name
                ? await OpenAsync(name, proof, known, options, cancellation)
                : await Ledger.TakeOverAsync(known, cancellation);
        if (!entry.IsOver)
            (entry, log) = await GoOnAsync(entry, file, proof, options, progress, cancellation);
        if (answers is not null && EnrolmentAnswer.IsPossible(proof))
        {
            var numbered = await Ledger.NumberAsync(entry, cancellation);
            await RejectAsync(numbered, file, proof, options, log, answers, cancellation);
            await answers.PutAsync(
                EnrolmentAnswer.Name(numbered),
                target => EnrolmentAnswer.WriteAsync(target, numbered, proof, log, cancellation),
                cancellation
            );
        }

        if (entry.State == EnrolmentState.Answering)
            entry = await Ledger.MoveAsync(entry, EnrolmentState.Done, null, null, cancellation);
        return await ReportAsync(entry, cancellation);
    }

    /// <summary>Names the refused members to the partner: in the 999, and line by line in a file beside it.</summary>
    private async Task RejectAsync(
        EnrolmentFile entry,
        Stream file,
        FileProof proof,
        EnrolmentOptions options,
        AnswerLog log,
        IAnswerBox answers,
        CancellationToken cancellation
    )
    {
        var refused = new RefusedMembers(Ledger, options);
        if (
            entry.State is EnrolmentState.Refused or EnrolmentState.Duplicate
            || !await refused.AnyAsync(entry, cancellation)
        )
            return;
        await refused.AddAsync(log, entry, file, proof, cancellation);
        if (options.RejectFile)
            await answers.PutAsync(
                EnrolmentAnswer.RejectsName(entry),
                target => refused.WriteAsync(target, entry, file, proof, cancellation),
                cancellation
            );
    }

    /// <summary>A file with all that is told of it.</summary>
    public async Task<EnrolmentReport> ReportAsync(EnrolmentFile entry, CancellationToken cancellation) =>
        new((await Ledger.FindAsync(entry.Id, cancellation))!, await Ledger.CountsAsync(entry.Id, cancellation))
        {
            Kept = await Ledger.KeptAsync(entry.Id, cancellation),
            Conflicts = await new ConflictRepository(database).OfOriginAsync(
                EnrolmentLedger.Origin(entry.Id),
                cancellation
            ),
        };

    private async Task<EnrolmentFile> OpenAsync(
        string name,
        FileProof proof,
        EnrolmentFile? known,
        EnrolmentOptions options,
        CancellationToken cancellation
    )
    {
        var now = clock.GetUtcNow();
        var entry = new EnrolmentFile(
            Guid.CreateVersion7(now),
            options.Partner,
            name,
            proof.Sha256,
            proof.Bytes,
            EnrolmentState.Loading,
            null,
            false,
            0,
            1,
            now,
            now,
            null,
            null
        );
        var refusal = Refusal(proof, options);
        if (known is not null)
            entry = entry with
            {
                State = EnrolmentState.Duplicate,
                Reason = $"came-before: the same bytes came as '{known.Name}' on {known.Started:yyyy-MM-dd}",
                Finished = now,
            };
        else if (refusal is not null)
            entry = entry with { State = EnrolmentState.Refused, Reason = refusal, Finished = now };
        else if (
            await Ledger.OpenAsync(
                entry,
                [
                    .. proof.Interchanges.Select(static one =>
                        ($"{one.Header.Sender.Qualifier}/{one.Header.Sender.Id}", one.Header.ControlNumber)
                    ),
                ],
                cancellation
            ) is
            { Count: > 0 } used
        )
            entry = entry with
            {
                State = EnrolmentState.Duplicate,
                Reason =
                    $"number-used: the interchange control number {string.Join(", ", used)} came in another file already; nothing was loaded",
                Finished = now,
            };
        if (entry.IsOver)
            await Ledger.RecordAsync(entry, cancellation);
        return entry;
    }

    private static string? Refusal(FileProof proof, EnrolmentOptions options)
    {
        if (!proof.Sound)
            return string.Join(
                "; ",
                proof
                    .Findings.Where(static finding => finding.Refuses)
                    .Take(5)
                    .Select(static finding => finding.ToString())
            );
        foreach (var header in proof.Interchanges.Select(static one => one.Header))
        {
            if (options.Sender is { } same && header.Sender.Id == same.Id && header.Sender.Qualifier != same.Qualifier)
                return "sender-qualifier: the sender has another qualifier than was agreed (ISA05)";
            if (options.Receiver is { } us && header.Receiver.Id == us.Id && header.Receiver.Qualifier != us.Qualifier)
                return "receiver-qualifier: the receiver has another qualifier than was agreed (ISA07)";
            if (options.Sender is { } sender && header.Sender != sender)
                return "sender-other: the file is from another sender than was agreed (ISA05, ISA06)";
            if (options.Receiver is { } receiver && header.Receiver != receiver)
                return "receiver-other: the file is for another receiver (ISA07, ISA08)";
            if (header.Usage == 'T' != options.IsTest)
                return options.IsTest
                    ? "usage-production: a production file (ISA15 P) came where tests are expected"
                    : "usage-test: a test file (ISA15 T) is not loaded in production";
        }

        return null;
    }

    private async Task<(EnrolmentFile Entry, AnswerLog Log)> GoOnAsync(
        EnrolmentFile entry,
        Stream file,
        FileProof proof,
        EnrolmentOptions options,
        IProgress<long>? progress,
        CancellationToken cancellation
    )
    {
        var images = new StoredMembers(database);
        var payor = await images.OrganizationAsync(options.Payor, cancellation) is { } id
            ? new ResourceReference($"Organization/{id:D}")
            : new ResourceReference
            {
                Type = "Organization",
                Identifier = new(Core.Terms.Systems.OrganizationKey, options.Payor),
            };
        var (grant, request) = (
            new Grant(Caller.Operator with { ClientId = $"partner-{options.Partner}" }, RowFilter.Everything),
            EnrolmentLedger.Origin(entry.Id)
        );
        var planner = new MemberPlanner(options, intake, families, payor, grant, request, clock);
        var source = new EnrolmentSource(options, planner);
        file.Position = 0;
        var batches = source.BatchesAsync(
            file,
            proof,
            entry.State == EnrolmentState.Loading ? entry.Taken : long.MaxValue,
            cancellation
        );
        await new EnrolmentRun(options, database, planner, images, Ledger, writes, clock, progress).LoadAsync(
            entry,
            batches,
            cancellation
        );
        entry = (await Ledger.FindAsync(entry.Id, cancellation))! with { Fence = entry.Fence };
        var reconciling = new FullFileReconciliation(
            options,
            database,
            images,
            Ledger,
            writes,
            families,
            grant,
            request,
            clock
        );
        if (entry.State == EnrolmentState.Loading)
            entry = await reconciling.ListAsync(entry, source, cancellation);
        if (entry.State == EnrolmentState.Reconciling)
            entry = await reconciling.EndAsync(entry, source, cancellation);
        return (entry, source.Log);
    }
}
