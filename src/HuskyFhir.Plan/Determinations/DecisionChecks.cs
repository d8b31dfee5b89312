using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// What only the store and the clock know of a decision: whose the request is and what it asked for, what was granted
/// before, whether the member was told in time. What is right is shown with its clock, and is at least as sensitive as
/// the request. Faults: 422, those of
/// <see cref="DecisionKnown"/> and <see cref="AdvanceNotice"/>.
/// </summary>
/// <param name="clocks">The legal times, as they hold here.</param>
/// <param name="letterOptions">The letters about decisions.</param>
internal sealed class DecisionChecks(DeadlineRules clocks, DecisionLetterOptions letterOptions) : IWriteReaction
{
    public IEnumerable<string> Names(PreparedWrite write) => [];

    public async Task FollowAsync(
        IReadOnlyList<WriteStep> steps,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var responses = steps
            .Select(static step => (Step: step, Response: (ClaimResponse)step.Write.Resource!))
            .Where(static each => each.Response.Status != FinancialResourceStatusCodes.EnteredInError)
            .ToList();
        var found = await following.LatestAsync(
            responses.SelectMany(static each => Named(DecisionReader.Read(each.Response))),
            cancellation
        );
        var letters = await DecisionLetters.WrittenAsync(
            [.. steps.Select(static step => step.Write.Id)],
            following,
            cancellation
        );
        await DecisionLetters.StopAsync(steps, letters, following, cancellation);
        var known = responses.ConvertAll(each => new DecisionKnown(each.Step, each.Response, found)
        {
            AwaitsMailing = letters.Any(letter => letter.Decision == each.Step.Write.Id && letter.IsUnmailed),
        });
        // A claim of the same transaction may not show its clock yet.
        var coverages = await ClaimClock.CoveragesAsync(
            known.Select(static each => each.Claim).OfType<Claim>(),
            following,
            cancellation
        );
        foreach (var each in known)
        {
            var clock =
                each.Claim is { } claim && ClaimClock.Of(claim, coverages, clocks).Try(out var asked, out _)
                    ? asked
                    : null;
            var issues = each.Check(following.Now)
                .Concat(AdvanceNotice.Check(each, clock?.Programme, clocks, Core.Time.ProgrammeTime.Day(following.Now)))
                .Concat(Loaded(each, following))
                .ToList();
            if (issues.Count > 0)
            {
                following.Refuse(each.Step, new(FaultKind.Unprocessable, issues));
                continue;
            }

            Show(each, clock, following);
            if (
                each.Decision is { Action: not null, NoticeDate: null, InForce: true }
                && !letters.Any(letter => letter.Decision == each.Step.Write.Id)
                && !DecisionLetters.IsBeingWritten(each.Step.Write.Id, following)
            )
                await DecisionLetters.TellAsync(
                    letterOptions,
                    each.Step,
                    each.Response,
                    LetterSteps.AdverseAction,
                    new(each.Step.Write.Id, clock?.Programme ?? HuskyProgramme.A, each.Claim, null),
                    following,
                    cancellation
                );
        }
    }

    /// <summary>What a load brings has its history elsewhere, its notice included.</summary>
    private static IEnumerable<Issue> Loaded(DecisionKnown known, WriteContext following) =>
        following.IsLoad(known.Step) && known.Decision is { Action: not null, NoticeDate: null, InForce: true }
            ?
            [
                Issue.Error(
                    OperationOutcome.IssueType.Required,
                    $"A decision that a load brings was told before: give the day with the extension {DecisionTerms.NoticeDate}.",
                    "ClaimResponse.extension",
                    "notice-date-required"
                ),
            ]
            : [];

    private static IEnumerable<Guid> Named(Decision decision) =>
        new[]
        {
            decision.Claim,
            decision.Replaces,
            HuskyFhir.Resources.Types.References.IdOf(decision.PreviousAuthorization, "ClaimResponse"),
        }.OfType<Guid>();

    private static void Show(DecisionKnown known, DecisionClock? asked, WriteContext following)
    {
        var response = known.Response;
        var clock =
            asked is null ? null
            : known.IsOnRequest ? asked.Decided(response.Created)
            : new(asked.Programme, null, null, null);
        var labels = known.LabelsOfRequest.ToList();
        if (DecisionClock.IsShown(response, clock) && labels.Count == 0)
            return;
        var shown = (ClaimResponse)response.DeepCopy();
        DecisionClock.Show(shown, clock);
        if (response.Annotation<MailedNotice>() is { } mailed)
            shown.AddAnnotation(mailed);
        shown.Meta ??= new();
        shown.Meta.Security.AddRange(labels);
        following.Bring(
            known.Step,
            new UpdateCommand(
                following.Type("ClaimResponse"),
                WriteContext.Grant(known.Step),
                known.Step.Write.Id,
                shown
            )
        );
    }
}
