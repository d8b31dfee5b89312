using HuskyFhir.Core.Time;

namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>A letter that was written, and what is to be said of it.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="Warning">Why it is not in the language that was asked for; null where it is.</param>
internal sealed record WrittenLetter(Letter Letter, string? Warning);

/// <summary>Writes a letter from a template: pure, from facts, people and the time.</summary>
/// <param name="options">The words, and how to reach the plan.</param>
/// <param name="plan">How the plan calls itself.</param>
internal sealed class LetterWriter(LetterOptions options, string plan)
{
    /// <summary>Writes it in the recipient's language, or in English with a warning.</summary>
    /// <param name="template">Which.</param>
    /// <param name="people">About whom and to whom.</param>
    /// <param name="facts">What is known of the case, said in a language.</param>
    /// <param name="now">When.</param>
    public WrittenLetter Write(
        string template,
        LetterPeople people,
        Func<LetterLanguage, IEnumerable<(string Name, string? Value)>> facts,
        DateTimeOffset now
    )
    {
        var (language, warning) = Choose([.. people.Languages]);
        var known = Known(language, people, now)
            .Concat(facts(language))
            .Where(static fact => !string.IsNullOrWhiteSpace(fact.Value))
            .GroupBy(static fact => fact.Name, StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => same.Last().Value!, StringComparer.Ordinal);
        return new(
            new(
                language.Code,
                people.WantsLargePrint,
                [
                    .. language.Template(template)!.Fill(known),
                    new(BlockKind.Heading, language.Word("taglines-label")),
                    .. options.Book.Taglines.Select(line => new LetterBlock(
                        BlockKind.Tagline,
                        options.Said(line.Text),
                        line.Language
                    )),
                ]
            ),
            warning
        );
    }

    private (LetterLanguage Language, string? Warning) Choose(IReadOnlyList<string> wanted) =>
        wanted.Count == 0 ? (options.Book.English, null)
        : options.Book.Find(wanted[0]) is { } own ? (own, null)
        : (
            wanted.Select(options.Book.Find).OfType<LetterLanguage>().FirstOrDefault(options.Book.English),
            $"There are no letters in the preferred language '{wanted[0]}': this one is in another, with "
                + "the offer of an interpreter (45 CFR 92.11). Call to make sure that it was understood, or "
                + "have it translated."
        );

    private IEnumerable<(string Name, string? Value)> Known(
        LetterLanguage language,
        LetterPeople people,
        DateTimeOffset now
    ) =>
        [
            .. LetterFacts.Labels.Select(name => (name, (string?)language.Word(name))),
            ("large-print", people.WantsLargePrint ? language.Word("large-print") : null),
            ("plan.name", plan),
            ("plan.phone", options.Phone),
            ("plan.tty", options.Tty),
            ("date", language.Day(ProgrammeTime.Day(now))),
            .. people.Facts,
        ];
}
