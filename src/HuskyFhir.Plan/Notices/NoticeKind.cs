using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.Notices;

/// <summary>Codes of CodeSystem husky-notice-kind.</summary>
internal static class NoticeKind
{
    public const string System = Systems.Base + "/CodeSystem/husky-notice-kind";

    /// <summary>The request was received.</summary>
    public const string Acknowledgement = "acknowledgement";

    /// <summary>To staff: the answer is due soon.</summary>
    public const string DueSoon = "due-soon";

    /// <summary>To staff: the answer is late.</summary>
    public const string Overdue = "overdue";

    /// <summary>A hearing is near.</summary>
    public const string HearingReminder = "hearing-reminder";

    /// <summary>To an organization: a member has another primary care provider.</summary>
    public const string PcpEnded = "pcp-ended";

    /// <summary>What the member decided has come to the end of its time.</summary>
    public const string Expiry = "expiry";

    /// <summary>Every code, for what names one.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Acknowledgement,
        "information-needed",
        "extension",
        "hearing",
        "decision",
        "adverse-action",
        "reminder",
        "outcome",
        DueSoon,
        Overdue,
        HearingReminder,
        Expiry,
        PcpEnded,
    ];
}
