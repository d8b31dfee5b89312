using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Determinations;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Letters;
using FhirTask = Hl7.Fhir.Model.Task;

namespace HuskyFhir.Tests.Registry.Requests.Letters;

/// <summary>A letter of each step of each kind, about plainly invented people.</summary>
internal static class LetterSamples
{
    private const string Parameters = Systems.Base + "/CodeSystem/husky-task-parameter";

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 15, 0, 0, TimeSpan.Zero);

    private static readonly LetterWriter Writer = new(RequestLetters.Options, "HUSKY Health");

    /// <summary>The names of all: the step, the template and the kind.</summary>
    public static IEnumerable<(string Name, LetterRow Row, KindRules? Kind)> All =>
        RequestLetters
            .Book.Table.Rows.Where(static row => row.Template is not null)
            .SelectMany(static row =>
                Kinds(row)
                    .Select(kind => ($"{row.Template}{(kind is null ? string.Empty : $".{kind.Code}")}", row, kind))
            )
            .DistinctBy(static each => each.Item1);

    /// <summary>One of them.</summary>
    public static WrittenLetter Write(LetterRow row, KindRules? kind, string language, bool largePrint = false)
    {
        var member = Member(language, largePrint);
        var to = row.To is "new-pcp" or "former-pcp"
            ? (Resource)new Organization { Name = "Invented Family Practice" }
            : member;
        return Writer.Write(row.Template!, new(member, to), words => Facts(row, kind, words), Now);
    }

    public static Patient Member(string language, bool largePrint)
    {
        var member = new Patient
        {
            Name = [new() { Given = ["Testina"], Family = "Sample" }],
            Communication =
            [
                new() { Language = new("urn:ietf:bcp:47", "de") },
                new() { Language = new("urn:ietf:bcp:47", language), Preferred = true },
            ],
        };
        if (largePrint)
            member.Extension.Add(new(LetterPeople.FormatUrl, new Code("large-print")));
        return member;
    }

    private static IEnumerable<KindRules?> Kinds(LetterRow row)
    {
        IEnumerable<KindRules?> all = KindTable.All.Where(rules =>
            RequestLetters
                .Steps(rules)
                .Any(step => RequestLetters.Book.Table.Of(step.Step, rules.Code, step.From).Contains(row))
        );
        return all.DefaultIfEmpty();
    }

    private static IEnumerable<(string, string?)> Facts(LetterRow row, KindRules? kind, LetterLanguage words)
    {
        var programme = kind?.Kind == RequestKind.ExternalReview ? HuskyProgramme.B : HuskyProgramme.A;
        if (kind is null && row.Steps[0].StartsWith("consent", StringComparison.Ordinal))
            return [("consent.what", words.Find("consent.opt-out")), ("consent.end", words.Day(new(2026, 12, 31)))];
        if (kind is null)
            return new DecisionLetterFacts(Decision(), Asked(), programme, DeadlineRules.Default)
            {
                PutOffFrom = new(2026, 12, 10),
            }.In(words);
        var facts = new RequestLetterFacts(Request(kind, programme), kind, DeadlineRules.Default)
        {
            Decision = kind.AboutDecision ? Decision() : null,
            Claim = kind.AboutDecision ? Asked() : null,
            Clause = row.Clause,
        };
        return
        [
            .. facts.In(words),
            ("pcp.new", "Dr. Invented, Made-up Clinic"),
            ("pcp.old", "Dr. Sample, Example Practice"),
            ("pcp.start", words.Day(new(2026, 12, 1))),
        ];
    }

    private static FhirTask Request(KindRules kind, HuskyProgramme programme)
    {
        var task = new FhirTask
        {
            Identifier = [new(Systems.CaseNumber, "20261102-0123456789")],
            Status = FhirTask.TaskStatus.InProgress,
            Code = new(kind.System, kind.Code),
            AuthoredOn = "2026-11-02T09:00:00-05:00",
            StatusReason = new(Systems.Base + "/CodeSystem/husky-refusal-reason", "accurate"),
            Restriction = new() { Period = new() { End = "2027-01-31" } },
            Output =
            [
                Output("hearing-date", new FhirDateTime("2026-12-18T10:00:00-05:00")),
                Output("hearing-place", new FhirString("20 Invented Street, Hartford, CT 06100")),
                Output("benefits", new Code("continue")),
                Output("answer", new FhirString("The clinic will call you to set up your visit.")),
            ],
        };
        var more = new Extension { Url = MoreTime.Url };
        more.Extension.Add(new("days", new PositiveInt(14)));
        more.Extension.Add(new("reason", new FhirString("We wait for a paper from your doctor.")));
        more.Extension.Add(new("noticed", new Instant(Now)));
        task.Extension.Add(more);
        CaseRecord.Write(
            task,
            new(
                kind.Kind,
                new(FhirTask.TaskStatus.InProgress, string.Empty),
                new(programme) { Received = Now.AddDays(-28) }
            ),
            null
        );
        return task;
    }

    private static FhirTask.OutputComponent Output(string name, DataType value) =>
        new() { Type = new(Parameters, name), Value = value };

    private static Claim Asked() =>
        new()
        {
            Item =
            [
                new()
                {
                    Sequence = 1,
                    ProductOrService = new() { Text = "physical therapy, two visits a week" },
                },
            ],
        };

    private static ClaimResponse Decision() =>
        new()
        {
            Identifier = [new(Systems.DecisionNumber, "D-2026-0310")],
            Outcome = ClaimProcessingCodes.Complete,
            Status = FinancialResourceStatusCodes.Active,
            Disposition = "One visit a week is covered.",
            Extension =
            [
                new(DecisionTerms.Action, new Code("reduced")),
                new(DecisionTerms.ActionDate, new Date("2026-12-15")),
                new(DecisionTerms.Rule, new FhirString("Section 17b-259b of the General Statutes")),
            ],
            Item =
            [
                new()
                {
                    ItemSequence = 1,
                    Adjudication =
                    [
                        new() { Reason = new(Systems.Base + "/CodeSystem/husky-denial-reason", "less-is-enough") },
                    ],
                },
            ],
        };
}
