using System.Text.Json.Serialization;

namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>A row of the table of letters: which step makes which notice.</summary>
internal sealed record LetterRow
{
    /// <summary>
    /// Moves, such as <c>extend</c>, or other occasions (<see cref="LetterSteps"/>); <c>*</c> for all.
    /// </summary>
    [JsonRequired]
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>For which kinds of requests; <c>*</c> for all that have no row of their own.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = ["*"];

    /// <summary>Only from this business status; null for any.</summary>
    public string? From { get; init; }

    /// <summary>The template; null where nobody is told, and <see cref="Clause"/> says why.</summary>
    public string? Template { get; init; }

    /// <summary>The kind of notice (CodeSystem husky-notice-kind).</summary>
    public string Notice { get; init; } = string.Empty;

    /// <summary>
    /// <c>requester</c> (who asked, or the member), <c>member</c>, <c>new-pcp</c> or <c>former-pcp</c>.
    /// </summary>
    public string To { get; init; } = "requester";

    /// <summary>The clause that asks for the notice, or why there is none.</summary>
    [JsonRequired]
    public string Clause { get; init; } = string.Empty;

    /// <summary>How closely the row is meant for a step of a kind from a state; null where it is not.</summary>
    public int? Closeness(string step, string kind, string? from) =>
        !(Steps.Contains(step) || Steps.Contains(Any))
        || !(Kinds.Contains(kind) || Kinds.Contains(Any))
        || (From is not null && From != from)
            ? null
            : (Kinds.Contains(kind) ? 4 : 0) + (From is null ? 0 : 2) + (Steps.Contains(step) ? 1 : 0);

    private const string Any = "*";
}

/// <summary>The occasions of letters: every move, and what happens without one.</summary>
internal static class LetterSteps
{
    /// <summary>The request is acknowledged.</summary>
    public const string Received = "received";

    /// <summary>It was filed by somebody who needs the member's word for it.</summary>
    public const string AuthorizationNeeded = "authorization-needed";

    /// <summary>A hearing is near.</summary>
    public const string HearingReminder = "hearing-reminder";

    /// <summary>Its day has passed without an answer.</summary>
    public const string Overdue = "overdue";

    /// <summary>What the member decided will come to the end of its time.</summary>
    public const string ConsentLapsing = "consent-lapsing";

    /// <summary>It has.</summary>
    public const string ConsentLapsed = "consent-lapsed";

    /// <summary>The plan decided against the member.</summary>
    public const string AdverseAction = "adverse-action";

    /// <summary>The day of an action was put off, since its notice was mailed late.</summary>
    public const string ActionPutOff = "action-put-off";

    /// <summary>Those that are no moves.</summary>
    public static IReadOnlyList<string> Others { get; } =
    [
        Received,
        AuthorizationNeeded,
        HearingReminder,
        Overdue,
        ConsentLapsing,
        ConsentLapsed,
        AdverseAction,
        ActionPutOff,
    ];
}
