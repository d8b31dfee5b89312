using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// All assignments of one member, and the only place that changes them. At any instant at most one holds; a change ends
/// one and begins the other at the same instant, so that no gap arises that nobody asked for. The latest decision wins:
/// what was to begin later is withdrawn.
/// </summary>
internal sealed class Timeline
{
    private readonly Guid member;
    private readonly List<Assignment> all;

    /// <param name="member">Whose.</param>
    /// <param name="assignments">All of them, those entered in error included.</param>
    /// <param name="now">The clock; instances may differ by a little, so that it never stands before what has begun
    /// already.</param>
    public Timeline(Guid member, IEnumerable<Assignment> assignments, DateTimeOffset now)
    {
        this.member = member;
        all = [.. assignments.OrderBy(static each => each.Low).ThenBy(static each => each.Id)];
        var begun = all.Where(static each => each.Team.Status == CareTeam.CareTeamStatus.Active)
            .Select(static each => each.Low)
            .DefaultIfEmpty(0)
            .Max();
        Now =
            begun < now.UtcTicks || begun > now.AddMinutes(1).UtcTicks
                ? now
                : new DateTimeOffset(begun, TimeSpan.Zero).AddMilliseconds(1);
    }

    public DateTimeOffset Now { get; }

    /// <summary>The one that holds now; null for none.</summary>
    public Assignment? Current => At(Now.UtcTicks);

    /// <summary>The one that holds at an instant, as is known now; null for none.</summary>
    public Assignment? At(long ticks) => Valid.FirstOrDefault(each => each.Low <= ticks && each.High > ticks);

    /// <summary>The first one to begin after an instant that the member chose; null for none.</summary>
    public Assignment? NextChosen(long ticks) => Valid.FirstOrDefault(each => each.Low > ticks && each.IsChosen);

    /// <summary>Those that are to be stored.</summary>
    public IEnumerable<Assignment> Changed => all.Where(static each => each.IsChanged);

    private IEnumerable<Assignment> Valid => all.Where(static each => !each.IsVoid);

    /// <summary>
    /// Whether they can stand together. What the service had recorded by itself gives way to an assignment of the same
    /// provider, and to every one that a load brings. Fault: 422.
    /// </summary>
    /// <param name="unreferred">In a load: what may go and leaves no reference behind; null elsewhere.</param>
    public Fault? Check(IReadOnlySet<Guid>? unreferred = null)
    {
        foreach (var each in Valid)
            if (each.Role is null)
                return Refusal(
                    "A primary care provider is a practitioner at an organisation: name PractitionerRole/id.",
                    "participant.member",
                    "pcp-role"
                );
            else if (
                each.Team.Status
                is not (
                    CareTeam.CareTeamStatus.Proposed
                    or CareTeam.CareTeamStatus.Active
                    or CareTeam.CareTeamStatus.Inactive
                )
            )
                return Refusal(
                    "The status of an assignment is proposed, active or inactive, as its period says, or entered-in-error.",
                    "status",
                    "assignment-status"
                );
            else if (each.Team.Status == CareTeam.CareTeamStatus.Inactive && each.High > Now.UtcTicks)
                return Refusal(
                    "The assignment is inactive and its period goes on: an assignment ends by participant.period.end. A day counts to its end; for an end within today give the time.",
                    "participant.period.end",
                    "assignment-status"
                );
        GiveWay(unreferred);
        Assignment? before = null;
        foreach (var each in Valid)
        {
            if (before is not null && each.Low < before.High)
                return Refusal(
                    "The member has a primary care provider for part of this time already. End that assignment first, in the same transaction if need be.",
                    "participant.period",
                    "pcp-overlap"
                );
            before = each;
        }

        return null;
    }

    /// <summary>From the moment on, the member has this provider.</summary>
    /// <param name="role">The PractitionerRole.</param>
    /// <param name="from">When it takes effect.</param>
    /// <param name="reason">Why it begins.</param>
    /// <param name="endReason">Why what it replaces ends.</param>
    /// <param name="newId">The id of the new assignment.</param>
    /// <param name="until">The assignment that stays as it is, with those after it, since the member chose it; null for
    /// none.</param>
    public Assignment Assign(
        ResourceReference role,
        Moment from,
        string reason,
        string endReason,
        Guid newId,
        Assignment? until = null
    )
    {
        var wanted = HuskyFhir.Resources.Types.References.Read(role)?.Id;
        if (
            Valid.FirstOrDefault(each => each.Low <= from.Ticks && each.High > from.Ticks) is { } going
            && going.Role == wanted
            && going.High == (until?.Low ?? long.MaxValue)
        )
        {
            Clear(from, endReason, going, until);
            return going;
        }

        Clear(from, endReason, null, until);
        var begun = Assignment.Begin(newId, member, role, from, reason);
        if (until is not null)
            begun.EndBefore(until.Begins);
        all.Add(begun);
        return begun;
    }

    /// <summary>From the moment on, the member has no provider.</summary>
    public void End(Moment from, string reason) => Clear(from, reason, null, null);

    /// <summary>Every status as the clock has it.</summary>
    public void Settle()
    {
        foreach (var each in all)
            each.Settle(Now.UtcTicks);
    }

    private void Clear(Moment from, string reason, Assignment? keep, Assignment? until)
    {
        foreach (
            var each in Valid
                .Where(each => each != keep && each.High > from.Ticks && each.Low < (until?.Low ?? long.MaxValue))
                .ToList()
        )
            if (each.Low >= from.Ticks)
                each.Withdraw(AssignmentTerms.Withdrawn);
            else
                each.End(from, reason);
    }

    /// <summary>Someone now says what the service had only taken from the member's record.</summary>
    private void GiveWay(IReadOnlySet<Guid>? unreferred)
    {
        foreach (var each in Valid.Where(static each => each.IsRecorded).ToList())
            if (
                Valid.Any(other =>
                    other != each
                    && (other.Role == each.Role || (unreferred is not null && !other.IsRecorded))
                    && other.Low < each.High
                    && each.Low < other.High
                )
            )
                if (unreferred?.Contains(each.Id) == true)
                    each.Go();
                else
                    each.Withdraw(AssignmentTerms.Withdrawn);
    }

    private static Fault Refusal(string text, string element, string rule) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, text, $"CareTeam.{element}", rule);
}
