using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Determinations;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types.Narratives;
using Task = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Plan.Requests.Letters;

/// <summary>What a letter about a request may say of it, in the words of a language.</summary>
/// <param name="Task">The request as it stands after the step.</param>
/// <param name="Rules">Its kind.</param>
/// <param name="Book">The legal times.</param>
internal sealed record RequestLetterFacts(Task Task, KindRules Rules, DeadlineRules Book)
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
            ("reason", SharedLetterFacts.Reason(language, Task.StatusReason)),
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
            .. Rules.AboutDecision ? SharedLetterFacts.Doors(Book, facts.Programme) : [],
        ];
    }

    private string? Due(LetterLanguage language) =>
        Sweeps.RequestSteps.Due(Task) is { } end
            ? language.Day(ProgrammeTime.Day(new(Math.Max(0, end - 1), TimeSpan.Zero)))
            : null;

    private string? Hearing(LetterLanguage language) =>
        Interval.Of(TaskTerms.OutputOf<FhirDateTime>(Task, "hearing-date")?.Value) is { } when
            ? language.Moment(new(when.Low, TimeSpan.Zero))
            : null;

    /// <summary>Outputs that answer, the plainest first.</summary>
    private static readonly string[] Answers = ["answer", "resolution", "arranged-with"];

    private string? Answer() =>
        Answers
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
