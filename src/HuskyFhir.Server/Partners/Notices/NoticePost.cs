using HuskyFhir.Exchange.Runs;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Server.Partners.Declared;

namespace HuskyFhir.Server.Partners.Notices;

/// <summary>
/// Sees what an operator must know of a partner, keeps it, and sends what is kept by each way that is configured. What
/// is seen follows from the ledger alone, so a process that died between seeing and keeping loses nothing.
/// </summary>
internal sealed partial class NoticePost(
    NoticeRepository book,
    RunList list,
    IEnumerable<INoticeSender> senders,
    TimeProvider clock,
    ILogger<NoticePost> log
)
{
    private const int AtOnce = 50;

    /// <summary>Keeps what is due about a partner.</summary>
    public async Task LookAsync(ScheduledPartner each, CancellationToken cancellation)
    {
        var (partner, now) = (each.Partner, clock.GetUtcNow());
        foreach (var run in await list.AwaitedAsync(partner.Name, cancellation))
        {
            if (run.Sent <= now - partner.MissingAfter)
                await KeepAsync(
                    partner,
                    $"missing:{run.Number}",
                    "answer-missing",
                    $"The answer to number {run.Number}, sent {run.Sent:u}, is missing. Ask the partner, then 'exchange resend --partner {partner.Name} --number {run.Number}'.",
                    cancellation
                );
            else if (run.Sent <= now - partner.LateAfter)
                await KeepAsync(
                    partner,
                    $"late:{run.Number}",
                    "answer-late",
                    $"The answer to number {run.Number}, sent {run.Sent:u}, is late. Ask the partner.",
                    cancellation
                );
            if (run.Problem == "answer-incomplete")
                await KeepAsync(
                    partner,
                    $"open:{run.Number}",
                    "answer-incomplete",
                    $"Number {run.Number}: {run.Report}",
                    cancellation
                );
        }

        if (await list.UnderWayAsync(partner.Name, cancellation) is { Problem: { } problem } held)
            await KeepAsync(
                partner,
                $"held:{held.Number}:{problem}",
                "run-held-up",
                $"Number {held.Number} is held up by {problem}: {held.Report}",
                cancellation
            );
        await SilenceAsync(each, now, cancellation);
    }

    /// <summary>Keeps a notice of answers that could not be used.</summary>
    public async Task QuarantinedAsync(Partner partner, AnswersTaken answers, CancellationToken cancellation)
    {
        if (answers.Quarantined > 0)
            await KeepAsync(
                partner,
                $"quarantined:{clock.GetUtcNow():yyyyMMddHHmmss}",
                "answer-quarantined",
                $"{answers.Quarantined} answers of the partner could not be used; 'exchange status --partner {partner.Name}' says why.",
                cancellation
            );
    }

    /// <summary>Sends what is due; how many were sent.</summary>
    public async Task<int> SendAsync(CancellationToken cancellation)
    {
        var ways = senders.ToList();
        if (ways.Count == 0)
            return 0;
        var sent = 0;
        foreach (var notice in await book.TakeAsync(AtOnce, cancellation))
            sent += await SendAsync(notice, ways, cancellation) ? 1 : 0;
        return sent;
    }

    /// <summary>
    /// One way that works is enough: a broken mail server must not keep the webhook silent, nor make it repeat itself.
    /// </summary>
    private async Task<bool> SendAsync(OperatorNotice notice, List<INoticeSender> ways, CancellationToken cancellation)
    {
        string? problem = null;
        var isSent = false;
        foreach (var way in ways)
        {
            try
            {
                await way.SendAsync(notice, cancellation);
                isSent = true;
            }
            catch (NoticeException fault)
            {
                LogFailed(log, notice.Id, way.Name, fault.Message);
                problem = fault.Message;
            }
        }

        if (isSent)
            await book.SentAsync(notice.Id, cancellation);
        else
            await book.FailedAsync(notice.Id, problem ?? "no way is configured", cancellation);
        return isSent;
    }

    private async Task SilenceAsync(ScheduledPartner each, DateTimeOffset now, CancellationToken cancellation)
    {
        var after = TimeSpan.FromHours(each.Settings.SilentAfterHours);
        if (
            after > TimeSpan.Zero
            && await book.HeardAsync(each.Partner.Name, cancellation) is { } heard
            && heard <= now - after
        )
            await KeepAsync(
                each.Partner,
                $"silent:{heard.UtcTicks}",
                "partner-silent",
                $"Nothing has come from the partner since {heard:u}: neither an answer nor an enrollment file. Ask whether it still sends.",
                cancellation
            );
    }

    private async Task KeepAsync(
        Partner partner,
        string about,
        string kind,
        string text,
        CancellationToken cancellation
    )
    {
        if (await book.AddAsync(partner.Name, about, kind, text, cancellation))
            LogKept(log, partner.Name, kind, text);
    }

    [LoggerMessage(1307, LogLevel.Warning, "exchange with {Partner}: {Kind}: {Text}")]
    private static partial void LogKept(ILogger log, string partner, string kind, string text);

    [LoggerMessage(1308, LogLevel.Error, "notice {Notice} could not be sent by {Way}: {Problem}")]
    private static partial void LogFailed(ILogger log, Guid notice, string way, string problem);
}
