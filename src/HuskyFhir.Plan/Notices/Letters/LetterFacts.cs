using System.Collections.Frozen;

namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>
/// The names that a template may have filled in. A name that is none of these ends the start, so that no letter goes
/// out with a hole.
/// </summary>
public static class LetterFacts
{
    /// <summary>Each with what it stands for.</summary>
    public static FrozenDictionary<string, string> All { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["plan.name"] = "how the plan calls itself",
            ["plan.phone"] = "the number that members call",
            ["plan.tty"] = "the same for TTY",
            ["date"] = "the day on which the letter was written",
            ["member.name"] = "the member",
            ["to.name"] = "to whom it goes",
            ["to.other"] = "known where it goes to somebody else than the member",
            ["number"] = "the case number",
            ["kind"] = "what was asked, in words",
            ["received"] = "the day on which it came",
            ["due"] = "the day by which it is answered",
            ["reason"] = "why, in words",
            ["rule"] = "the clause that the step rests on",
            ["more.reason"] = "why more time is taken",
            ["answer"] = "what was answered or arranged",
            ["service"] = "the care that a decision is about",
            ["action"] = "what the decision does to it",
            ["action.date"] = "from which day on",
            ["action.old"] = "from which day on it would have been",
            ["decision.text"] = "what was decided, in the plan's own words",
            ["decision.number"] = "the number of the decision that holds now",
            ["appeal.days"] = "days to appeal",
            ["hearing.days"] = "days to ask for a state fair hearing; not known in HUSKY B",
            ["review.days"] = "days to ask for an external review; known in HUSKY B alone",
            ["hearing.date"] = "when the hearing is",
            ["hearing.place"] = "where it is",
            ["benefits.kept"] = "known where benefits went on while it was open",
            ["pcp.new"] = "the new primary care provider",
            ["pcp.old"] = "the former one",
            ["pcp.start"] = "the first day of the new one",
            ["consent.what"] = "what the member chose",
            ["consent.end"] = "the last day on which it holds",
            ["large-print"] = "known where large print was asked for",
            ["date-label"] = "the word for the date",
            ["number-label"] = "the word for the case number",
            ["about-label"] = "the word for whom it is about",
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Those that are words of the language and not facts of the case.</summary>
    internal static readonly string[] Labels = ["date-label", "number-label", "about-label"];
}
