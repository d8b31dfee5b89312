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

    public static IEnumerable<Issue> Check(DecisionKnown known, HuskyProgramme? programme, ClockBook book)
    {
        if (
            known.Decision is not { Action: { } kind, NoticeDate: { } notice, ActionDate: { } action } decision
            || !kind.Takes()
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
        if (LastDay(decision, action, programme, book) is var (last, why) && notice > last)
            yield return Issue.Error(
                OperationOutcome.IssueType.BusinessRule,
                $"The notice of {notice:yyyy-MM-dd} comes too late for an action on {action:yyyy-MM-dd}: it is mailed by {last:yyyy-MM-dd} ({why}). Let the action take effect later, or give the exception that holds, with the extension {DecisionTerms.NoticeException}.",
                "ClaimResponse.extension",
                "advance-notice"
            );
    }

    private static (DateOnly Last, string Why) LastDay(
        Decision decision,
        DateOnly action,
        HuskyProgramme? programme,
        ClockBook book
    ) =>
        decision.NoticeException switch
        {
            Fraud => (action.PlusDays(-DaysOfFraud), "5 days before the action, 42 CFR 431.214"),
            not null => (action, "no later than the day of action, 42 CFR 431.213"),
            // Part 457 asks for notice in good time and sets no days: no later than the action.
            null
                when programme is { } of
                    && Clock.Compute(book, ClockId.AdvanceNotice, decision.Facts(of)) is { } deadline => (
                deadline.Day,
                deadline.Reason
            ),
            null => (action, "no later than the day of action"),
        };
}
