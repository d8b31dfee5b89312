using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Effects;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Letters;
using HuskyFhir.Plan.Requests.Moves;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>
/// Makes moves with what follows from them: what was granted is done at once, where a transaction has all that it
/// takes.
/// </summary>
internal sealed class MoveSteps(RequestScope scope)
{
    private DeadlineRules Book => scope.Options.Clocks;

    /// <summary>The service grants it itself, and does it.</summary>
    public Task<Fault?> GrantAsync(CancellationToken cancellation) =>
        MakeAsync(new(RequestTransition.Grant, Actors.System, scope.Now), cancellation);

    /// <summary>One move, and what the service then does by itself.</summary>
    public async Task<Fault?> MakeAsync(Moving ask, CancellationToken cancellation)
    {
        if (!(await ApplyAsync(ask, cancellation)).Try(out var made, out var fault))
            return fault;
        if (!made)
            return MoveFaults.Unprocessable(
                "output-missing",
                $"What {Codes.Of(ask.Move)} hands over is made by a job: grant the request (businessStatus granted), and the service completes it; or bring the output.",
                "Task.output"
            );
        return ask.Move == RequestTransition.Grant ? await FollowAsync(cancellation) : null;
    }

    /// <summary>What was granted is done, as soon as all that it takes is there.</summary>
    public async Task<Fault?> FollowAsync(CancellationToken cancellation) =>
        scope.Case.State.Business == States.Granted.Business
        && scope.Case.Rules.Transitions.FirstOrDefault(each => each.Follows && each.From.Contains(scope.Case.State))
            is { } next
            ? (await ApplyAsync(new(next.Move, Actors.System, scope.Now), cancellation)).Fault
            : null;

    /// <summary>Whether it was made; where something is left for a job, the request stays where it was.</summary>
    private async Task<Result<bool>> ApplyAsync(Moving ask, CancellationToken cancellation)
    {
        var effects = scope
            .Case.Rules.Transitions.Where(each => each.Move == ask.Move && each.From.Contains(scope.Case.State))
            .SelectMany(static each => each.Effects)
            .Select(EffectList.Find)
            .OfType<IEffect>()
            .ToList();
        ask = ask with
        {
            Outputs =
            [
                .. TaskTerms.Outputs(scope.Task),
                .. effects.Select(static effect => effect.Output).OfType<string>(),
            ],
            Reason = ask.Reason ?? TaskTerms.Reason(scope.Task),
        };
        var now = scope.Case;
        var from = now.State.Business;
        if (!RequestMoves.Apply(Book, now, ask).Try(out var moved, out var fault))
            return fault;
        scope.Move = ask.Move;
        foreach (var effect in effects)
        {
            if (!(await effect.DoAsync(scope, cancellation)).Try(out var done, out fault))
                return fault;
            if (done == Done.Later)
                return false;
        }

        scope.Case = moved.Case;
        if (moved.Case.Kind != now.Kind)
            scope.Task.Code = new(moved.Case.Rules.System, moved.Case.Rules.Code);
        TaskTerms.Stand(scope.Task, moved.Case.Rules, moved.Case.State);
        CaseRecord.Write(scope.Task, moved.Case, moved.Due);
        if (RequestClocks.Mailing(Book, moved.Case) is { } mailing)
            TaskTerms.Output(
                scope.Task,
                "decision-mailed-until",
                new Hl7.Fhir.Model.Date(mailing.Day.ToString("yyyy-MM-dd", null)),
                mailing.Reason
            );
        await StepLetters.TellAsync(scope, Codes.Of(ask.Move), from, cancellation);
        return true;
    }
}
