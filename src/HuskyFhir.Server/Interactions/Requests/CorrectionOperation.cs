using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Operations;
using FhirTask = Hl7.Fhir.Model.Task;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Requests;

/// <summary>
/// <c>Communication/$correction-request</c> (Patient Request for Corrections 1.0.0; 45 CFR 164.526): a message of the
/// thread of a correction, stored with what came with it in one transaction. A first message of the member makes the
/// request, disagreement with a refusal makes the request that puts it on record, and what the member adds goes to the
/// open request, which then goes on. Answers the message as stored, whose <c>about</c> is the Task. Faults: 400, 403;
/// 422 <c>correction-bundle</c>, <c>correction-about</c>, and those of the requests themselves.
/// </summary>
internal sealed class CorrectionOperation(
    RequestBody bodies,
    Intake intake,
    ResourceReader reads,
    WritePipeline writes,
    FhirTypeCatalog families,
    ReadAudit trace,
    TimeProvider clock
)
{
    public const string Name = "$correction-request";

    private const string Disagreement = "medRecCxDenialDisagree";

    public async Task RequestAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        await trace.AnswerAsync(context, call, await AnswerAsync(context, call));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (!(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault))
            return fault;
        var sent = input.Resource<Bundle>("CorrectionRequest") ?? input.Resource<Bundle>("resource");
        if (
            !CorrectionBundle
                .Read(sent, intake, families, clock.GetUtcNow(), context.RequestAborted)
                .Try(out var bundle, out fault)
            || !(await ThreadAsync(bundle, call, context.RequestAborted)).Try(out var thread, out fault)
            || !bundle.Asks(call).Try(out var asks, out fault)
            || !Request(bundle, thread, call).Try(out var request, out fault)
        )
            return fault;
        var plan = new WritePlan(call.RequestId, request is null ? asks : [.. asks, request], []);
        if (!(await writes.ApplyAsync(plan, context.RequestAborted)).Try(out var written, out fault))
            return fault;
        StoredMark.Put(context);
        return new ReadOnlyMemory<byte>(written[0].Resource.Body);
    }

    /// <summary>The request that a message is about, by itself or through the message that it is about; null for a first one.</summary>
    private async Task<Result<Thread?>> ThreadAsync(
        CorrectionBundle bundle,
        FhirCall call,
        CancellationToken cancellation
    )
    {
        if (bundle.Message.About.Count == 0)
            return (Thread?)null;
        var about = bundle.Message.About[0];
        if (
            References.IdOf(about, "Communication") is { } first
            && await FindAsync(call, "Communication", first, cancellation) is { Resource: Communication message }
        )
            about = message.About.FirstOrDefault();
        if (
            References.IdOf(about, "Task") is not { } id
            || await FindAsync(call, "Task", id, cancellation) is not { Resource: FhirTask task, Stored: var stored }
            || KindOf(task) is not { } rules
            || task.For?.Reference != bundle.Message.Subject?.Reference
        )
            return new Fault(
                FaultKind.Unprocessable,
                IssueType.NotFound,
                "The message is about no correction of this member that is known here; leave about out for a new one.",
                "Communication.about",
                "correction-about"
            );
        return new Thread(task, stored, rules);
    }

    /// <summary>The write of the Task: a new one, what is added to an open one, or none; sets what the message is about.</summary>
    private Result<WriteCommand?> Request(CorrectionBundle bundle, Thread? thread, FhirCall call)
    {
        var type = families.Find("Task")!;
        var opens = thread is null || (bundle.Category == Disagreement && thread.Rules.Kind == RequestKind.Amendment);
        if (opens && (thread is null) == (bundle.Category == Disagreement))
            return new Fault(
                FaultKind.Unprocessable,
                IssueType.BusinessRule,
                "A disagreement names in about the correction that was refused (45 CFR 164.526(d)(2)).",
                "Communication.about",
                "correction-about"
            );
        if (!opens)
            bundle.Message.About = [new($"Task/{thread!.Stored.Id:D}")];
        if (!opens && (!bundle.IsFromMember || thread!.IsOver))
            return (WriteCommand?)null;
        var needs = opens ? Interaction.Create : Interaction.Update;
        if (!Policy.Decide(call.Caller, needs, type.Name, type.Openness).Try(out var grant, out var fault))
            return fault;
        if (!opens)
            return new UpdateCommand(
                type,
                grant,
                thread!.Stored.Id,
                thread.With(Said(bundle, thread.Rules.Code)),
                VersionCondition.Of(thread.Stored.Version)
            );
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        bundle.Message.About = [new($"Task/{id:D}")];
        return new CreateCommand(type, grant, New(bundle, thread), id);
    }

    private static FhirTask New(CorrectionBundle bundle, Thread? thread)
    {
        var rules = KindTable.Of(thread is null ? RequestKind.Amendment : RequestKind.AmendmentDisagreement);
        return new()
        {
            Status = rules.Filed.Status,
            Intent = FhirTask.TaskIntent.Order,
            Code = new(rules.System, rules.Code),
            For = (ResourceReference)bundle.Message.Subject!.DeepCopy(),
            Requester = (ResourceReference)bundle.Message.Sender!.DeepCopy(),
            AuthoredOn = bundle.Message.Sent,
            Focus = (ResourceReference?)(bundle.Disputed ?? thread?.Task.Focus)?.DeepCopy(),
            ReasonReference = thread is null ? null : new($"Task/{thread.Stored.Id:D}"),
            Input = [Said(bundle, rules.Code)],
        };
    }

    private static FhirTask.ParameterComponent Said(CorrectionBundle bundle, string code) =>
        new()
        {
            Type = new(KindTable.Of(RequestKind.Amendment).InputSystem, code),
            Value = new ResourceReference($"Communication/{bundle.Id:D}"),
        };

    private async Task<(StoredResource Stored, Resource Resource)?> FindAsync(
        FhirCall call,
        string name,
        Guid id,
        CancellationToken cancellation
    )
    {
        var type = families.Find(name)!;
        return
            Policy.Decide(call.Caller, Interaction.Read, name, type.Openness).Try(out var grant, out _)
            && (await reads.ReadAsync(type, id, grant, cancellation)).Try(out var stored, out _)
            ? (stored, FhirJson.Read(stored.Body!))
            : null;
    }

    private static KindRules? KindOf(FhirTask task) =>
        (task.Code?.Coding ?? [])
            .Select(static coding => KindTable.Find(coding.System, coding.Code))
            .FirstOrDefault(static rules =>
                rules is { Kind: RequestKind.Amendment or RequestKind.AmendmentDisagreement }
            );

    /// <summary>The request of a thread, as it stands.</summary>
    private sealed record Thread(FhirTask Task, StoredResource Stored, KindRules Rules)
    {
        public bool IsOver =>
            Task.Status
                is FhirTask.TaskStatus.Completed
                    or FhirTask.TaskStatus.Rejected
                    or FhirTask.TaskStatus.Cancelled
                    or FhirTask.TaskStatus.EnteredInError;

        /// <summary>With one more input; one that waited for information goes on.</summary>
        public FhirTask With(FhirTask.ParameterComponent said)
        {
            var task = (FhirTask)Task.DeepCopy();
            task.Input.Add(said);
            if (task.Status == FhirTask.TaskStatus.OnHold)
                (task.Status, task.BusinessStatus) = (
                    FhirTask.TaskStatus.InProgress,
                    new(Rules.StatusSystem, "in-review")
                );
            return task;
        }
    }
}
