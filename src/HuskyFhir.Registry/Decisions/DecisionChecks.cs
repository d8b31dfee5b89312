using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Store.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Registry.Decisions;

/// <summary>
/// What only the store and the clock know of a decision: whose the request is and what it asked for, what was granted before, whether the
/// member was told in time. What is right is shown with its clock, and is at least as sensitive as the request. Faults: 422, those of
/// <see cref="DecisionKnown"/> and <see cref="AdvanceNotice"/>.
/// </summary>
internal sealed class DecisionChecks : IConsequence
{
    public IEnumerable<string> Names(PreparedWrite write) => [];

    public async Task FollowAsync(IReadOnlyList<WriteStep> steps, Following following, CancellationToken cancellation)
    {
        var decisions = steps.Select(static step => (Step: step, Response: (ClaimResponse)step.Write.Resource!)).Select(static each => (each.Step, each.Response, Decision: DecisionReader.Read(each.Response))).ToList();
        var found = await following.LatestAsync(decisions.SelectMany(static each => Named(each.Decision)), cancellation);
        foreach (var (step, response, decision) in decisions)
        {
            if (response.Status == FinancialResourceStatusCodes.EnteredInError)
                continue;
            var known = new DecisionKnown(step, response, decision, found);
            var issues = known.Check(following.Now).Concat(AdvanceNotice.Check(decision, known, following.Options.Clocks)).ToList();
            if (issues.Count > 0)
                following.Refuse(step, new(FaultKind.Unprocessable, issues));
            else
                Show(step, response, known, following);
        }
    }

    private static IEnumerable<Guid> Named(Decision decision) => new[] { decision.Claim, decision.Replaces, Families.References.IdOf(decision.PreviousAuthorization, "ClaimResponse") }.OfType<Guid>();

    private static void Show(WriteStep step, ClaimResponse response, DecisionKnown known, Following following)
    {
        // One that replaces another was decided on its appeal, which has a clock of its own.
        var clock = known.Claim is { } claim && DecisionClock.Of(claim) is { } asked ? known.Decision.Replaces is not null || !DecisionReader.IsFinal(response) || known.Decision.Action?.Takes() == true ? new(asked.Programme, null, null, null) : asked.Decided(response.Created) : null;
        var labels = (known.Claim?.Meta?.Security ?? []).Where(label => Families.Sensitivity.Of(label) != Core.Access.Restriction.None && response.Meta?.Security.Exists(own => own.System == label.System && own.Code == label.Code) != true).ToList();
        if (DecisionClock.IsShown(response, clock) && labels.Count == 0)
            return;
        var shown = (ClaimResponse)response.DeepCopy();
        DecisionClock.Show(shown, clock);
        shown.Meta ??= new();
        shown.Meta.Security.AddRange(labels.Select(static label => (Coding)label.DeepCopy()));
        following.Bring(step, new UpdateAsk(following.Type("ClaimResponse"), Following.Grant(step), step.Write.Id, shown));
    }
}
