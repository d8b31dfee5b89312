using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Determinations;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Requests.Effects;
using HuskyFhir.Plan.Requests.Filing;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Letters;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// Files one request. Faults: those of <see cref="RequestFiling"/> and <see cref="RequestActor"/>, and 422
/// <c>request-transition</c> for a state beyond the first.
/// </summary>
internal sealed class RequestFilingRun(RequestScope scope, KindRules rules)
{
    private readonly Hl7.Fhir.Model.Task task = scope.Task;

    /// <summary>Files it, or says why not.</summary>
    public async Task<Fault?> RunAsync(CancellationToken cancellation)
    {
        var caller = scope.Step.Write.Ask.Grant.Caller;
        task.AuthoredOnElement ??= new(scope.Now);
        if (
            task.Status != rules.Filed.Status
            || (TaskTerms.Business(task, rules) is { } business && business != rules.Filed.Business)
        )
            return No(
                "request-transition",
                $"A new request has the status {Codes.Of(rules.Filed.Status)}; leave businessStatus out.",
                "Task.status"
            );
        if (!(await RequestActor.FilerAsync(scope, rules, cancellation)).Try(out var filer, out var fault))
            return fault;
        var decision = rules.AboutDecision ? await DecisionFacts.FindAsync(scope, cancellation) : null;
        var pending =
            rules.AboutDecision && decision?.InForce != true
                ? await PendingDecision.FindAsync(scope, cancellation)
                : null;
        if (
            filer.By == Actors.Provider
            && caller.Kind == CallerKind.Provider
            && (decision is not null || pending is not null)
            && !await DecisionFacts.IsOfAsync(
                await DecisionFacts.RequestorAsync(scope, cancellation),
                caller.Organization,
                scope,
                cancellation
            )
        )
            return new(
                FaultKind.Forbidden,
                OperationOutcome.IssueType.Forbidden,
                $"A provider appeals what was decided on its own request; the member or the plan files this one ({rules.Law}).",
                null,
                "not-own-decision"
            );
        if (!RequestFiling.File(Book, Ask(filer, decision, pending, caller)).Try(out var filed, out fault))
            return fault;
        filed = await CarriedBenefits.OfAsync(filed, scope, cancellation);
        scope.Case = filed.Case;
        Coordinator.Assign(scope);
        foreach (var effect in EffectList.Of(rules))
            if (await effect.CheckAsync(scope, cancellation) is { } refused)
                return refused;
        Write(filed);
        foreach (var effect in filed.Effects.Select(EffectList.Find).OfType<IEffect>())
            if ((await effect.DoAsync(scope, cancellation)).Fault is { } failed)
                return failed;
        if (filed.Case.AwaitsAuthorization)
            await StepLetters.TellAsync(scope, LetterSteps.AuthorizationNeeded, null, cancellation);
        return rules.GrantsItself && !scope.Options.Assignments.Review && filed.Case.State == rules.Filed
            ? await new MoveSteps(scope).GrantAsync(cancellation)
            : null;
    }

    private DeadlineRules Book => scope.Options.Clocks;

    private FilingAsk Ask(
        (Actors By, bool Represented, bool Authorized) filer,
        Decision? decision,
        PendingDecision? pending,
        Caller caller
    )
    {
        var others = scope.Facts.Others(scope.Member, scope.Step.Write.Id).ToList();
        var focus = References.Read(task.Focus)?.Id;
        var named = References.Read(rules.AboutDecision ? task.PartOf.FirstOrDefault() : task.ReasonReference);
        var earlier = named is null ? Decided(others, focus) : others.Find(each => each.Id == named.Value.Id);
        var follows = earlier?.At(scope.Now);
        var facts = Received(decision, caller) with
        {
            InternalReviewAsked = rules.Kind == RequestKind.ExternalReview ? earlier?.Received : null,
            AppealDecided = rules.Follows.Length > 0 && earlier is { WasLost: true } ? earlier.ToldAt(scope.Now) : null,
            FailedToAct =
                pending?.Lapsed(scope.Now)
                ?? (rules.Follows.Length > 0 && follows is { Overdue: true } ? earlier!.Due : null),
        };
        return new(rules.Kind, filer.By, facts)
        {
            FollowsNothing = named is null && earlier is null,
            Inputs = [.. TaskTerms.Inputs(task)],
            Affirmed = [.. TaskTerms.Affirmed(task)],
            Decision = pending?.Appealed(scope.Now) ?? DecisionFacts.Appealed(decision),
            Follows = follows,
            Earlier =
            [
                .. others
                    .Where(each => rules.AboutDecision ? each.Focus == focus : each.Request.Kind == rules.Kind)
                    .Select(static each => each.Request),
            ],
            SetsDue = ProtectedFields.SetsDue(null, task),
            Represented = filer.Represented,
            Authorized = filer.Authorized,
        };
    }

    /// <summary>
    /// The appeal of the same decision that was decided last: a hearing follows on it though it is not named.
    /// </summary>
    private KnownRequest? Decided(List<KnownRequest> others, Guid? focus) =>
        rules.AboutDecision && rules.Follows.Length > 0
            ? others
                .Where(each => each.Focus == focus && rules.Follows.Contains(each.Request.Kind))
                .Where(static each => each.Request.State.Status == Hl7.Fhir.Model.Task.TaskStatus.Completed)
                .MaxBy(static each => each.Ended)
            : null;

    /// <summary>
    /// The plan says when a letter was written and when it arrived; of a provider's client it is known when it asked.
    /// </summary>
    private ClockFacts Received(Decision? decision, Caller caller)
    {
        var now = scope.Now;
        var asked = caller.Kind == CallerKind.Plan && CaseRecord.Asked(task) is { } at && at < now ? at : now;
        var arrived =
            caller.Kind == CallerKind.Plan
            && TaskTerms.Input<FhirDateTime>(task, "received")?.Value is { } text
            && Interval.Of(text) is { } told
            && told.Low < now.UtcTicks
                ? new(told.Low, TimeSpan.Zero)
                : asked;
        var programme = scope.Facts.Programme(scope.Member, now) ?? decision?.Programme ?? HuskyProgramme.A;
        return DecisionFacts.Notice(decision, programme) with
        {
            Asked = asked,
            Received = arrived,
            Expedited = task.Priority == RequestPriority.Urgent,
            CivilRights = GrievanceReasons.AreCivilRights(task),
        };
    }

    private void Write(Filed filed)
    {
        TaskTerms.Stand(task, rules, filed.Case.State);
        if (filed.Windows is { } windows)
        {
            Tell("benefits-continued-until", windows.Continued);
            Tell("benefits-reinstated-until", windows.Reinstated);
            Tell("benefits-restored-until", windows.Restored);
            if (filed.Case.Affirmed.Contains("continue-benefits"))
                TaskTerms.Output(task, "benefits", new Code(Codes.Of(filed.Benefits)), CarriedBenefits.Why(filed));
        }

        if (!task.Identifier.Exists(static each => each.System == Systems.CaseNumber))
            task.Identifier.Add(
                new(
                    Systems.CaseNumber,
                    $"{ProgrammeTime.Day(scope.Now):yyyyMMdd}-{scope.Step.Write.Id.ToString("N")[^10..].ToUpperInvariant()}"
                )
            );
        CaseRecord.Write(task, filed.Case, filed.Due);
    }

    private void Tell(string output, Deadline? until)
    {
        if (until is not null)
            TaskTerms.Output(task, output, new Date(until.Day.ToString("yyyy-MM-dd", null)), until.Reason);
    }

    private static Fault No(string rule, string text, string expression) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, text, expression, rule);
}
