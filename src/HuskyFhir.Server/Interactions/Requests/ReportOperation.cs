using System.Globalization;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Reports;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Http.Representations;
using HuskyFhir.Server.Interactions.Operations;
using HuskyFhir.Server.Views;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Requests;

/// <summary>
/// <c>Task/$request-report</c> (OperationDefinition husky-request-report): how many requests there were in a period and
/// how soon they were answered, as a MeasureReport, a page with a chart, or a table. For the plan. Faults: 400 for a
/// parameter that is missing or cannot be read, 403.
/// </summary>
internal sealed class ReportOperation(
    RequestReport report,
    RequestBody bodies,
    Intake intake,
    ReadAudit trace,
    TimeProvider clock
)
{
    public const string Name = TabularAnswers.RequestReport;

    private static readonly string[] Known = ["start", "end", "kind", "programme"];

    public async Task ReportAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        await trace.AnswerAsync(context, call, await AnswerAsync(context, call));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (call.Caller.Kind != CallerKind.Plan)
            return new Fault(
                FaultKind.Forbidden,
                OperationOutcome.IssueType.Forbidden,
                "The report on all requests is read by the plan alone.",
                null,
                "policy"
            );
        if (call.Grant.Narrowed is not null)
            return OperationInput.BeyondScope;
        if (
            !(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault)
            || !Read(input, clock.GetUtcNow()).Try(out var asked, out fault)
        )
            return fault;
        var kinds = await report.CountAsync(asked.Ask, context.RequestAborted);
        await trace.RecordAsync(call, null, [], Name);
        context.Features.Set<IBundlePage>(new ReportPage());
        if (Negotiation.Wanted(context.Request) == Form.Csv)
            context.Features.Set<IRepresentation>(new ReportTable());
        return (ReadOnlyMemory<byte>)FhirJson.Write(ReportWriting.Of(kinds, asked.Start, asked.End, clock.GetUtcNow()));
    }

    private static Result<(ReportAsk Ask, DateOnly Start, DateOnly End)> Read(OperationInput input, DateTimeOffset now)
    {
        if (input.Simple.FirstOrDefault(static one => !Known.Contains(one.Key)).Key is { } unknown)
            return OperationInput.Bad(unknown, $"nothing here; what can be given is {string.Join(", ", Known)}");
        if (
            !Day(input, "start", "the first day").Try(out var start, out var fault)
            || !Day(input, "end", "the last day").Try(out var end, out fault)
        )
            return fault;
        if (end < start)
            return OperationInput.Bad("end", "a day that is not before start");
        // Two reports whose periods differ by a day would tell what happened on that day.
        if (start.Day != 1)
            return OperationInput.Bad("start", "the first day of a month; a report covers whole months");
        if (end.Day != DateTime.DaysInMonth(end.Year, end.Month))
            return OperationInput.Bad("end", "the last day of a month; a report covers whole months");
        if (
            !Codes(
                    input,
                    "kind",
                    "codes of husky-request-type",
                    static code => KindTable.All.FirstOrDefault(rules => rules.Code == code)?.Code
                )
                .Try(out var kinds, out fault)
        )
            return fault;
        if (
            !Codes(
                    input,
                    "programme",
                    "codes of husky-programme",
                    static code => HuskyProgrammes.Find(code) is null ? null : code
                )
                .Try(out var programmes, out fault)
        )
            return fault;
        // What is not over is told as it stands now.
        var to = Math.Min(ProgrammeTime.ToUtcTicks(end.PlusDays(1).ToDateTime(default)), now.UtcTicks + 1);
        return (
            new ReportAsk(
                ProgrammeTime.ToUtcTicks(start.ToDateTime(default)),
                to,
                kinds,
                [.. programmes.Select(static code => HuskyProgrammes.Find(code)!.Value)]
            ),
            start,
            end
        );
    }

    private static Result<DateOnly> Day(OperationInput input, string name, string what)
    {
        if (input.Text(name) is not { } text)
            return OperationInput.Missing(name, what);
        return
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day < DateOnly.MaxValue
            ? day
            : OperationInput.Bad(name, "a day, such as 2026-11-23");
    }

    private static Result<List<string>> Codes(OperationInput input, string name, string takes, Func<string, string?> of)
    {
        var found = input
            .Simple.Where(one => one.Key == name)
            .SelectMany(static one => one.Value.Split(','))
            .Select(of)
            .ToList();
        return found.Contains(null) ? OperationInput.Bad(name, takes) : found.OfType<string>().Distinct().ToList();
    }
}
