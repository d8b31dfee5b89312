using System.CommandLine;
using System.Globalization;
using HuskyFhir.Exchange.Letters;
using HuskyFhir.Plan.Notices.Outbox;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Letters;

namespace HuskyFhir.Server.Commands;

/// <summary>
/// <c>letters list</c>, <c>send</c>, <c>mailed</c> and <c>returned</c>: the post to members, by hand.
/// </summary>
internal static class LettersCommand
{
    private const int Most = 1000;

    public static Command Make() =>
        new(
            "letters",
            Example.With(
                "Letters to members: which wait, which came back, and that they were mailed. Clocks that "
                    + "hang on a mailing run from the day that is told here; a letter that was not mailed "
                    + "starts none.",
                "letters list --state returned",
                "letters send",
                "letters mailed 01a208b4-c96c-7da0-a0be-067ef5261bfa --on 2026-12-01",
                "letters mailed --file mailed-2026-12-01.csv",
                "letters returned 01a208b4-c96c-7da0-a0be-067ef5261bfa --reason 'Moved, left no address'",
                "letters send 01a208b4-c96c-7da0-a0be-067ef5261bfa"
            )
        )
        {
            List(),
            Send(),
            Mailed(),
            Returned(),
        };

    private static Command List()
    {
        var state = new Option<string?>("--state")
        {
            Description = $"{LetterStateCodes.All}; without it, how many there are of each.",
        };
        var command = new Command(
            "list",
            Example.With(
                "Lists letters, the oldest first, with ids and without names.",
                "letters list --state no-address"
            )
        )
        {
            state,
        };
        command.SetAction(
            (parsed, cancellation) =>
                ExchangeCommand.WithAsync(
                    services =>
                        ListAsync(services.GetRequiredService<LetterDesk>(), parsed.GetValue(state), cancellation),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> ListAsync(LetterDesk desk, string? state, CancellationToken cancellation)
    {
        if (state is null)
        {
            var counts = await desk.CountAsync(cancellation);
            foreach (var each in Enum.GetValues<LetterState>())
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{each.Code(), -12}{counts.GetValueOrDefault(each)}")
                );
            return 0;
        }

        if (LetterStateCodes.Find(state) is not { } wanted)
            throw new SettingsException($"--state takes {LetterStateCodes.All}.");
        foreach (var letter in await desk.ListAsync(wanted, Most, cancellation))
            Console.WriteLine(
                $"{letter.Id:D}  {letter.State.Code()}  {letter.Step}"
                    + (letter.Mailed is { } on ? $"  mailed {on:yyyy-MM-dd}" : string.Empty)
                    + (letter.Reason is null ? string.Empty : $"  {letter.Reason}")
            );
        return 0;
    }

    private static Command Send()
    {
        var id = Letter(required: false);
        var command = new Command(
            "send",
            Example.With(
                "Sends the letters that wait. With a letter that came back, failed or had no address: "
                    + "sends that one again, to the address as it is now.",
                "letters send"
            )
        )
        {
            id,
        };
        command.SetAction(
            (parsed, cancellation) =>
                ExchangeCommand.WithAsync(
                    async services =>
                    {
                        if (parsed.GetValue(id) is { } letter)
                        {
                            var code = await RecordAsync(services, [new(letter, LetterState.Waiting)], cancellation);
                            if (code != 0)
                                return code;
                        }

                        Console.WriteLine(
                            await services.GetRequiredService<LetterWork>().RunAsync(Request(), cancellation)
                        );
                        return 0;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Mailed()
    {
        var id = Letter(required: false);
        var on = new Option<string?>("--on") { Description = "The day of the mailing, yyyy-MM-dd." };
        var file = new Option<FileInfo?>("--file") { Description = "What the printer said: letter,event,date,reason." };
        var byHand = new Option<bool>("--by-hand") { Description = "The plan mailed it itself, and no transport did." };
        var command = new Command(
            "mailed",
            Example.With(
                "Says that a letter, or each of a file, was mailed. The clocks that hang on it run from that day.",
                "letters mailed --file mailed-2026-12-01.csv"
            )
        )
        {
            id,
            on,
            file,
            byHand,
        };
        command.SetAction(
            (parsed, cancellation) =>
                ExchangeCommand.WithAsync(
                    services =>
                        RecordAsync(
                            services,
                            News(
                                parsed.GetValue(id),
                                parsed.GetValue(on),
                                parsed.GetValue(file),
                                parsed.GetValue(byHand)
                            ),
                            cancellation
                        ),
                    cancellation
                )
        );
        return command;
    }

    private static IReadOnlyList<LetterNews> News(Guid? letter, string? on, FileInfo? file, bool byHand)
    {
        if (file is not null && letter is null)
        {
            var (news, flaw) = ReturnedNews.Read(File.ReadAllText(file.FullName));
            return flaw is null ? news : throw new SettingsException($"{file.Name}: {flaw}");
        }

        if (
            letter is not { } id
            || file is not null
            || !DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        )
            throw new SettingsException("Name a letter and --on its day as yyyy-MM-dd, or a --file.");
        return [new(id, LetterState.Mailed, day) { ByHand = byHand }];
    }

    private static Command Returned()
    {
        var id = Letter(required: true);
        var reason = new Option<string?>("--reason") { Description = "Why it came back, as the post says it." };
        var command = new Command(
            "returned",
            Example.With(
                "Says that a letter came back. It waits for somebody who looks for another address; "
                    + "'letters send' with its id sends it again.",
                "letters returned 01a208b4-c96c-7da0-a0be-067ef5261bfa --reason 'Moved, left no address'"
            )
        )
        {
            id,
            reason,
        };
        command.SetAction(
            (parsed, cancellation) =>
                ExchangeCommand.WithAsync(
                    services =>
                        RecordAsync(
                            services,
                            [new(parsed.GetValue(id)!.Value, LetterState.Returned, null, parsed.GetValue(reason))],
                            cancellation
                        ),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RecordAsync(
        IServiceProvider services,
        IReadOnlyList<LetterNews> news,
        CancellationToken cancellation
    )
    {
        var (kept, refused) = await services.GetRequiredService<LetterWork>().TakeAsync(Request(), news, cancellation);
        foreach (var each in refused)
            await Console.Error.WriteLineAsync($"huskyfhir: {each}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kept} letters"));
        return refused.Count == 0 ? 0 : 1;
    }

    private static Argument<Guid?> Letter(bool required) =>
        new("letter")
        {
            Description = "The id of its Communication; the name of the printer's file has it.",
            Arity = required ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
        };

    private static string Request() => $"letters-{Guid.NewGuid():N}";
}
