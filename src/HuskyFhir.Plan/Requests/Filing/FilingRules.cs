using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Moves;

namespace HuskyFhir.Plan.Requests.Filing;

/// <summary>
/// What is wrong with a filing, one rule a method; each names its rule and the clause. They speak of this member's own
/// record only.
/// </summary>
internal static class FilingRules
{
    /// <summary>The law's own list of actions that may be appealed (42 CFR 431.201 and 431.220, 438.400(b)).</summary>
    private static readonly string[] Appealable =
    [
        "denied-full",
        "denied-partial",
        "suspended",
        "reduced",
        "terminated",
    ];

    public static IEnumerable<Issue> Unprocessable(DeadlineRules book, KindRules rules, FilingAsk ask) =>
        new[]
        {
            DueSet(rules, ask),
            Programme(rules, ask),
            NotAppealable(rules, ask),
            TooLate(book, rules, ask),
            NoEarlier(book, rules, ask),
        }
            .OfType<Issue>()
            .Concat(Missing(rules, ask));

    /// <summary>
    /// Another is open or was decided. One that was taken back, dismissed or refused for its form may be filed anew
    /// while its time runs.
    /// </summary>
    public static Issue? Twice(KindRules rules, FilingAsk ask)
    {
        if (!rules.AboutDecision && !rules.OneOpen)
            return null;
        var same = ask.Earlier.Where(earlier => Level(earlier.Kind) == Level(ask.Kind)).ToList();
        // What a provider asked and the member has not confirmed does not stand in the member's own way.
        bool GivesWay(EarlierRequest earlier) =>
            rules.PlanConfirms && earlier.State == rules.Waits && ask.By != Actors.Provider;
        if (same.Any(earlier => !earlier.State.Ended && !GivesWay(earlier)))
            return Say(
                "twice",
                $"A request of this kind is open already{(rules.AboutDecision ? " about this decision" : string.Empty)}; send what is new to that one ({rules.Law}).",
                "Task.focus"
            );
        return
            rules.AboutDecision
            && same.Any(static earlier => earlier.State.Status == Hl7.Fhir.Model.Task.TaskStatus.Completed)
            ? Say(
                "twice",
                $"This decision was looked at on this level already; the notice of that tells the next one ({rules.Law}).",
                "Task.focus"
            )
            : null;
    }

    private static Issue? DueSet(KindRules rules, FilingAsk ask) =>
        ask.SetsDue
            ? Say(
                "due-set-by-client",
                $"When a request is due follows from the law and is computed here; leave {(rules.DueInExtension ? "the extension husky-due-date" : "Task.restriction.period")} out ({rules.Law}).",
                rules.DueInExtension ? "Task.extension" : "Task.restriction.period"
            )
            : null;

    private static Issue? Programme(KindRules rules, FilingAsk ask) =>
        rules.Programmes.Contains(ask.Clock.Programme)
            ? null
            : Say(
                "not-in-programme",
                $"There is no {rules.Code} in {ask.Clock.Programme.Code()}; it is for {string.Join(", ", rules.Programmes.Select(HuskyProgrammes.Code))} ({rules.Law}).",
                "Task.code"
            );

    private static Issue? NotAppealable(KindRules rules, FilingAsk ask)
    {
        if (!rules.AboutDecision || ask.Decision is { FailedToAct: true })
            return null;
        if (ask.Decision is null)
            return Say(
                "decision-unknown",
                "The focus is no decision about this member that is known here.",
                "Task.focus"
            );
        if (ask.Decision.AwaitedUntil is { } until)
            return Say(
                "decision-awaited",
                $"No decision has been made yet, and one is due by {until}; when none is made in time, that can be appealed (42 CFR 431.220(a)(1)).",
                "Task.focus"
            );
        return Appealable.Contains(ask.Decision.Action)
            ? null
            : Say(
                "not-appealable",
                "Only a decision that denied, in full or in part, suspended, reduced or terminated a service can be appealed, or that none was made in time (42 CFR 431.220(a)).",
                "Task.focus"
            );
    }

    private static Issue? TooLate(DeadlineRules book, KindRules rules, FilingAsk ask) =>
        ask.Follows is not { Overdue: true }
        && ask.Decision is not { FailedToAct: true }
        && RequestClocks.Filing(book, rules, ask.Clock) is { } last
        && (ask.Clock.Asked ?? ask.Clock.Received) is { } asked
        && !last.Met(asked)
            ? Say("too-late", $"The last day to file this was {last.Day:yyyy-MM-dd}: {last.Reason}.", "Task.authoredOn")
            : null;

    private static Issue? NoEarlier(DeadlineRules book, KindRules rules, FilingAsk ask)
    {
        if (
            rules.Follows.Length == 0
            || (ask.FollowsNothing && rules.StandsAlone && !book.IsManagedCare(ask.Clock.Programme))
        )
            return null;
        if (ask.Follows is not { } earlier || !rules.Follows.Contains(earlier.Kind))
            return Say(
                "follows-nothing",
                $"A request of kind {rules.Code} names the {string.Join(" or ", rules.Follows.Select(static kind => KindTable.Of(kind).Code))} of this member that it follows on ({rules.Law}).",
                rules.AboutDecision ? "Task.partOf" : "Task.reasonReference"
            );
        return !earlier.Overdue && rules.FollowsOn(earlier.State) is { } why
            ? Say(
                "follows-too-soon",
                $"{why} ({rules.Law})",
                rules.AboutDecision ? "Task.partOf" : "Task.reasonReference"
            )
            : null;
    }

    private static IEnumerable<Issue> Missing(KindRules rules, FilingAsk ask) =>
        rules
            .Inputs.Where(any => !any.Any(ask.Inputs.Contains))
            .Select(any =>
                Say(
                    "input-missing",
                    $"A request of kind {rules.Code} needs an input of type {string.Join(" or ", any)} of {rules.InputSystem}.",
                    "Task.input"
                )
            );

    private static int Level(RequestKind kind) =>
        kind switch
        {
            RequestKind.Appeal or RequestKind.ExpeditedAppeal => -1,
            RequestKind.StateFairHearing or RequestKind.ExternalReview => -2,
            _ => (int)kind,
        };

    private static Issue Say(string rule, string text, string expression) =>
        Issue.Error(OperationOutcome.IssueType.BusinessRule, text, expression, rule);
}
