using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Plan.LegalClocks;

namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>What letters about requests and about decisions say alike.</summary>
internal static class SharedLetterFacts
{
    /// <summary>
    /// The days that the doors after a decision are open; each is known where the programme has the door.
    /// </summary>
    public static IEnumerable<(string Name, string? Value)> Doors(DeadlineRules book, HuskyProgramme programme) =>
        [
            ("appeal.days", Days(book, programme, DeadlineId.AppealFiling)),
            ("hearing.days", Days(book, programme, DeadlineId.HearingFiling)),
            ("review.days", Days(book, programme, DeadlineId.ReviewFiling)),
        ];

    /// <summary>Why, in words: what the language says for the code, and what was written beside it.</summary>
    public static string? Reason(LetterLanguage language, CodeableConcept? reason)
    {
        if (reason is null)
            return null;
        var code = reason.Coding.Select(static coding => coding.Code).FirstOrDefault(static code => code is not null);
        var lines = new[]
        {
            code is null ? null : language.Find($"reason.{code}"),
            reason.Text == code ? null : reason.Text,
        }
            .OfType<string>()
            .ToList();
        return lines.Count > 0
            ? string.Join('\n', lines)
            : reason.Coding.Select(static coding => coding.Display).FirstOrDefault() ?? code;
    }

    private static string? Days(DeadlineRules book, HuskyProgramme programme, DeadlineId clock) =>
        book.Find(programme, clock)?.Term.Count.ToString(CultureInfo.InvariantCulture);
}
