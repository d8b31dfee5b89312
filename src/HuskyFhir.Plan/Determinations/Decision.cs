using Hl7.Fhir.Model;
using HuskyFhir.Plan.LegalClocks;

namespace HuskyFhir.Plan.Determinations;

/// <summary>A decision of the plan as an appeal needs it.</summary>
public sealed record Decision
{
    /// <summary>Its id; null before it is stored.</summary>
    public Guid? Id { get; init; }

    /// <summary>Whose it is, as a reference.</summary>
    public ResourceReference? Patient { get; init; }

    /// <summary>Whose it is.</summary>
    public Guid? Member { get; init; }

    /// <summary>What it does to the service; null where it takes nothing from the member.</summary>
    public ActionKind? Action { get; init; }

    /// <summary>The day on which the notice was mailed.</summary>
    public DateOnly? NoticeDate { get; init; }

    /// <summary>The day from which it takes effect.</summary>
    public DateOnly? ActionDate { get; init; }

    /// <summary>
    /// Why the law asked for less advance notice or none, by a code of CodeSystem husky-notice-exception; null where it
    /// asks for all of it.
    /// </summary>
    public string? NoticeException { get; init; }

    /// <summary>The member's programme when it was decided; null where the service could not tell.</summary>
    public HuskyProgramme? Programme { get; init; }

    /// <summary>Whether it is about an authorisation or about a payment.</summary>
    public ClaimUseCode? Use { get; init; }

    /// <summary>The request or claim that was decided on.</summary>
    public ResourceReference? Request { get; init; }

    /// <summary>Its id.</summary>
    public Guid? Claim { get; init; }

    /// <summary>The decision that granted what this one takes away; it may be known by its number alone.</summary>
    public ResourceReference? PreviousAuthorization { get; init; }

    /// <summary>The decision that it stands in for, where it was issued on an appeal or to correct one.</summary>
    public Guid? Replaces { get; init; }

    /// <summary>Whether it holds: not cancelled, replaced or entered in error, and not only pended.</summary>
    public bool InForce { get; init; }

    /// <summary>
    /// Whether an appeal may be about it: it holds, and takes something from the member (42 CFR 431.220(a)).
    /// </summary>
    public bool Appealable => InForce && Action is not null;

    /// <summary>Its action as FilingAsk has it: null where no appeal may be about it.</summary>
    public string? AppealableAction => Appealable ? Action!.Value.Code() : null;

    /// <summary>What clocks need of it: advance notice, the last day to appeal, the windows of benefits.</summary>
    /// <param name="programme">The member's, which goes before the one that was known when it was decided.</param>
    public ClockFacts Facts(HuskyProgramme programme) =>
        new(programme)
        {
            NoticeDate = NoticeDate,
            ActionDate = ActionDate,
            AdvanceNoticeExcused = NoticeException is not null,
        };

    /// <summary>
    /// Whether the member was told in time; null where nothing is taken away, or no day of action is known.
    /// </summary>
    public bool? NoticeInTime(DeadlineRules book, HuskyProgramme programme) =>
        BenefitWindows.Of(book, Facts(programme)).NoticeInTime;
}
