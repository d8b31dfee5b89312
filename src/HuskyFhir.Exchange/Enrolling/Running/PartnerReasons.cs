using HuskyFhir.Plan.Enrollment;

namespace HuskyFhir.Exchange.Enrolling.Running;

/// <summary>
/// What of a ledger line the partner is told. A note that speaks of what the plan has otherwise than the file stays
/// here: it would tell what is kept from the partner. So notes about the file itself are named, and all others are left
/// out.
/// </summary>
internal static class PartnerReasons
{
    private static readonly string[] AboutTheFile =
    [
        "not-a-number",
        "contact-kind",
        "extension-alone",
        "language-unknown",
        "pcp-unknown",
    ];

    /// <summary>Reasons of a rejection whose text the plan's own rules make, from what is stored.</summary>
    private static readonly string[] Inner = ["invalid", "refused"];

    /// <summary>Codes with sentences; none where there is nothing for the partner.</summary>
    public static IReadOnlyList<(string Code, string Text)> Of(OutcomeLine line)
    {
        if (line.Reason is not { } reason)
            return [];
        if (line.Outcome == MemberOutcome.Rejected)
        {
            var (code, text) = Split(reason);
            return
            [
                (code, Inner.Contains(code) ? "the member does not meet the rules of the plan; ask the plan" : text),
            ];
        }

        return [.. reason.Split("; ").Select(Split).Where(static note => AboutTheFile.Contains(note.Code))];
    }

    private static (string Code, string Text) Split(string reason) =>
        reason.IndexOf(": ", StringComparison.Ordinal) is var at and > 0
            ? (reason[..at], reason[(at + 2)..])
            : (string.Empty, reason);
}
