using System.CommandLine;
using System.Globalization;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Security.Keys;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary><c>keys list|rotate</c>: the service's own signing keys.</summary>
internal static class KeysCommand
{
    public static Command Make()
    {
        var list = new Command(
            "list",
            Example.With("Lists the signing keys, and what each is for at the moment.", "keys list")
        );
        list.SetAction((_, cancellation) => RunAsync(false, null, false, cancellation));
        var now = new Option<bool>("--now")
        {
            Description =
                "It signs at once. Services learn of it within five seconds; until then tokens of the others may be refused here and there.",
        };
        var revoke = new Option<bool>("--revoke")
        {
            Description =
                "The former keys are removed, and with them every token that they signed: for a key that got out.",
        };
        var rotate = new Command(
            "rotate",
            Example.With(
                $"Makes the next signing key. It is published now and signs in {SigningKeys.Lead.TotalMinutes:F0} minutes, when every service has it; the former key verifies until its last token has expired.",
                "keys rotate",
                "keys rotate --now --revoke"
            )
        )
        {
            now,
            revoke,
        };
        rotate.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    true,
                    parsed.GetValue(now) || parsed.GetValue(revoke) ? TimeSpan.Zero : SigningKeys.Lead,
                    parsed.GetValue(revoke),
                    cancellation
                )
        );
        return new(
            "keys",
            "The keys that the service signs its tokens with; the next is made by itself when Security:SigningKeyDays have passed."
        )
        {
            list,
            rotate,
        };
    }

    private static async Task<int> RunAsync(bool rotate, TimeSpan? lead, bool revoke, CancellationToken cancellation)
    {
        var configuration = Configured.Load();
        var store = Configured.Store(configuration);
        await store.Schema().RunAsync(cancellation);
        await using var database = store.Open();
        var settings = Options.Create(Settings.Read<SecuritySettings>(configuration, "Security"));
        var rows = new SigningKeyStore(database);
        using var keys = new SigningKeys(rows, new KeyWrap(settings), TimeProvider.System, settings);
        if (rotate)
        {
            var made = await keys.RotateAsync(lead ?? SigningKeys.Lead, null, cancellation);
            if (revoke)
                await rows.RemoveAsync(key => key.Id != made?.Id, cancellation);
            await Configured.RecordAsync(database, revoke ? "keys-revoke" : "keys-rotate", made?.Id ?? string.Empty);
        }

        Print(await keys.RingAsync(TimeSpan.Zero, cancellation));
        return 0;
    }

    private static void Print(KeyRing ring)
    {
        var now = TimeProvider.System.GetUtcNow();
        var table = new Table().AddColumns("id", "state", "made", "signs from", "verifies until");
        foreach (var key in ring.Keys)
            table.AddRow(
                key.Id,
                ring.State(key, now),
                At(key.Made),
                At(key.Active),
                ring.Retires(key) is var end && end == DateTimeOffset.MaxValue ? string.Empty : At(end)
            );
        AnsiConsole.Write(table);
    }

    private static string At(DateTimeOffset at) =>
        at.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
