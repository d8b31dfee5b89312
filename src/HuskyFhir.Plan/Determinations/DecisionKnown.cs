using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// A decision beside what it refers to. Faults: <c>request-of-another</c>, <c>use-differs</c>, <c>item-unknown</c>,
/// <c>decision-before-request</c>,
/// <c>decision-in-future</c>, <c>notice-in-future</c>, <c>previous-of-another</c>, <c>nothing-granted</c>,
/// <c>decision-told</c>.
/// </summary>
internal sealed class DecisionKnown
{
    private readonly WriteStep step;
    private readonly ClaimResponse response;
    private readonly Decision decision;
    private readonly IReadOnlyDictionary<Guid, StoredResource> found;

    public DecisionKnown(WriteStep step, ClaimResponse response, IReadOnlyDictionary<Guid, StoredResource> found)
    {
        (this.step, this.response, this.found) = (step, response, found);
        decision = DecisionReader.Read(response);
        Claim = Own(decision.Claim) as Claim;
        Original = Own(decision.Replaces) is ClaimResponse original ? DecisionReader.Read(original) : null;
    }

    /// <summary>Whether the service wrote the notice of it, which is not mailed yet.</summary>
    public bool AwaitsMailing { get; init; }

    /// <summary>Whether the service itself says by this write when the notice was mailed.</summary>
    private bool IsMailing => response.Annotation<MailedNotice>() is not null;

    /// <summary>The write.</summary>
    public WriteStep Step => step;

    /// <summary>As it comes.</summary>
    public ClaimResponse Response => response;

    /// <summary>As it is read.</summary>
    public Decision Decision => decision;

    /// <summary>What was decided on, of the same member; null where it is another's.</summary>
    public Claim? Claim { get; }

    /// <summary>The one that it replaces.</summary>
    public Decision? Original { get; }

    /// <summary>
    /// Whether it answers the request, and the request's clock is its own: not the plan's own action later on, and not
    /// what an appeal put in its place.
    /// </summary>
    public bool IsOnRequest =>
        DecisionReader.IsFinal(response) && decision.Replaces is null && decision.Action?.Takes() != true;

    /// <summary>Labels by which the request is sensitive, and the decision is not yet.</summary>
    public IEnumerable<Coding> LabelsOfRequest =>
        (Claim?.Meta?.Security ?? [])
            .Where(label =>
                Sensitivity.Of(label) != HuskyFhir.Core.Access.Restriction.None
                && response.Meta?.Security.Exists(own => own.System == label.System && own.Code == label.Code) != true
            )
            .Select(static label => (Coding)label.DeepCopy());

    public IEnumerable<Issue> Check(DateTimeOffset now) =>
        [.. AboutRequest(), .. AboutTime(ProgrammeTime.Day(now), now), .. AboutPrevious(), .. Told()];

    private IEnumerable<Issue> AboutRequest()
    {
        if (Claim is not { } claim)
        {
            yield return Error(
                "The request is not one of the member that the decision is about.",
                "request",
                "request-of-another"
            );
            yield break;
        }

        if (claim.Use != response.Use)
            yield return Error(
                "A request for an authorisation is answered with use preauthorization, a claim with use claim.",
                "use",
                "use-differs"
            );
        if (response.Item.Exists(item => !claim.Item.Exists(asked => asked.Sequence == item.ItemSequence)))
            yield return Error(
                "Each item names one of the request's by its sequence; what the plan added itself belongs in addItem.",
                "item.itemSequence",
                "item-unknown"
            );
        if (
            Interval.Of(response.Created) is { } decided
            && Interval.Of(ClaimRules.ReceivedAt(claim) ?? claim.Created) is { } asked
            && decided.High <= asked.Low
        )
            yield return Error(
                "It cannot have been decided before it was asked.",
                "created",
                "decision-before-request"
            );
    }

    private IEnumerable<Issue> AboutTime(DateOnly today, DateTimeOffset now)
    {
        if (Interval.Of(response.Created) is { } decided && decided.Low > now.UtcTicks)
            yield return Error("It is decided at a time that is still to come.", "created", "decision-in-future");
        if (decision.NoticeDate > today)
            yield return Error(
                "The notice is mailed on a day that is still to come: send the decision when the member has been told, since the time to appeal runs from that day (CGS 17b-60).",
                "extension",
                "notice-in-future"
            );
    }

    private IEnumerable<Issue> AboutPrevious()
    {
        if (References.IdOf(decision.PreviousAuthorization, "ClaimResponse") is not { } id)
            yield break;
        if (Own(id) is not ClaimResponse previous || id == step.Write.Id)
            yield return Error(
                "What was granted before is not a decision about this member.",
                "extension",
                "previous-of-another"
            );
        else if (
            previous.Use != ClaimUseCode.Preauthorization
            || !DecisionReader.IsFinal(previous)
            || DecisionReader.Action(previous) is ActionKind.DeniedFull or ActionKind.Terminated
        )
            yield return Error(
                "That decision granted nothing that could be taken away.",
                "extension",
                "nothing-granted"
            );
    }

    /// <summary>What the member was told stays; another decision replaces it.</summary>
    private IEnumerable<Issue> Told()
    {
        if (
            step.Before?.Body is not { } body
            || FhirJson.Read(body) is not ClaimResponse was
            || was.Status != FinancialResourceStatusCodes.Active
            || DecisionReader.Read(was) is not { } before
            || (before.NoticeDate is null && !AwaitsMailing)
            || IsMailing
        )
            yield break;
        if (before.NoticeDate is null && decision.NoticeDate is not null)
            yield return Error(
                "The service wrote the notice of this decision, and it was not mailed yet: say of the letter that it was mailed, and the day follows from that (42 CFR 431.211).",
                "extension",
                "notice-not-mailed"
            );
        else if (
            (before.Action, before.NoticeDate, before.ActionDate, before.NoticeException, before.Claim)
            != (decision.Action, decision.NoticeDate, decision.ActionDate, decision.NoticeException, decision.Claim)
        )
            yield return Error(
                $"The member {(before.NoticeDate is { } day ? $"was told of this decision on {day:yyyy-MM-dd}" : "is being told of this decision by a letter that is written")}, and has rights by what it said: issue another that replaces it (extension {DecisionTerms.Replaces}), or set status entered-in-error.",
                "extension",
                "decision-told"
            );
    }

    private Resource? Own(Guid? id) =>
        id is { } known
        && found.GetValueOrDefault(known) is { Body: { } body } row
        && row.Member == step.Written.Resource.Member
            ? FhirJson.Read(body)
            : null;

    private static Issue Error(string text, string element, string detail) =>
        Issue.Error(OperationOutcome.IssueType.BusinessRule, text, "ClaimResponse." + element, detail);
}
