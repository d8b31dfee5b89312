using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.LegalClocks;

/// <summary>
/// Which extensions count. Faults: 422 <c>extension-not-allowed</c>, <c>extension-twice</c>, <c>extension-late</c>,
/// <c>extension-without-reason</c>,
/// <c>extension-too-long</c>, <c>extension-not-agreed</c>.
/// </summary>
public static class Extensions
{
    /// <summary>Whether one more extension may be given; null when it may.</summary>
    public static Fault? Refuse(DeadlineRules book, DeadlineId id, ClockFacts facts, ClockExtension asked)
    {
        if (book.Find(facts.Programme, id) is not { } rule || Starts.Of(rule.From, facts, book) is not { } start)
            return No(id, "extension-not-allowed", "Nothing is due that could be extended.");
        var count = new Count(book.Calendar, rule, start);
        return Refuse(count, Counted(count, facts), facts, asked);
    }

    internal static IReadOnlyList<ClockExtension> Counted(Count count, ClockFacts facts)
    {
        var counted = new List<ClockExtension>();
        foreach (var extension in facts.Extensions)
        {
            if (Refuse(count, counted, facts, extension) is null)
                counted.Add(extension);
        }

        return counted;
    }

    private static Fault? Refuse(
        Count count,
        IReadOnlyList<ClockExtension> given,
        ClockFacts facts,
        ClockExtension asked
    )
    {
        var id = count.Rule.Id;
        if (count.Rule.Extension is not { } allowed)
            return No(id, "extension-not-allowed", $"The law knows no extension of this time ({count.Rule.Source}).");
        if (given.Count >= allowed.Times)
            return No(
                id,
                "extension-twice",
                $"This time was extended already, and may be {(allowed.Times == 1 ? "once" : $"{allowed.Times} times")} only ({allowed.Source})."
            );
        if (string.IsNullOrWhiteSpace(asked.Reason))
            return No(
                id,
                "extension-without-reason",
                $"An extension needs a written reason, which the requester is told ({allowed.Source})."
            );
        if (asked.Days < 1 || asked.Days > (allowed.Days ?? 3650))
            return No(
                id,
                "extension-too-long",
                $"An extension is of 1 to {allowed.Days ?? 3650} days ({allowed.Source})."
            );
        if (allowed.RequesterOnly && !asked.ByRequester)
            return No(
                id,
                "extension-not-agreed",
                $"Only the requester may ask for more time or agree to it ({allowed.Source})."
            );
        var due = count.End(given, Pauses.Of(facts, count.Rule, asked.Noticed));
        return due.StoppedSince is null && asked.Noticed > due.Until
            ? No(id, "extension-late", $"An extension must be told before the time has run out ({allowed.Source}).")
            : null;
    }

    private static Fault No(DeadlineId id, string rule, string text) =>
        new(
            FaultKind.Unprocessable,
            OperationOutcome.IssueType.BusinessRule,
            $"{text} Clock {Codes.Of(id)}.",
            null,
            rule
        );
}
