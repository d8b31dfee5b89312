using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using FhirTask = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Server.Interactions.Auditing;

/// <summary>
/// Makes the accountings that were granted (45 CFR 164.528), and completes their requests with them: file, document and
/// request in one transaction, so that a run that is cut off leaves the rest for the next one. It finds by itself what
/// is left to do.
/// </summary>
internal sealed class AccountingWork(
    GrantedRequests granted,
    DisclosureList list,
    WritePipeline writes,
    FhirTypeCatalog families,
    TimeProvider clock
)
{
    private const string Kind = "disclosure-accounting";

    /// <summary>How many were completed.</summary>
    /// <param name="request">For the audit.</param>
    /// <param name="cancellation">Stops between two.</param>
    public async Task<int> RunAsync(string request, CancellationToken cancellation)
    {
        var done = 0;
        foreach (var stored in await granted.OfAsync(Kind, cancellation))
            if (await CompleteAsync(stored, request, cancellation))
                done++;
        return done;
    }

    private async Task<bool> CompleteAsync(
        HuskyFhir.Resources.Stored.StoredResource stored,
        string request,
        CancellationToken cancellation
    )
    {
        var task = (FhirTask)FhirJson.Read(stored.Body!);
        var now = clock.GetUtcNow();
        var answer = await list.OfAsync(stored.Member!.Value, Asked(task, now), cancellation);
        if (answer.Fault is { } fault)
            (task.Status, task.StatusReason, task.BusinessStatus) = (
                FhirTask.TaskStatus.Failed,
                new() { Text = fault.Summary },
                new("https://fhir.huskyfhir.example/CodeSystem/husky-request-status", "failed")
            );
        IReadOnlyList<WriteCommand> made = [];
        if (answer.Fault is null)
            made = GrantedRequests.Complete(
                task,
                Kind,
                "accounting",
                "Accounting of disclosures",
                [.. answer.Value.Span, (byte)'\n'],
                stored.Member.Value,
                Whole,
                name => families.Find(name)!,
                now
            );
        var update = new UpdateCommand(
            families.Find("Task")!,
            Whole,
            stored.Id,
            task,
            VersionCondition.Of(stored.Version)
        );
        // One that was taken back meanwhile has another version, and is left alone.
        return (await writes.ApplyAsync(new WritePlan(request, [.. made, update], []), cancellation)).Fault is null;
    }

    private static Grant Whole => new(Caller.Operator, RowFilter.Everything);

    /// <summary>The time that is asked about, within the six years before.</summary>
    private static Interval Asked(FhirTask task, DateTimeOffset now)
    {
        var today = ProgrammeTime.Day(now);
        var most = new Interval(
            ProgrammeTime.ToUtcTicks(today.AddYears(-6).ToDateTime(TimeOnly.MinValue)),
            ProgrammeTime.ToUtcTicks(today.AddDays(1).ToDateTime(TimeOnly.MinValue))
        );
        return GrantedRequests.Period(task) is { } asked
            ? new(Math.Max(asked.Low, most.Low), Math.Min(asked.High, most.High))
            : most;
    }
}
