using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Determinations;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// What was continued or given again ends with the request that it hung on, and the decision says when,
/// the request also why. Another open request about the same decision that it also hangs on keeps it. Under managed care a lost
/// appeal leaves ten days in which a hearing may be asked for (42 CFR 438.420(c)(2)).
/// </summary>
internal sealed class EndBenefits : IEffect
{
    /// <summary>Days for which a lost appeal keeps them, so that a hearing can be asked for.</summary>
    public const int DaysForTheNext = 10;

    private const string Ended = "benefits-ended";

    public RequestEffect Effect => RequestEffect.EndContinuedBenefits;

    public async Task<Result<Done>> DoAsync(RequestScope scope, CancellationToken cancellation)
    {
        if (
            !Keeps(scope.Task)
            || TaskTerms.OutputOf<Date>(scope.Task, Ended) is not null
            || await AnotherAsync(scope, cancellation)
        )
            return Done.Now;
        var last = Last(scope);
        var reason = $"{Words(scope.Move)} on {ProgrammeTime.Day(scope.Now):yyyy-MM-dd}, {Clause(scope)}";
        TaskTerms.Output(scope.Task, Ended, new Date(last.ToString("yyyy-MM-dd", null)), reason);
        await KeepBenefits.ChangeAsync(scope, decision => PendingBenefits.End(decision, last), cancellation);
        return Done.Now;
    }

    /// <summary>Whether benefits hang on a request.</summary>
    public static bool Keeps(Task task) =>
        TaskTerms.OutputOf<Code>(task, "benefits")?.Value is "continue" or "must-reinstate"
        || TaskTerms.OutputOf<Date>(task, "benefits-reinstated") is not null;

    /// <summary>The last day of what ended; null where it did not.</summary>
    public static DateOnly? LastOf(Task task) =>
        Interval.Of(TaskTerms.OutputOf<Date>(task, Ended)?.Value) is { } day
            ? ProgrammeTime.Day(new(day.Low, TimeSpan.Zero))
            : null;

    private static DateOnly Last(RequestScope scope)
    {
        var today = ProgrammeTime.Day(scope.Now);
        return
            IsManaged(scope)
            && scope.Case.Rules.Follows.Length == 0
            && scope.Move is RequestTransition.Uphold or RequestTransition.OverturnInPart
            ? today.AddDays(DaysForTheNext)
            : today;
    }

    private static async Task<bool> AnotherAsync(RequestScope scope, CancellationToken cancellation)
    {
        var focus = References.Read(scope.Task.Focus)?.Id;
        foreach (
            var other in scope
                .Facts.Others(scope.Member, scope.Step.Write.Id)
                .Where(other => other.Focus == focus && !other.Request.State.Ended)
                .ToList()
        )
            if ((await scope.Facts.FindAsync(other.Id, cancellation))?.Resource is Task task && Keeps(task))
                return true;
        return false;
    }

    private static bool IsManaged(RequestScope scope) => scope.Options.Clocks.IsManagedCare(scope.Case.Clock.Programme);

    private static string Clause(RequestScope scope) =>
        IsManaged(scope) ? "42 CFR 438.420(c)"
        : scope.Case.Clock.Programme == HuskyProgramme.B ? "42 CFR 457.1170"
        : "42 CFR 431.230(a)";

    private static string Words(RequestTransition move) =>
        move switch
        {
            RequestTransition.Uphold => "the decision was upheld",
            RequestTransition.OverturnInPart => "the decision was reversed in part",
            RequestTransition.Withdraw => "the request was taken back",
            RequestTransition.Dismiss => "the request was dismissed",
            RequestTransition.RefuseUntimely or RequestTransition.RefuseNotAppealable => "the request was refused",
            _ => "the request ended",
        };
}
