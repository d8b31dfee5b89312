using System.Globalization;
using Hangfire;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Server.Partners.Declared;
using HuskyFhir.Server.Partners.Notices;

namespace HuskyFhir.Server.Partners;

/// <summary>What the schedule and the commands do for a partner. The schedule keeps nothing but its name.</summary>
internal sealed partial class ExchangeWork(
    PartnerRegistry partners,
    ExchangeRunner runner,
    RunAmends amends,
    ExchangeMeter meter,
    NoticePost notices,
    TimeProvider clock,
    ILogger<ExchangeWork> log
)
{
    /// <summary>
    /// A run for the last time of the schedule. Two instances may both come here: the ledger takes one period once.
    /// </summary>
    [AutomaticRetry(Attempts = 3, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public Task ScheduledAsync(string name, CancellationToken cancellation) => RunDueAsync(name, cancellation);

    /// <summary>The same, told; null where the partner has no schedule.</summary>
    public async Task<RunReport?> RunDueAsync(string name, CancellationToken cancellation) =>
        partners.Of(name).Due(clock.GetUtcNow()) is { } due
            ? await RunAsync(
                name,
                due.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                TimeSpan.Zero,
                new(),
                cancellation
            )
            : null;

    /// <summary>A file with everybody, once a day at most.</summary>
    [AutomaticRetry(Attempts = 3, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public Task FullAsync(string name, CancellationToken cancellation) =>
        RunAsync(name, FullPeriod(), TimeSpan.Zero, new(), cancellation);

    /// <summary>The period of a file with everybody that is made today.</summary>
    public string FullPeriod() =>
        ExchangeRun.Full
        + HuskyFhir.Core.Time.ProgrammeTime.Day(clock.GetUtcNow()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Answers, and what was left unfinished.</summary>
    [AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)]
    public Task AnswersAsync(string name, CancellationToken cancellation) =>
        RunAsync(name, null, TimeSpan.Zero, new(), cancellation);

    public async Task<RunReport> RunAsync(
        string name,
        string? period,
        TimeSpan patience,
        RunMarks marks,
        CancellationToken cancellation
    )
    {
        var partner = partners.Of(name).Partner;
        var report = await runner.RunAsync(partner, period, patience, marks, cancellation);
        meter.Count(name, report);
        if (report.Problem is not null && report.End != RunEnd.Busy)
            LogTroubled(log, name, report.Run?.Number ?? 0, report.Problem, report.Report ?? string.Empty);
        else
            LogDone(log, name, report.End, report.Run?.Number ?? 0, report.Answers.Applied);
        foreach (var note in report.Answers.Notes)
            LogAnswer(log, name, note);
        await notices.QuarantinedAsync(partner, report.Answers, cancellation);
        await AlarmAsync(partner, cancellation);
        return report;
    }

    /// <summary>Tells once of each run whose answer is late, and once when it is missing.</summary>
    public async Task AlarmAsync(Partner partner, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        foreach (var run in await amends.RaiseAsync(partner.Name, 2, now - partner.MissingAfter, cancellation))
            LogMissing(log, partner.Name, run.Number, run.Sent!.Value);
        foreach (var run in await amends.RaiseAsync(partner.Name, 1, now - partner.LateAfter, cancellation))
            LogLate(log, partner.Name, run.Number, run.Sent!.Value);
    }

    [LoggerMessage(
        1301,
        LogLevel.Information,
        "exchange with {Partner}: {End}, number {Number}, {Answers} answers used"
    )]
    private static partial void LogDone(ILogger log, string partner, RunEnd end, int number, int answers);

    [LoggerMessage(1302, LogLevel.Error, "exchange with {Partner}: number {Number} is held up by {Problem}: {Report}")]
    private static partial void LogTroubled(ILogger log, string partner, int number, string problem, string report);

    [LoggerMessage(1303, LogLevel.Warning, "exchange with {Partner}: {Note}")]
    private static partial void LogAnswer(ILogger log, string partner, string note);

    [LoggerMessage(
        1304,
        LogLevel.Warning,
        "exchange with {Partner}: the answer to number {Number}, sent {Sent:O}, is late"
    )]
    private static partial void LogLate(ILogger log, string partner, int number, DateTimeOffset sent);

    [LoggerMessage(
        1305,
        LogLevel.Error,
        "exchange with {Partner}: the answer to number {Number}, sent {Sent:O}, is missing; ask the partner, then 'exchange resend'"
    )]
    private static partial void LogMissing(ILogger log, string partner, int number, DateTimeOffset sent);
}
