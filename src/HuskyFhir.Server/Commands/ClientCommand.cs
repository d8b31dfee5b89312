using System.CommandLine;
using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Storage;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary>
/// <c>client add|list|show|rotate|disable|enable</c>: who may come in. Each change has an audit record; running
/// services follow within ten seconds.
/// </summary>
internal static class ClientCommand
{
    private static readonly Argument<string> Id = new("id")
    {
        Description = "The client's id, as in iss and sub of its assertions: letters, digits, '-', '.', '_'.",
    };
    private static readonly Option<FileInfo?> Keys = new("--jwks")
    {
        Description = "A file with its public keys, a JSON Web Key Set.",
    };
    private static readonly Option<string?> KeysUrl = new("--jwks-url")
    {
        Description = "Where it publishes them; https.",
    };

    public static Command Make() =>
        new("client", "The registry of clients that may get tokens here.")
        {
            Add(),
            List(),
            Show(),
            Rotate(),
            Enable("disable", false),
            Enable("enable", true),
        };

    private static Command Add()
    {
        var kind = new Option<CallerKind>("--kind") { Description = "provider, agency or plan.", Required = true };
        var name = new Option<string?>("--name") { Description = "For people; the id by default." };
        var npi = new Option<string?>("--npi") { Description = "For a provider: its organisation's NPI." };
        var scopes = new Option<string>("--scopes")
        {
            Description = "The most that it may be granted, with spaces between.",
            DefaultValueFactory = static _ => "system/*.rs",
        };
        var purposes = new Option<string>("--purposes")
        {
            Description =
                $"The purposes of use that it may name, with spaces between: {string.Join(", ", PurposeOfUse.Codes)}.",
            DefaultValueFactory = static _ => string.Empty,
        };
        var command = new Command(
            "add",
            Example.With(
                "Registers a client with its public keys, from a file or an address.",
                "client add ehr-example --kind provider --npi 1999900016 --scopes 'system/*.rs' --purposes 'TREAT BTG' --jwks ehr-example.jwks.json",
                "client add plan-example --kind plan --scopes 'system/*.cruds' --jwks-url https://keys.example.org/jwks.json"
            )
        )
        {
            Id,
            kind,
            name,
            npi,
            scopes,
            purposes,
            Keys,
            KeysUrl,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    "client-add",
                    parsed.GetRequiredValue(Id),
                    "is registered already; 'client rotate' changes its keys",
                    async (store, settings) =>
                    {
                        var id = parsed.GetRequiredValue(Id);
                        var (keys, address) = ClientInput.Keys(
                            parsed.GetValue(Keys),
                            parsed.GetValue(KeysUrl),
                            settings
                        );
                        return await store.AddAsync(
                            ClientInput.Checked(
                                new(id, parsed.GetRequiredValue(kind))
                                {
                                    Name = parsed.GetValue(name) ?? id,
                                    Npi = parsed.GetValue(npi),
                                    Scopes = ClientInput.Words(parsed.GetRequiredValue(scopes)),
                                    Purposes = ClientInput.Words(parsed.GetRequiredValue(purposes)),
                                    KeysUrl = address,
                                    Keys = keys,
                                }
                            ),
                            cancellation
                        );
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", Example.With("Lists the clients of the registry.", "client list"));
        command.SetAction(
            async (_, cancellation) =>
            {
                await using var database = await OpenAsync(cancellation);
                var clients = await new ClientStore(database, TimeProvider.System).ListAsync(cancellation);
                var table = new Table().AddColumns("id", "kind", "NPI", "scopes", "purposes", "keys", "state");
                foreach (var client in clients)
                    table.AddRow([
                        .. new[]
                        {
                            client.Id,
                            client.Kind.ToString().ToLowerInvariant(),
                            client.Npi ?? string.Empty,
                            string.Join(' ', client.Scopes ?? []),
                            string.Join(' ', client.Purposes),
                            client.KeysUrl?.AbsoluteUri ?? $"{client.Keys.Count}",
                            client.Enabled ? "enabled" : "disabled",
                        }.Select(Markup.Escape),
                    ]);
                AnsiConsole.Write(table);
                return 0;
            }
        );
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", Example.With("Shows a client with its keys.", "client show ehr-example"))
        {
            Id,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                await using var database = await OpenAsync(cancellation);
                var id = parsed.GetRequiredValue(Id);
                if (await new ClientStore(database, TimeProvider.System).FindAsync(id, cancellation) is not { } client)
                    return Refused(id, "is not registered");
                var table = new Table().HideHeaders().AddColumns("what", "value");
                foreach (var (what, value) in ClientInput.Described(client))
                    table.AddRow(Markup.Escape(what), Markup.Escape(value));
                AnsiConsole.Write(table);
                return 0;
            }
        );
        return command;
    }

    private static Command Rotate()
    {
        var overlap = new Option<double>("--overlap")
        {
            Description = "Hours for which the former keys still hold, 0 to 720; 0 for a key that got out.",
            DefaultValueFactory = static _ => 24,
        };
        var command = new Command(
            "rotate",
            Example.With(
                "Replaces a client's keys. The former ones hold on for the overlap, so that it can change over without a pause.",
                "client rotate ehr-example --jwks ehr-example-new.jwks.json --overlap 48",
                "client rotate ehr-example --jwks ehr-example-new.jwks.json --overlap 0"
            )
        )
        {
            Id,
            Keys,
            KeysUrl,
            overlap,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    "client-rotate",
                    parsed.GetRequiredValue(Id),
                    "is not registered",
                    async (store, settings) =>
                    {
                        var hours = parsed.GetRequiredValue(overlap) is >= 0 and <= 720 and var given
                            ? given
                            : throw new SettingsException("--overlap takes 0 to 720 hours.");
                        var (keys, address) = ClientInput.Keys(
                            parsed.GetValue(Keys),
                            parsed.GetValue(KeysUrl),
                            settings
                        );
                        var id = parsed.GetRequiredValue(Id);
                        return address is null
                            ? await store.RotateAsync(id, keys, TimeSpan.FromHours(hours), cancellation)
                            : await store.RotateAsync(id, address, cancellation);
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Enable(string name, bool enabled)
    {
        var command = new Command(
            name,
            Example.With(
                enabled
                    ? "Lets a client in again."
                    : "Shuts a client out: it gets no more tokens, and those that it has end within ten seconds.",
                $"client {name} ehr-example"
            )
        )
        {
            Id,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    $"client-{name}",
                    parsed.GetRequiredValue(Id),
                    "is not registered",
                    (store, _) => store.EnableAsync(parsed.GetRequiredValue(Id), enabled, cancellation),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string action,
        string id,
        string otherwise,
        Func<ClientStore, SecuritySettings, Task<bool>> change,
        CancellationToken cancellation
    )
    {
        if (!ClientId.IsOne(id))
            throw new SettingsException("A client's id has 1 to 100 letters, digits, '-', '.' and '_'.");
        await using var database = await OpenAsync(cancellation);
        if (
            !await change(
                new ClientStore(database, TimeProvider.System),
                Settings.Read<SecuritySettings>(Configured.Load(), "Security")
            )
        )
            return Refused(id, otherwise);
        await Configured.RecordAsync(database, action, id);
        AnsiConsole.MarkupLineInterpolated(
            $"[green]{action["client-".Length..]}[/] {id}: done. Running services follow within ten seconds."
        );
        return 0;
    }

    private static async Task<Database> OpenAsync(CancellationToken cancellation)
    {
        var store = Configured.Store(Configured.Load());
        await store.Schema().RunAsync(cancellation);
        return store.Open();
    }

    private static int Refused(string id, string why)
    {
        AnsiConsole.MarkupLineInterpolated($"[red]refused[/] {id} {why}.");
        return 1;
    }
}
