using System.Globalization;
using System.Text;
using HuskyFhir.Exchange.Letters;
using HuskyFhir.Exchange.Transports;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Notices.Outbox;
using HuskyFhir.Plan.PartnerRuns;

namespace HuskyFhir.Server.Letters;

/// <summary>
/// The post: sends what waits, reads what the printer says, and tells the operator where a way is broken. Run again at
/// any time, it does what is left.
/// </summary>
internal sealed partial class LetterWork(
    LetterOutbox outbox,
    LetterDesk desk,
    PartnerLeases lanes,
    NoticeRepository operators,
    LetterSettings settings,
    LetterOptions options,
    FamilyOptions families,
    TimeProvider clock,
    ILogger<LetterWork> log
)
{
    private const string Partner = "letters";

    /// <summary>Sends and reads; what was done, in a few words.</summary>
    public async Task<string> RunAsync(
        string request,
        CancellationToken cancellation,
        Action<LetterStep>? reached = null
    )
    {
        var ways = settings.Open();
        try
        {
            if (ways.Count == 0)
                return "no way out is set up (Letters:Printer, Letters:Email); letters wait";
            var news = await TakeNewsAsync(request, cancellation);
            var sent = await new LetterOffice(
                outbox,
                lanes,
                options,
                [families.PlanName, .. settings.Sender]
            ).SendAsync(request, ways, reached, cancellation);
            if (sent?.Problem is { } problem)
                await KeepAsync("letters-held-up", problem, cancellation);
            return $"{(sent is null ? "another process sends" : $"{sent}")}; {news}";
        }
        finally
        {
            foreach (var way in ways)
                await way.DisposeAsync();
        }
    }

    /// <summary>Keeps what a file says; a file is kept whole or not at all read.</summary>
    public async Task<(int Kept, IReadOnlyList<string> Refused)> TakeAsync(
        string request,
        IReadOnlyList<LetterNews> news,
        CancellationToken cancellation
    )
    {
        var (kept, refused) = (0, new List<string>());
        foreach (var each in news)
            if (await desk.RecordAsync(request, each, cancellation) is { } why)
                refused.Add($"{each.Id:D}: {why}");
            else
                kept++;
        return (kept, refused);
    }

    private async Task<string> TakeNewsAsync(string request, CancellationToken cancellation)
    {
        await using var boxes = settings.Boxes();
        if (boxes is null)
            return "no news";
        var (kept, refused) = (0, 0);
        try
        {
            foreach (var file in await boxes.ListAsync(settings.Printer.News, cancellation))
            {
                using var bytes = new MemoryStream();
                await boxes.FetchAsync(settings.Printer.News, file.Name, bytes, cancellation);
                var (news, flaw) = ReturnedNews.Read(Encoding.UTF8.GetString(bytes.ToArray()));
                if (flaw is not null)
                {
                    await KeepAsync(
                        "letters-news",
                        $"The printer's file {file.Name} was left where it is: {flaw}",
                        cancellation
                    );
                    continue;
                }

                var taken = await TakeAsync(request, news, cancellation);
                (kept, refused) = (kept + taken.Kept, refused + taken.Refused.Count);
                if (taken.Refused.Count > 0)
                    await KeepAsync(
                        "letters-news",
                        $"The printer's file {file.Name} says of {taken.Refused.Count} letters what cannot "
                            + $"be; the first: {taken.Refused[0]}",
                        cancellation
                    );
                // Only now: a process that dies before reads the file again, and news told twice changes nothing.
                await boxes.RemoveAsync(settings.Printer.News, file.Name, cancellation);
            }
        }
        catch (TransportException fault)
        {
            await KeepAsync("letters-news", $"The printer's news cannot be read: {fault.Message}", cancellation);
        }

        return string.Create(CultureInfo.InvariantCulture, $"news of {kept} letters, {refused} refused");
    }

    private async Task KeepAsync(string kind, string text, CancellationToken cancellation)
    {
        // Once a day for the same trouble.
        var about = $"{kind}:{clock.GetUtcNow():yyyyMMdd}:{text.GetHashCode(StringComparison.Ordinal) & 0xFFFF}";
        if (await operators.AddAsync(Partner, about, kind, text, cancellation))
            LogHeld(log, kind, text);
    }

    [LoggerMessage(1320, LogLevel.Warning, "{Kind}: {Text}")]
    private static partial void LogHeld(ILogger log, string kind, string text);
}
