using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Requests.Effects;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Moves;
using FhirTask = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// A new version of a request: a move, or something added to it. Faults: those of <see cref="ProtectedFields"/>, <see
/// cref="MoveReading"/>,
/// <see cref="RequestMoves"/>, and 409 <c>move-not-allowed</c> for what has ended, <c>changed-meanwhile</c>
/// for a change of an earlier version.
/// </summary>
internal sealed class RequestMoveRun(RequestScope scope, FhirTask before, KindRules rules)
{
    private readonly FhirTask task = scope.Task;

    /// <summary>Makes the move, or says why not.</summary>
    public async Task<Fault?> RunAsync(CancellationToken cancellation)
    {
        var now = CaseRecord.Read(before, rules) with { Affirmed = [.. TaskTerms.Affirmed(task)] };
        now = now with { Clock = now.Clock with { CivilRights = GrievanceReasons.AreCivilRights(task) } };
        var by = RequestActor.Mover(scope.Step.Write.Ask.Grant.Caller);
        scope.Case = now;
        if (
            scope.Step.Write.Ask.Author is { Organization: { } organization }
            && !await Filer.IsAsync(scope, organization, cancellation)
        )
            return MoveFaults.NotYours;
        if (by == Actors.Agency && !rules.BeforeAgency)
            return MoveFaults.NotHeard(rules);
        if (Stale(now) is { } stale)
            return stale;
        if (ProtectedFields.Refuse(before, task, rules, by) is { } settled)
            return settled;
        ProtectedFields.Restore(before, task);
        Coordinator.Assign(scope);
        if (task.Status == FhirTask.TaskStatus.EnteredInError)
            return await VoidAsync(now, by, cancellation);
        if (!MoveReading.Read(now, before, task, scope.Now).Try(out var move, out var fault))
            return fault;
        if (Demand(now) is { } soon)
            return soon;
        if (await KeepBenefits.ChooseAsync(before, scope, cancellation) is { } early)
            return early;
        if (move is not { } meant)
            return Add(now) ?? await new MoveSteps(scope).FollowAsync(cancellation);
        return await WordAsync(meant, cancellation) ?? await MakeAsync(meant, by, now, cancellation);
    }

    /// <summary>What shows the member's own word is the member's, and is there where it is awaited.</summary>
    private async Task<Fault?> WordAsync(RequestTransition meant, CancellationToken cancellation)
    {
        if (
            meant == RequestTransition.ReceiveAuthorization
            || MoveReading.Authorizations(task, rules) > MoveReading.Authorizations(before, rules)
        )
            if ((await RequestActor.AuthorizedAsync(scope, rules, cancellation)).Fault is { } foreign)
                return foreign;
        if (meant == RequestTransition.ReceiveAuthorization && MoveReading.Authorizations(task, rules) == 0)
            return new(
                FaultKind.Unprocessable,
                OperationOutcome.IssueType.BusinessRule,
                $"The member's own word is awaited: name it as input {rules.Authorization} "
                    + $"({(rules.PlanConfirms ? rules.Law : "42 CFR 438.402(c)(1)(ii)")}).",
                "Task.input",
                "authorization-missing"
            );
        return null;
    }

    private async Task<Fault?> MakeAsync(
        RequestTransition meant,
        Actors by,
        RequestCase now,
        CancellationToken cancellation
    )
    {
        var more = MoreTime.Asked(task, scope.Now);
        MoreTime.Give(task, scope.Now);
        var steps = new MoveSteps(scope);
        var refused = await steps.MakeAsync(
            new(meant, by, scope.Now)
            {
                Reason = more?.Reason ?? TaskTerms.Reason(task),
                ExtensionDays = more?.Days ?? 0,
                RequesterAgrees = more?.ByRequester ?? now.Affirmed.Contains("requester-agrees"),
                Hearing = CaseRecord.Hearing(task),
            },
            cancellation
        );
        // With the member's word there, it is done as if it had come with the filing.
        return
            refused is null
            && meant == RequestTransition.ReceiveAuthorization
            && rules.GrantsItself
            && !scope.Options.Assignments.Review
            && scope.Case.State == rules.Filed
            ? await steps.GrantAsync(cancellation)
            : refused;
    }

    /// <summary>
    /// What has ended takes outputs alone, such as the notice of its end; and who read an earlier version reads again.
    /// </summary>
    private Fault? Stale(RequestCase now)
    {
        if (now.State.Ended && !OnlyOutputs())
            return Conflict(
                $"A request of kind {rules.Code} that is {now.State} has ended, and a new request is needed; only outputs are added to it ({rules.Law}).",
                "move-not-allowed"
            );
        return ProtectedFields.IsStale(before, task)
            ? Conflict(
                "The request went on since it was read; read it, and send the change again.",
                "changed-meanwhile"
            )
            : null;
    }

    /// <summary>
    /// A decision is demanded of a hearing officer who is late with it, and by nobody sooner (CGS 17b-61(b)).
    /// </summary>
    private Fault? Demand(RequestCase now)
    {
        if (CaseRecord.Demanded(task) is not { } demanded || CaseRecord.Demanded(before) == demanded)
            return null;
        if (
            rules.Kind != RequestKind.StateFairHearing
            || CaseRecord.Demanded(before) is not null
            || demanded > scope.Now
        )
            return No(
                "demand-not-open",
                "A late decision of a state fair hearing is demanded once, and not for a time to come (CGS 17b-61(b))."
            );
        var due = RequestClocks.Lawful(scope.Options.Clocks, now with { Clock = now.Clock with { Demanded = null } });
        return due is null || due.Met(demanded)
            ? No(
                "demand-too-soon",
                $"The decision is not late: {(due is null ? "no time runs" : $"it is due by {due.Day:yyyy-MM-dd}, {due.Reason}")} (CGS 17b-61(b))."
            )
            : null;
    }

    /// <summary>What is no move: inputs, an owner, a note.</summary>
    private Fault? Add(RequestCase now)
    {
        scope.Case = now with
        {
            Clock = now.Clock with
            {
                Expedited = task.Priority == RequestPriority.Urgent,
                CivilRights = GrievanceReasons.AreCivilRights(task),
                Demanded = CaseRecord.Demanded(task),
            },
        };
        TaskTerms.Stand(task, rules, now.State);
        CaseRecord.Write(task, scope.Case, RequestClocks.Due(scope.Options.Clocks, scope.Case));
        return null;
    }

    private async Task<Fault?> VoidAsync(RequestCase now, Actors by, CancellationToken cancellation)
    {
        if (by != Actors.Staff)
            return MoveFaults.NotBy(now, new(RequestTransition.Fail, by, scope.Now), Actors.Staff);
        scope.Case = now with
        {
            State = new(FhirTask.TaskStatus.EnteredInError, now.State.Business),
            Clock = now.Clock with { Ended = now.Clock.Ended ?? scope.Now },
        };
        TaskTerms.Stand(task, rules, scope.Case.State);
        CaseRecord.Write(task, scope.Case, null);
        scope.Move = RequestTransition.Fail;
        if (!now.State.Ended)
            await new EndBenefits().DoAsync(scope, cancellation);
        return null;
    }

    private bool OnlyOutputs()
    {
        var (one, other) = ((FhirTask)before.DeepCopy(), (FhirTask)task.DeepCopy());
        ProtectedFields.Restore(before, other);
        foreach (var each in new[] { one, other })
            (each.Id, each.Meta, each.Text, each.Output) = (null, null, null, []);
        return one.IsExactly(other);
    }

    private static Fault No(string rule, string text) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, text, "Task.input", rule);

    private static Fault Conflict(string text, string rule) =>
        new(FaultKind.Conflict, OperationOutcome.IssueType.BusinessRule, text, "Task.status", rule);
}
