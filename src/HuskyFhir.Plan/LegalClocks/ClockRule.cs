using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.LegalClocks.Calendar;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>What sets a clock going.</summary>
public enum ClockEvent
{
    /// <summary>The notice was mailed; where that is not known, the date that it bears.</summary>
    NoticeMailed,

    /// <summary>The date that the notice bears.</summary>
    NoticeDated,

    /// <summary>The appeal before was decided; where none was, the notice of the action was mailed.</summary>
    AppealDecided,

    /// <summary>The notice was received, as shown or as presumed.</summary>
    NoticeReceived,

    /// <summary>The day on which the action takes effect.</summary>
    Action,

    /// <summary>The request was received.</summary>
    Received,

    /// <summary>The internal review before this one was asked for.</summary>
    InternalReviewAsked,

    /// <summary>The hearing.</summary>
    Hearing,

    /// <summary>The decision was made.</summary>
    Decided,

    /// <summary>A decision that is late was demanded.</summary>
    Demanded,

    /// <summary>The change happened.</summary>
    Changed,
}

/// <summary>How a time may be made longer.</summary>
/// <param name="Days">By how many days at most; null for as many as are agreed.</param>
/// <param name="Times">How often.</param>
/// <param name="Source">The clause that allows it.</param>
/// <param name="RequesterOnly">Whether the requester must have asked for it or agreed to it.</param>
public sealed record ExtensionRule(int? Days, int Times, string Source, bool RequesterOnly = false);

/// <summary>One legal time of one programme.</summary>
/// <param name="Id">Which.</param>
/// <param name="Term">How long.</param>
/// <param name="From">From when.</param>
/// <param name="Source">The clause that says so.</param>
public sealed record ClockRule(DeadlineId Id, Term Term, ClockEvent From, string Source)
{
    /// <summary>Whether it is counted backward: the last day before the event, not after it.</summary>
    public bool Before { get; init; }

    /// <summary>
    /// The clause by which the clock stands still while the requester is waited for; null where it runs on.
    /// </summary>
    public string? Tolling { get; init; }

    /// <summary>
    /// Whether a last day on which the offices are closed moves to the next on which they are open: only ever for what
    /// the member does.
    /// </summary>
    public bool MovesToOpenDay { get; init; }

    /// <summary>How it may be made longer; null where the law knows no way.</summary>
    public ExtensionRule? Extension { get; init; }

    /// <summary>The shortest that the law allows, in the same unit; settings cannot go below.</summary>
    public int? Least { get; init; }

    /// <summary>
    /// The longest that the law allows, in the same unit; settings cannot go above, and a move to an open day does not
    /// either.
    /// </summary>
    public int? Most { get; init; }

    /// <summary>The id as it is sent and configured.</summary>
    public string Code => Codes.Of(Id);
}
