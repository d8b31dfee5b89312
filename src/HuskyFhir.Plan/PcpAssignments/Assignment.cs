using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>One assignment of a member to a primary care provider: a CareTeam, read as a span of time.</summary>
/// <param name="id">The CareTeam's.</param>
/// <param name="team">Its content, which changes here.</param>
/// <param name="isNew">Whether it is not stored yet.</param>
internal sealed class Assignment(Guid id, CareTeam team, bool isNew = false)
{
    private bool isEdited;

    public Guid Id => id;

    public CareTeam Team => team;

    public bool IsNew => isNew;

    /// <summary>Whether it differs from what is stored, or will be.</summary>
    public bool IsChanged => isNew || isEdited || IsGone;

    /// <summary>Entered in error: it never was.</summary>
    public bool IsVoid => team.Status == CareTeam.CareTeamStatus.EnteredInError;

    /// <summary>
    /// Whether it goes without a trace among the current ones: a load brings what the service had only taken from the
    /// record.
    /// </summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether the member chose the provider, as far as it says: the default would be the plan's.</summary>
    public bool IsChosen =>
        team.ReasonCode.Exists(static reason =>
            reason.Coding.Exists(static coding =>
                coding is { System: AssignmentTerms.Reasons, Code: AssignmentTerms.Chosen or AssignmentTerms.Moved }
            )
        );

    /// <summary>Made by the service from the member's record, until someone says more.</summary>
    public bool IsRecorded =>
        team.ReasonCode.Exists(static reason =>
            reason.Coding.Exists(static coding =>
                coding is { System: AssignmentTerms.Reasons, Code: AssignmentTerms.Recorded }
            )
        );

    public ResourceReference Provider => Pcp(team)!.Member!;

    public Guid? Role => References.Read(Pcp(team)?.Member) is { Type: "PractitionerRole", Id: { } role } ? role : null;

    /// <summary>First tick.</summary>
    public long Low => Span.Low;

    /// <summary>When it begins, as it says.</summary>
    public Moment Begins =>
        DateOnly.TryParseExact(Pcp(team)?.Period?.Start, "yyyy-MM-dd", out var day)
            ? Moment.On(day)
            : Moment.At(new DateTimeOffset(Low, TimeSpan.Zero));

    /// <summary>First tick after the end.</summary>
    public long High => Span.High;

    private Interval Span => SpanOf(team);

    /// <summary>The participant who is the primary care provider; null where there is none.</summary>
    public static CareTeam.ParticipantComponent? Pcp(CareTeam team) =>
        team.Participant.Find(static each => each.Role.Exists(AssignmentTerms.IsPcp));

    /// <summary>When a team's provider is responsible; for ever where nothing is said.</summary>
    public static Interval SpanOf(CareTeam team) => Interval.Of(Pcp(team)?.Period) ?? new(0, long.MaxValue);

    /// <summary>A new one.</summary>
    public static Assignment Begin(Guid id, Guid member, ResourceReference role, Moment from, string reason) =>
        new(
            id,
            new()
            {
                Identifier = [new(Systems.AssignmentKey, id.ToString("D"))],
                Status = CareTeam.CareTeamStatus.Active,
                Name = "Primary care",
                Subject = new($"Patient/{member:D}"),
                ReasonCode = [AssignmentTerms.Concept(reason)],
                Participant =
                [
                    new()
                    {
                        Role = [new("http://snomed.info/sct", AssignmentTerms.PcpRole, "Primary care provider")],
                        Member = (ResourceReference)role.DeepCopy(),
                        Period = new() { Start = from.Start },
                    },
                ],
            },
            isNew: true
        );

    /// <summary>Ends it, just before the moment.</summary>
    public void End(Moment at, string reason)
    {
        Pcp(team)!.Period!.End = at.EndBefore;
        Because(reason);
    }

    /// <summary>Takes it back before it has begun.</summary>
    public void Withdraw(string reason)
    {
        team.Status = CareTeam.CareTeamStatus.EnteredInError;
        Because(reason);
    }

    /// <summary>Takes it away.</summary>
    public void Go() => (IsGone, team.Status) = (true, CareTeam.CareTeamStatus.EnteredInError);

    /// <summary>Ends it just before another begins that was decided already.</summary>
    public void EndBefore(Moment next)
    {
        Pcp(team)!.Period!.End = next.EndBefore;
        isEdited = true;
    }

    /// <summary>Gives it the status that its period means now, and the team the period of its provider.</summary>
    public void Settle(long now)
    {
        if (IsVoid)
            return;
        var status =
            Low > now ? CareTeam.CareTeamStatus.Proposed
            : High <= now ? CareTeam.CareTeamStatus.Inactive
            : CareTeam.CareTeamStatus.Active;
        var period = Pcp(team)!.Period!;
        if (team.Status == status && period.Start == team.Period?.Start && period.End == team.Period?.End)
            return;
        team.Status = status;
        team.Period = (Period)period.DeepCopy();
        isEdited = true;
    }

    private void Because(string reason)
    {
        team.RemoveExtension(AssignmentTerms.EndReason);
        team.AddExtension(AssignmentTerms.EndReason, AssignmentTerms.Concept(reason));
        isEdited = true;
    }
}
