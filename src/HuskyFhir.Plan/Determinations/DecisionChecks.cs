using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.LegalClocks;
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
internal sealed class DecisionChecks(ClockBook clocks) : IConsequence
{
    public IEnumerable<string> Names(PreparedWrite write) => [];

    public async Task FollowAsync(IReadOnlyList<WriteStep> steps, Following following, CancellationToken cancellation)
    {
        var responses = steps
            .Select(static step => (Step: step, Response: (ClaimResponse)step.Write.Resource!))
            .Where(static each => each.Response.Status != FinancialResourceStatusCodes.EnteredInError)
            .ToList();
        var found = await following.LatestAsync(
            responses.SelectMany(static each => Named(DecisionReader.Read(each.Response))),
            cancellation
        );
        var known = responses.ConvertAll(each => new DecisionKnown(each.Step, each.Response, found));
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
            var issues = each.Check(following.Now).Concat(AdvanceNotice.Check(each, clock?.Programme, clocks)).ToList();
            if (issues.Count > 0)
                following.Refuse(each.Step, new(FaultKind.Unprocessable, issues));
            else
                Show(each, clock, following);
        }
    }

    private static IEnumerable<Guid> Named(Decision decision) =>
        new[]
        {
            decision.Claim,
            decision.Replaces,
            HuskyFhir.Resources.Types.References.IdOf(decision.PreviousAuthorization, "ClaimResponse"),
        }.OfType<Guid>();

    private static void Show(DecisionKnown known, DecisionClock? asked, Following following)
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
        shown.Meta ??= new();
        shown.Meta.Security.AddRange(labels);
        following.Bring(
            known.Step,
            new UpdateAsk(following.Type("ClaimResponse"), Following.Grant(known.Step), known.Step.Write.Id, shown)
        );
    }
}
