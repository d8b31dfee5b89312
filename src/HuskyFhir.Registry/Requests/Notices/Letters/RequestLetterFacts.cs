using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Registry.Decisions;
using HuskyFhir.Registry.Families.Narratives;
using HuskyFhir.Registry.Requests.Clocks;
using HuskyFhir.Registry.Requests.Engine;
using HuskyFhir.Registry.Requests.Kinds;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Registry.Requests.Notices.Letters;

/// <summary>What a letter about a request may say of it, in the words of a language.</summary>
/// <param name="Task">The request as it stands after the step.</param>
/// <param name="Rules">Its kind.</param>
/// <param name="Book">The legal times.</param>
internal sealed record RequestLetterFacts(Task Task, KindRules Rules, ClockBook Book)
{
    /// <summary>The decision that it is about; null for none.</summary>
    public ClaimResponse? Decision { get; init; }

    /// <summary>What was asked for, where the decision was about that.</summary>
    public Claim? Claim { get; init; }

    /// <summary>The clause that the row of the step names.</summary>
    public string? Clause { get; init; }

    /// <summary>Its facts.</summary>
    public IEnumerable<(string Name, string? Value)> In(LetterLanguage language)
    {
        var facts = CaseRecord.Read(Task, Rules).Clock;
        return
        [
            ("number", Task.Identifier.Find(static each => each.System == Systems.CaseNumber)?.Value),
            ("kind", language.Word($"kind.{Rules.Code}")),
            ("received", facts.Received is { } at ? language.Day(ProgrammeTime.Day(at)) : null),
            ("due", Due(language)),
            ("reason", Reason(language, Task.StatusReason)),
            (
                "rule",
                TaskTerms.OutputOf<FhirString>(Task, "rule")?.Value ?? DecisionLetterFacts.RuleOf(Decision) ?? Clause
            ),
            ("more.reason", facts.Extensions is [.., { } last] ? last.Reason : null),
            ("answer", Answer()),
            ("decision.text", TaskTerms.OutputOf<CodeableConcept>(Task, "decision")?.Text),
            ("service", DecisionLetterFacts.Service(Decision, Claim)),
            ("hearing.date", Hearing(language)),
            ("hearing.place", TaskTerms.OutputOf<FhirString>(Task, "hearing-place")?.Value ?? Task.Location?.Display),
            ("benefits.kept", TaskTerms.OutputOf<Code>(Task, "benefits")?.Value == "continue" ? "yes" : null),
            .. Rules.AboutDecision ? Doors(Book, facts.Programme) : [],
        ];
    }

    /// <summary>
    /// The days that the doors after a decision are open; each is known where the programme has the door.
    /// </summary>
    public static IEnumerable<(string Name, string? Value)> Doors(ClockBook book, HuskyProgramme programme) =>
        [
            ("appeal.days", Days(book, programme, ClockId.AppealFiling)),
            ("hearing.days", Days(book, programme, ClockId.HearingFiling)),
            ("review.days", Days(book, programme, ClockId.ReviewFiling)),
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

    private static string? Days(ClockBook book, HuskyProgramme programme, ClockId clock) =>
        book.Find(programme, clock)?.Term.Count.ToString(CultureInfo.InvariantCulture);

    private string? Due(LetterLanguage language) =>
        Sweeps.RequestSteps.Due(Task) is { } end
            ? language.Day(ProgrammeTime.Day(new(Math.Max(0, end - 1), TimeSpan.Zero)))
            : null;

    private string? Hearing(LetterLanguage language) =>
        Interval.Of(TaskTerms.OutputOf<FhirDateTime>(Task, "hearing-date")?.Value) is { } when
            ? language.Moment(new(when.Low, TimeSpan.Zero))
            : null;

    private string? Answer() =>
        new[] { "answer", "resolution", "arranged-with" }
            .Select(name =>
                Task.Output.Find(output => output.Type?.Coding.Any(coding => coding.Code == name) == true)?.Value switch
                {
                    FhirString text => text.Value,
                    CodeableConcept concept => Words.Of(concept),
                    ResourceReference to => to.Display,
                    _ => null,
                }
            )
            .FirstOrDefault(static text => !string.IsNullOrWhiteSpace(text));
}
