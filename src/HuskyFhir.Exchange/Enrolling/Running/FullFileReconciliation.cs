using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Exchange.Enrolling.Running;

/// <summary>
/// Behind a full file: who is covered by one of its programmes and not in it is listed. Their coverage is ended, with
/// the day before the file's, only where the configuration says so, few enough are missing, and each member of the file
/// is known by number.
/// </summary>
internal sealed class FullFileReconciliation(
    EnrolmentOptions options,
    Database database,
    StoredMembers images,
    EnrolmentLedger ledger,
    WritePipeline writes,
    FhirTypeCatalog families,
    Grant grant,
    string request,
    TimeProvider clock
)
{
    private readonly MissingMembers missing = new(database);

    /// <summary>Lists them, and takes the file to its next state with that.</summary>
    public async Task<EnrolmentFile> ListAsync(
        EnrolmentFile file,
        EnrolmentSource source,
        CancellationToken cancellation
    )
    {
        if (!source.IsFull)
            return await ledger.MoveAsync(file, EnrolmentState.Answering, null, null, cancellation);
        var at = Day(source).ToDateTime(TimeOnly.MinValue);
        var instant = new DateTimeOffset(ProgrammeTime.ToUtcTicks(at), TimeSpan.Zero);
        var (covered, gone) = await missing.CountAsync(file.Id, source.Programmes, instant, cancellation);
        return await ledger.MoveAsync(
            file,
            EnrolmentState.Reconciling,
            await WhyNotAsync(file, covered, gone, cancellation),
            async work =>
            {
                EnrolmentLedger.Complete(work, file);
                await missing.ListAsync(work, file, source.Programmes, instant, cancellation);
            },
            cancellation
        );
    }

    /// <summary>Ends those who are listed, where nothing speaks against it.</summary>
    public async Task<EnrolmentFile> EndAsync(
        EnrolmentFile file,
        EnrolmentSource source,
        CancellationToken cancellation
    )
    {
        while (
            options.EndMissing
            && file.Reason is null
            && await missing.NextAsync(file.Id, options.BatchSize, cancellation) is { Count: > 0 } next
        )
        {
            var stored = await images.LoadAsync(
                [.. next.Select(static each => each.Member)],
                options.Partner,
                cancellation
            );
            var units = next.Select(each => stored.TryGetValue(each.Member, out var image) ? Unit(image, source) : null)
                .ToList();
            await writes.ApplyAsync(
                [.. units.OfType<WriteUnit>()],
                async (work, answers) =>
                {
                    await EnrolmentLedger.HoldAsync(work, file, null, cancellation);
                    var answered = 0;
                    foreach (var (each, unit) in next.Zip(units))
                        if (unit is not null && answers[answered++].Fault is { } fault)
                            MissingMembers.Tell(
                                work,
                                file.Id,
                                each.Number,
                                MemberOutcome.Missing,
                                $"refused: {MemberPlanner.Reason(fault)}"
                            );
                        else
                            MissingMembers.Tell(
                                work,
                                file.Id,
                                each.Number,
                                unit is null ? MemberOutcome.Missing : MemberOutcome.Ended,
                                unit is null
                                    ? "no coverage is in force any more that the plan has not changed since"
                                    : $"ended with {X12Mapping.Day(Day(source).AddDays(-1))}"
                            );
                },
                cancellation
            );
        }

        return await ledger.MoveAsync(file, EnrolmentState.Answering, null, null, cancellation);
    }

    private async Task<string?> WhyNotAsync(EnrolmentFile file, long covered, long gone, CancellationToken cancellation)
    {
        if (gone == 0)
            return null;
        if (!options.EndMissing)
            return null;
        if (gone * 100m > options.MostMissingPercent * covered)
            return $"nobody-ended: {gone} of {covered} covered members are missing, more than {options.MostMissingPercent} per cent; the file may be cut short. Ask the partner, then end them by hand or send the file again";
        var counts = await ledger.CountsAsync(file.Id, cancellation);
        return counts.GetValueOrDefault(MemberOutcome.Rejected) > 0
            ? "nobody-ended: members of the file were rejected, and some of the missing may be among them. Mend those and send the file again"
            : null;
    }

    private WriteUnit? Unit(StoredMember image, EnrolmentSource source)
    {
        var last = Day(source).AddDays(-1);
        var now = clock.GetUtcNow();
        List<WriteCommand> asks = [];
        foreach (var row in image.Of("Coverage"))
        {
            var coverage = (Coverage)FhirJson.Read(row.Body!);
            var span = Span.Of(coverage);
            if (
                coverage.Status != FinancialResourceStatusCodes.Active
                || span.End <= last
                || span.Start > last
                || !coverage.Class.Exists(part => source.Programmes.Contains(part.Value ?? string.Empty))
            )
                continue;
            // What the plan changed since the file was made, the file cannot have.
            var stands = image.Sources.GetValueOrDefault(row.Id);
            if (
                SourcePrecedence.Rule(FactKind.Coverage, FactSource.Dss, stands) == Ruling.TakesIfLater
                && Day(source) < ProgrammeTime.Day(row.Updated)
            )
                continue;
            (coverage.Period ??= new()).End = X12Mapping.Day(last);
            asks.Add(
                new UpdateCommand(families.Find("Coverage")!, grant, row.Id, coverage, VersionCondition.Of(row.Version))
            );
        }

        return asks.Count == 0
            ? null
            : new(request, [.. asks.Select(ask => PreparedWrite.From(ask, now))]) { FromPartner = options.Partner };
    }

    private DateOnly Day(EnrolmentSource source) => source.Day ?? ProgrammeTime.Day(clock.GetUtcNow());
}
