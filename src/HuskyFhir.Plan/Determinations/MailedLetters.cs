using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Notices.Outbox;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// What the mailing of a letter brings with it: the notice of an adverse decision gets its date, from which the time to
/// appeal runs; and where it was mailed less than ten days before the action, the action is put off and the member told
/// (42 CFR 431.211). Whoever says that a letter was mailed says when. Faults: 422 <c>letter-not-mailed</c>.
/// </summary>
/// <param name="options">The letters about decisions.</param>
internal sealed class MailedLetters(DecisionLetterOptions options) : IWriteReaction
{
    public IEnumerable<string> Names(PreparedWrite write) => [];

    public async Task FollowAsync(
        IReadOnlyList<WriteStep> steps,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        foreach (var step in steps)
        {
            if (step.Write.Resource is not Communication notice || LetterStates.StepOf(notice) is not { } about)
                continue;
            var state = LetterStates.Of(notice);
            if (Refuse(notice, state, ProgrammeTime.Day(following.Now)) is { } fault)
                following.Refuse(step, fault);
            else if (state == LetterState.Mailed && about == LetterSteps.AdverseAction && Day(notice) is { } mailed)
                await DateAsync(step, notice, mailed, following, cancellation);
        }
    }

    private static Fault? Refuse(Communication notice, LetterState? state, DateOnly today) =>
        state switch
        {
            LetterState.Mailed when Day(notice) is not { } day || day > today => No(
                $"A letter that is mailed has its day in sent, and not one to come: give one up to {today:yyyy-MM-dd}."
            ),
            LetterState.Waiting
            or LetterState.Sent
            or LetterState.NoAddress
            or LetterState.Failed when notice.Sent is not null => No(
                "A letter that was not mailed has no date: leave sent out, or say in statusReason that it is mailed."
            ),
            _ => null,
        };

    private async Task DateAsync(
        WriteStep step,
        Communication notice,
        DateOnly mailed,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        if (
            References.IdOf(notice.About.FirstOrDefault(), "ClaimResponse") is not { } id
            || (await following.LatestAsync([id], cancellation)).GetValueOrDefault(id)?.Body is not { } body
            || FhirJson.Read(body) is not ClaimResponse { Status: FinancialResourceStatusCodes.Active } response
            || DecisionReader.Read(response) is not { } decision
            || decision.NoticeDate == mailed
        )
            return;
        response.RemoveExtension(DecisionTerms.NoticeDate);
        response.Extension.Add(new(DecisionTerms.NoticeDate, Date(mailed)));
        var programme = decision.Programme;
        if (
            decision is { Action: { } kind, ActionDate: { } action }
            && kind.Takes()
            && AdvanceNotice.Allowed(decision, mailed, action, programme, options.Clocks) is var allowed
            && allowed != action
        )
        {
            response.RemoveExtension(DecisionTerms.ActionDate);
            response.Extension.Add(new(DecisionTerms.ActionDate, Date(allowed)));
            var update = Update(step, id, response, following);
            await DecisionLetters.TellAsync(
                options,
                step,
                response,
                LetterSteps.ActionPutOff,
                new(id, programme ?? HuskyProgramme.A, null, action),
                following,
                cancellation
            );
            following.Bring(step, update);
            return;
        }

        following.Bring(step, Update(step, id, response, following));
    }

    private static UpdateCommand Update(WriteStep step, Guid id, ClaimResponse response, WriteContext following)
    {
        response.AddAnnotation(new MailedNotice());
        return new(following.Type("ClaimResponse"), WriteContext.Grant(step), id, response);
    }

    private static Date Date(DateOnly day) => new(day.ToString("yyyy-MM-dd", null));

    private static DateOnly? Day(Communication notice) =>
        Interval.Of(notice.Sent) is { } sent ? ProgrammeTime.Day(new(sent.Low, TimeSpan.Zero)) : null;

    private static Fault No(string text) =>
        new(
            FaultKind.Unprocessable,
            OperationOutcome.IssueType.BusinessRule,
            text,
            "Communication.sent",
            "letter-not-mailed"
        );
}
