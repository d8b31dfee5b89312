using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Determinations;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// Benefits go on while an appeal or hearing is open, or come back for that time (42 CFR 431.230 and 431.231, 438.420):
/// the decision says so, for who gives the service; the reason stays with the request. Where the law lets the plan choose (431.231(a)), staff says from
/// when in <c>output[benefits-reinstated]</c>. Faults, 422: <c>reinstatement-not-open</c>, <c>reinstatement-date</c>.
/// </summary>
internal sealed class KeepBenefits(RequestEffect effect) : IEffect
{
    private const string Chosen = "benefits-reinstated";

    public RequestEffect Effect => effect;

    public async Task<Result<Done>> DoAsync(RequestScope scope, CancellationToken cancellation)
    {
        var facts = scope.Case.Clock;
        var today = ProgrammeTime.Day(scope.Now);
        if (effect == RequestEffect.ContinueBenefits)
            await SayAsync(
                scope,
                PendingBenefits.Continued,
                facts.ActionDate is { } action && action > today ? action : today,
                cancellation
            );
        else
            await SayAsync(scope, PendingBenefits.Reinstated, today, cancellation);
        return Done.Now;
    }

    /// <summary>Staff gives benefits again; null where the new version says nothing of it, or it may be so.</summary>
    public static async Task<Fault?> ChooseAsync(
        Hl7.Fhir.Model.Task before,
        RequestScope scope,
        CancellationToken cancellation
    )
    {
        var given = TaskTerms.OutputOf<Date>(scope.Task, Chosen);
        if (given is null || TaskTerms.OutputOf<Date>(before, Chosen) is not null)
            return null;
        if (TaskTerms.OutputOf<Code>(before, "benefits")?.Value is not "may-reinstate" || scope.Case.State.Ended)
            return No(
                "reinstatement-not-open",
                "Benefits are given again where the request is open and its output benefits says may-reinstate (42 CFR 431.231(a))."
            );
        if (Interval.Of(given.Value) is not { } day || day.Low > scope.Now.UtcTicks)
            return No("reinstatement-date", "Say the day from which they are given again, and not one to come.");
        await SayAsync(
            scope,
            PendingBenefits.Reinstated,
            DateOnly.ParseExact(given.Value!, "yyyy-MM-dd", null),
            cancellation
        );
        return null;
    }

    /// <summary>Changes the decision that a request is about; nothing where it is about none.</summary>
    internal static async System.Threading.Tasks.Task ChangeAsync(
        RequestScope scope,
        Action<ClaimResponse> change,
        CancellationToken cancellation
    )
    {
        if (
            References.IdOf(scope.Task.Focus, "ClaimResponse") is not { } id
            || !(await scope.Following.LatestAsync([id], cancellation)).TryGetValue(id, out var stored)
            || stored.Body is null
        )
            return;
        var decision = (ClaimResponse)FhirJson.Read(stored.Body);
        change(decision);
        scope.Following.Bring(
            scope.Step,
            new UpdateCommand(scope.Following.Type("ClaimResponse"), WriteContext.Grant(scope.Step), id, decision)
        );
    }

    private static System.Threading.Tasks.Task SayAsync(
        RequestScope scope,
        string kind,
        DateOnly since,
        CancellationToken cancellation
    ) => ChangeAsync(scope, decision => PendingBenefits.Begin(decision, kind, since), cancellation);

    private static Fault No(string rule, string text) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, text, "Task.output", rule);
}
