using System.Globalization;
using HuskyFhir.Exchange.Transports;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Notices.Outbox;
using HuskyFhir.Plan.PartnerRuns;

namespace HuskyFhir.Exchange.Letters;

/// <summary>How far a run of the letters is; for tests that end it there.</summary>
public enum LetterStep
{
    /// <summary>Drawn, and not kept.</summary>
    Drawn,

    /// <summary>Kept, and nothing handed over.</summary>
    Kept,

    /// <summary>Handed over, and not kept that it was.</summary>
    Handed,
}

/// <summary>What a run did.</summary>
/// <param name="Sent">Handed over.</param>
/// <param name="NoAddress">Without a way.</param>
/// <param name="Failed">Not taken, for a reason of their own.</param>
/// <param name="Problem">Why the run ended before its end; null where it did not.</param>
public sealed record LettersSent(int Sent, int NoAddress, int Failed, string? Problem)
{
    /// <inheritdoc />
    public override string ToString()
    {
        var done = string.Create(
            CultureInfo.InvariantCulture,
            $"{Sent} letters sent, {NoAddress} without an address, {Failed} failed"
        );
        return Problem is null ? done : $"{done}; held up: {Problem}";
    }
}

/// <summary>
/// Sends the letters that wait: draws each, keeps the drawing, hands it over, keeps that. Any step may be the last of a
/// process; the next run goes on from there. A way that is broken ends the run, and what was not handed over waits.
/// </summary>
/// <param name="outbox">The letters.</param>
/// <param name="lanes">One process at a time.</param>
/// <param name="options">The words that are drawn beside the letters.</param>
/// <param name="sender">The plan's name and address, line by line.</param>
public sealed class LetterOffice(
    LetterOutbox outbox,
    PartnerLeases lanes,
    LetterOptions options,
    IReadOnlyList<string> sender
)
{
    /// <summary>Letters that share their transactions.</summary>
    private const int Batch = 200;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>The name by which the printer knows a letter.</summary>
    public static string FileName(Guid letter) => $"letter-{letter:N}.pdf";

    /// <summary>The letter of such a name; null for another file's.</summary>
    public static Guid? IdOf(string fileName) =>
        fileName.StartsWith("letter-", StringComparison.Ordinal)
        && Guid.TryParseExact(Path.GetFileNameWithoutExtension(fileName)["letter-".Length..], "N", out var id)
            ? id
            : null;

    /// <summary>Sends all that wait; null where another process does.</summary>
    /// <param name="request">For the audit.</param>
    /// <param name="transports">The ways that are set up.</param>
    /// <param name="reached">Told how far it is.</param>
    /// <param name="cancellation">Ends it between two letters.</param>
    public async Task<LettersSent?> SendAsync(
        string request,
        IReadOnlyList<ILetterTransport> transports,
        Action<LetterStep>? reached,
        CancellationToken cancellation
    )
    {
        if (await lanes.TakeAsync(LetterOutbox.Lane, Environment.MachineName, Lease, cancellation) is not { } lease)
            return null;
        try
        {
            return await SendAsync(new(request, lease, transports, reached), cancellation);
        }
        finally
        {
            await lanes.ReleaseAsync(lease);
        }
    }

    private async Task<LettersSent> SendAsync(Run run, CancellationToken cancellation)
    {
        var hasEmail = run.Transports.Any(static each => each.Takes(new LetterRoute.Email(string.Empty)));
        var (after, sent) = (Guid.Empty, new LettersSent(0, 0, 0, null));
        while (sent.Problem is null)
        {
            var batch = await outbox.WaitingAsync(after, Batch, hasEmail, cancellation);
            if (batch.Count == 0)
                break;
            after = batch[^1].Id;
            var drawn = Draw([
                .. batch.Where(letter => letter.Route is LetterRoute.None || Way(run, letter.Route) is not null),
            ]);
            run.Reached?.Invoke(LetterStep.Drawn);
            var ready = await outbox.KeepAsync(run.Request, run.Lease, drawn, hasEmail, cancellation);
            run.Reached?.Invoke(LetterStep.Kept);
            var done = await HandAsync(run, [.. drawn.Where(each => ready.Contains(each.Waiting.Id))], cancellation);
            sent = new(
                sent.Sent + done.Sent,
                sent.NoAddress + drawn.Count(static each => each.Waiting.Route is LetterRoute.None),
                sent.Failed + done.Failed,
                done.Problem
            );
        }

        return sent;
    }

    private async Task<LettersSent> HandAsync(Run run, List<DrawnLetter> drawn, CancellationToken cancellation)
    {
        var handed = new Dictionary<Guid, (string? Medium, string? Failure)>();
        string? problem = null;
        foreach (var (waiting, pdf) in drawn)
        {
            var way = Way(run, waiting.Route)!;
            try
            {
                await way.HandAsync(
                    waiting.Route,
                    FileName(waiting.Id),
                    waiting.Letter.Title,
                    pdf ?? await ReadAsync(waiting, cancellation),
                    cancellation
                );
                handed[waiting.Id] = (way.Medium, null);
            }
            catch (TransportException fault) when (fault.Flaw == TransportFlaw.OtherContent)
            {
                handed[waiting.Id] = (null, $"{fault.Code}: {fault.Message}");
            }
            catch (TransportException fault)
            {
                problem = $"{way.Name} {fault.Code}: {fault.Message}";
                break;
            }
        }

        run.Reached?.Invoke(LetterStep.Handed);
        if (handed.Count > 0)
            await outbox.HandedAsync(run.Request, run.Lease, handed, cancellation);
        var failed = handed.Values.Count(static each => each.Failure is not null);
        return new(handed.Count - failed, 0, failed, problem);
    }

    private List<DrawnLetter> Draw(List<WaitingLetter> letters)
    {
        var drawn = new DrawnLetter[letters.Count];
        Parallel.For(
            0,
            letters.Count,
            at =>
                drawn[at] = new(
                    letters[at],
                    letters[at] is { Drawn: null, Route: { } route and not LetterRoute.None }
                        ? PdfLetter.Render(letters[at].Letter, Frame(letters[at].Letter, route))
                        : null
                )
        );
        return [.. drawn];
    }

    private LetterFrame Frame(Letter letter, LetterRoute route) =>
        new(
            sender,
            route is LetterRoute.Mail mail ? mail.Lines : [],
            options.PageWords(letter.Language),
            options.Drawn
        );

    private async Task<byte[]> ReadAsync(WaitingLetter waiting, CancellationToken cancellation)
    {
        await using var stored = outbox.Open(waiting.Drawn!);
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, cancellation);
        return bytes.ToArray();
    }

    private static ILetterTransport? Way(Run run, LetterRoute route) =>
        run.Transports.FirstOrDefault(each => each.Takes(route));

    private sealed record Run(
        string Request,
        Lease Lease,
        IReadOnlyList<ILetterTransport> Transports,
        Action<LetterStep>? Reached
    );
}
