namespace HuskyFhir.Plan.LegalClocks;

/// <summary>What an appeal is about; it decides the time of an expedited one.</summary>
public enum AppealMatter
{
    /// <summary>Services or benefits.</summary>
    Services,

    /// <summary>Eligibility.</summary>
    Eligibility,
}

/// <summary>One extension that was given.</summary>
/// <param name="Noticed">When the requester was told in writing.</param>
/// <param name="Days">By how many days.</param>
/// <param name="Reason">The written reason; it is kept with the request and never part of a computed sentence.</param>
/// <param name="ByRequester">Whether the requester asked for it or agreed to it.</param>
public sealed record ClockExtension(DateTimeOffset Noticed, int Days, string Reason, bool ByRequester = false);

/// <summary>A time during which the requester was waited for.</summary>
/// <param name="From">When the information was asked for.</param>
/// <param name="To">When it came; null while it is awaited.</param>
public sealed record ClockPause(DateTimeOffset From, DateTimeOffset? To);

/// <summary>
/// Everything that the computation of dates may rest on. Instants, since the day of an event is its day in Connecticut;
/// dates where the paper bears a date.
/// </summary>
/// <param name="Programme">Whose rules hold.</param>
public sealed record ClockFacts(HuskyProgramme Programme)
{
    /// <summary>The date on the notice of the decision.</summary>
    public DateOnly? NoticeDate { get; init; }

    /// <summary>When that notice was mailed.</summary>
    public DateTimeOffset? NoticeMailed { get; init; }

    /// <summary>When it was received, where the member shows it; otherwise it is presumed.</summary>
    public DateTimeOffset? NoticeReceived { get; init; }

    /// <summary>The day on which the action takes effect.</summary>
    public DateOnly? ActionDate { get; init; }

    /// <summary>Whether the law asks for no advance notice of this action (42 CFR 431.213 and 431.214).</summary>
    public bool AdvanceNoticeExcused { get; init; }

    /// <summary>When the request was sent: the postmark of a letter.</summary>
    public DateTimeOffset? Asked { get; init; }

    /// <summary>When the request arrived.</summary>
    public DateTimeOffset? Received { get; init; }

    /// <summary>When the internal review was asked for that an external one follows.</summary>
    public DateTimeOffset? InternalReviewAsked { get; init; }

    /// <summary>When the appeal before it was decided against the member, in full or in part.</summary>
    public DateTimeOffset? AppealDecided { get; init; }

    /// <summary>
    /// When a decision was due that nobody made: an appeal of that has no last day (42 CFR 431.220(a)(1)).
    /// </summary>
    public DateTimeOffset? FailedToAct { get; init; }

    /// <summary>When the hearing is, or was.</summary>
    public DateTimeOffset? Hearing { get; init; }

    /// <summary>When the decision was made.</summary>
    public DateTimeOffset? Decided { get; init; }

    /// <summary>When a late decision was demanded.</summary>
    public DateTimeOffset? Demanded { get; init; }

    /// <summary>When a change happened that is to be reported.</summary>
    public DateTimeOffset? Changed { get; init; }

    /// <summary>When the request was withdrawn, refused or answered: nothing is due after that.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>What an appeal is about.</summary>
    public AppealMatter Matter { get; init; }

    /// <summary>Whether a hearing or review is expedited.</summary>
    public bool Expedited { get; init; }

    /// <summary>Whether a grievance tells of discrimination or retaliation.</summary>
    public bool CivilRights { get; init; }

    /// <summary>
    /// A hearing put off at the member's wish, from the last day that the law has for it until it is held (CGS 17b-60,
    /// 17b-61(a)).
    /// </summary>
    public ClockPause? PutOff { get; init; }

    /// <summary>Extensions, in the order in which they were given.</summary>
    public IReadOnlyList<ClockExtension> Extensions { get; init; } = [];

    /// <summary>Times of waiting, in the order in which they began.</summary>
    public IReadOnlyList<ClockPause> Pauses { get; init; } = [];
}
