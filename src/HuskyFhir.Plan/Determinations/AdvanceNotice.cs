using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.LegalClocks;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// Whether a member was told early enough of what is taken away: ten days before the day of action (42 CFR 431.211),
/// five where fraud is probable and was verified (431.214), and no later than that day in the cases of 431.213. Faults,
/// 422: <c>advance-notice</c>.
/// </summary>
internal static class AdvanceNotice
{
    private const string Fraud = "probable-fraud";
    private const int DaysOfFraud = 5;

    public static IEnumerable<Issue> Check(
        DecisionKnown known,
        HuskyProgramme? programme,
        DeadlineRules book,
        DateOnly today
    )
    {
        if (
            known.Decision is not { Action: { } kind, ActionDate: { } action } decision
            || !kind.Takes()
            || known.AwaitsMailing
        )
            yield break;
        // One that an appeal put in the place of another takes no more, and no earlier, than what the member was told
        // of then.
        if (
            known.Original is { Action: { } before, NoticeDate: not null } original
            && before.Takes()
            && original.ActionDate <= action
        )
            yield break;
        var (last, why) = LastDay(decision, action, programme, book);
        // One whose notice the service writes can be mailed today at the earliest.
        if (decision.NoticeDate is null && today > last)
            yield return Issue.Error(
                OperationOutcome.IssueType.BusinessRule,
                $"The notice of an action on {action:yyyy-MM-dd} was to be mailed by {last:yyyy-MM-dd} "
                    + $"({why}), and it is not written yet. Let the action take effect later, or give the "
                    + $"exception that holds, with the extension {DecisionTerms.NoticeException}.",
                "ClaimResponse.extension",
                "advance-notice"
            );
        if (decision.NoticeDate is { } notice && notice > last)
            yield return Issue.Error(
                OperationOutcome.IssueType.BusinessRule,
                $"The notice of {notice:yyyy-MM-dd} comes too late for an action on {action:yyyy-MM-dd}: "
                    + $"it is mailed by {last:yyyy-MM-dd} ({why}). Let the action take effect later, or give the "
                    + $"exception that holds, with the extension {DecisionTerms.NoticeException}.",
                "ClaimResponse.extension",
                "advance-notice"
            );
    }

    /// <summary>
    /// The day of action that a notice mailed then allows: the one it names, or a later one (42 CFR 431.211).
    /// </summary>
    public static DateOnly Allowed(
        Decision decision,
        DateOnly mailed,
        DateOnly action,
        HuskyProgramme? programme,
        DeadlineRules book
    )
    {
        while (LastDay(decision with { ActionDate = action }, action, programme, book).Last < mailed)
            action = action.PlusDays(1);
        return action;
    }

    private static (DateOnly Last, string Why) LastDay(
        Decision decision,
        DateOnly action,
        HuskyProgramme? programme,
        DeadlineRules book
    ) =>
        decision.NoticeException switch
        {
            Fraud => (action.PlusDays(-DaysOfFraud), "5 days before the action, 42 CFR 431.214"),
            not null => (action, "no later than the day of action, 42 CFR 431.213"),
            // Part 457 asks for notice in good time and sets no days: no later than the action.
            null
                when programme is { } of
                    && LegalDeadline.Compute(book, DeadlineId.AdvanceNotice, decision.Facts(of)) is { } deadline => (
                deadline.Day,
                deadline.Reason
            ),
            null => (action, "no later than the day of action"),
        };
}
