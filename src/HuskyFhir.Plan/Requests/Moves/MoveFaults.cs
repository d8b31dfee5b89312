using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Plan.Requests.Moves;

/// <summary>The refusals of a move; each names its rule, and the clause that the kind rests on.</summary>
internal static class MoveFaults
{
    /// <summary>409: not from here. Says what may be done, so that the sender need not guess.</summary>
    public static Fault NotFromHere(RequestCase now, RequestTransition move)
    {
        var open = string.Join(
            ", ",
            now.Rules.Transitions.Where(each => each.From.Contains(now.State))
                .Select(static each => Codes.Of(each.Move))
                .Distinct()
        );
        var may = open.Length == 0 ? "it has ended, and a new request is needed" : $"it may be moved by {open}";
        return new(
            FaultKind.Conflict,
            OperationOutcome.IssueType.BusinessRule,
            $"A request of kind {now.Rules.Code} that is {now.State} is not moved by {Codes.Of(move)}; {may} ({now.Rules.Law}).",
            "Task.status",
            "move-not-allowed"
        );
    }

    /// <summary>403: not by this role.</summary>
    public static Fault NotBy(RequestCase now, Moving ask, Actors allowed) =>
        new(
            FaultKind.Forbidden,
            OperationOutcome.IssueType.Forbidden,
            $"{Codes.Of(ask.Move)} of a request of kind {now.Rules.Code} is for {Names(allowed)}, not for {Names(ask.By)} ({now.Rules.Law}).",
            null,
            "role-not-allowed"
        );

    /// <summary>403: a provider touches only what its own organization filed.</summary>
    public static Fault NotYours { get; } =
        new(
            FaultKind.Forbidden,
            OperationOutcome.IssueType.Forbidden,
            "Who did not file a request neither adds to it nor takes it back; ask the member, or the plan (42 CFR "
                + "431.223).",
            null,
            "withdraw-not-own"
        );

    /// <summary>403: the Department moves what it hears.</summary>
    public static Fault NotHeard(KindRules rules) =>
        new(
            FaultKind.Forbidden,
            OperationOutcome.IssueType.Forbidden,
            $"The Department moves hearings and reviews, and no request of kind {rules.Code} (42 CFR 431.205).",
            null,
            "role-not-allowed"
        );

    /// <summary>422: the law never allows it.</summary>
    public static Fault Never(NeverRule rule) => Unprocessable(rule.Rule, rule.Text, "Task.status");

    /// <summary>422 for a rule of one move.</summary>
    public static Fault Unprocessable(string rule, string text, string? expression) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, text, expression, rule);

    public static string Names(Actors actors) =>
        actors.ToString().ToLowerInvariant().Replace(", ", " or ", StringComparison.Ordinal);
}
