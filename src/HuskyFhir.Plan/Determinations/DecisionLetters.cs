using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Notices;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Notices.Outbox;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Determinations;

/// <summary>Marks a write by which the service says when the notice of a decision was mailed.</summary>
internal sealed record MailedNotice;

/// <summary>The letter of an adverse decision, as far as it is known.</summary>
/// <param name="Id">Of its Communication.</param>
/// <param name="Decision">The decision.</param>
/// <param name="State">How far it is.</param>
internal sealed record DecisionLetter(Guid Id, Guid Decision, LetterState State)
{
    /// <summary>Whether it never was mailed.</summary>
    public bool IsUnmailed => State is not (LetterState.Mailed or LetterState.Returned);

    /// <summary>Whether nobody has it yet, so that it can still be stopped.</summary>
    public bool IsHere => State is LetterState.Waiting or LetterState.NoAddress or LetterState.Failed;
}

/// <summary>What the plan decides of letters about decisions.</summary>
/// <param name="Letters">The words.</param>
/// <param name="PlanName">How the plan calls itself.</param>
/// <param name="Clocks">The legal times.</param>
internal sealed record DecisionLetterOptions(LetterOptions Letters, string PlanName, DeadlineRules Clocks);

/// <summary>What a letter about a decision rests on beside it.</summary>
/// <param name="Decision">Which.</param>
/// <param name="Programme">The member's.</param>
/// <param name="Claim">What was decided on; null where it is not here.</param>
/// <param name="PutOffFrom">The day of action that the member was told of; null where it stands.</param>
internal sealed record DecisionMatter(Guid Decision, HuskyProgramme Programme, Claim? Claim, DateOnly? PutOffFrom);

/// <summary>
/// The notice of an adverse decision that the service writes, in the transaction of the decision (42 CFR 431.206(c)(2),
/// 431.210), and stops where the decision falls before anybody has the letter.
/// </summary>
internal static class DecisionLetters
{
    private const string Written =
        "SELECT l.owner, l.about, l.state FROM letters l WHERE l.about {ids} AND l.step = 'adverse-action'";

    /// <summary>The letters of some decisions.</summary>
    public static async Task<IReadOnlyList<DecisionLetter>> WrittenAsync(
        IReadOnlyList<Guid> decisions,
        WriteContext following,
        CancellationToken cancellation
    ) =>
        await following.Work.QueryEachAsync(
            Written,
            decisions,
            static row => new DecisionLetter(row.Uuid(0), row.Uuid(1), LetterStateCodes.Find(row.Text(2))!.Value),
            cancellation
        );

    /// <summary>
    /// Whether this transaction writes the letter already: a decision is checked again when it is shown.
    /// </summary>
    public static bool IsBeingWritten(Guid decision, WriteContext following) =>
        following
            .Writing("Communication")
            .Any(step =>
                step.Write.Resource is Communication notice
                && LetterStates.StepOf(notice) == LetterSteps.AdverseAction
                && References.IdOf(notice.About.FirstOrDefault(), "ClaimResponse") == decision
            );

    /// <summary>Letters of decisions that no longer hold are not sent, where they are still here.</summary>
    public static async Task StopAsync(
        IReadOnlyList<WriteStep> steps,
        IReadOnlyList<DecisionLetter> letters,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        foreach (
            var step in steps.Where(static step =>
                step.Write.Resource is ClaimResponse { Status: not FinancialResourceStatusCodes.Active }
            )
        )
        {
            var here = letters.Where(letter => letter.Decision == step.Write.Id && letter.IsHere).ToList();
            foreach (var row in (await following.LatestAsync(here.Select(static each => each.Id), cancellation)).Values)
            {
                if (row.Body is null || FhirJson.Read(row.Body) is not Communication notice)
                    continue;
                notice.Status = EventStatus.EnteredInError;
                following.Bring(
                    step,
                    new UpdateCommand(following.Type("Communication"), WriteContext.Grant(step), row.Id, notice)
                );
            }
        }
    }

    /// <summary>Writes the letter.</summary>
    public static async Task TellAsync(
        DecisionLetterOptions options,
        WriteStep step,
        ClaimResponse response,
        string occasion,
        DecisionMatter matter,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        if (
            options.Letters.Book.Table.First(occasion, string.Empty) is not { Template: { } template } row
            || References.IdOf(response.Patient, "Patient") is not { } member
        )
            return;
        var bodies = await following.Work.QueryEachAsync(
            "SELECT r.body FROM resources r WHERE r.id {ids} AND r.deleted = 0",
            [member],
            static found => found.Bytes(0),
            cancellation
        );
        var patient = bodies.Count == 0 ? null : FhirJson.Read(bodies[0]) as Patient;
        var letter = new LetterWriter(options.Letters, options.PlanName).Write(
            template,
            new(patient, patient),
            new DecisionLetterFacts(response, matter.Claim, matter.Programme, options.Clocks)
            {
                PutOffFrom = matter.PutOffFrom,
            }.In,
            following.Now
        );
        var day = DecisionReader.Read(response).ActionDate;
        var notice = new Notice(
            $"{matter.Decision:N}/{occasion}{(matter.PutOffFrom is null ? string.Empty : $"/{day:yyyy-MM-dd}")}",
            row.Notice,
            member,
            $"ClaimResponse/{matter.Decision:D}",
            new($"Patient/{member:D}"),
            letter.Letter.Title
        )
        {
            Step = occasion,
            Letter = letter,
        };
        foreach (
            var ask in notice.Asks(
                following.Type,
                WriteContext.Grant(step),
                following.Now,
                options.PlanName,
                Guid.CreateVersion7(following.Now)
            )
        )
            following.Bring(step, ask);
    }
}
