using System.CommandLine;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Server.Commands;
using HuskyFhir.Server.Configuration;
using Spectre.Console;

namespace HuskyFhir.Server;

/// <summary>
/// The commands of the one executable. Exit code 0 when all went well, 1 when something was refused, 2 when it could
/// not start.
/// </summary>
internal static class HuskyCommands
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(
            """
            HuskyFhir: Connecticut's HUSKY Health over FHIR R4. Without a command it serves on http://127.0.0.1:5080/fhir.

            Settings come from appsettings.json and the environment:
              Store__Provider=Sqlite|Postgres     which database (Sqlite)
              ConnectionStrings__Husky=…          where it is (Data Source=data/husky.db)
              ASPNETCORE_URLS=…                   where to listen (http://127.0.0.1:5080)
              Http__BaseUrl=…                     the base as clients see it
              Security__Authority=…               who issues tokens (this service itself; in Development the sandbox too)
              Validation__Packages=…              FHIR packages to check claims against, such as us-core.tgz
            """
        )
        {
            TokenCommand.Make(),
            ClientCommand.Make(),
            KeysCommand.Make(),
            LoadCommand.Make(),
            EnrolCommand.Make(),
            ConflictsCommand.Make(),
            ValidateCommand.Make(),
            MigrateCommand.Make(),
#if SANDBOX
            Commands.Sandbox.GenerateCommand.Make(),
#endif
            PackagesCommand.Make(),
            AuditCommand.Make(),
            JobsCommand.Make(),
            ReassignCommand.Make(),
            ExchangeCommand.Make(),
            Partner(),
            LettersCommand.Make(),
        };
        if (Console.IsOutputRedirected)
            SpeakPlainly();
        root.SetAction(static (_, cancellation) => ServeCommand.RunAsync(cancellation));
        var parsed = root.Parse(args);
        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return parsed.Errors.Count > 0 ? 2 : code;
        }
        catch (Exception fault)
            when (fault
                    is SettingsException
                        or NewerSchemaException
                        or UnreleasedSchemaException
                        or IOException
                        or UnauthorizedAccessException
                        or System.Data.Common.DbException
                        or System.Net.Sockets.SocketException
            )
        {
            await Console.Error.WriteLineAsync($"huskyfhir: {fault.Message}");
            return 2;
        }
        catch (HuskyFhir.Storage.WriteConflictException)
        {
            await Console.Error.WriteLineAsync(
                "huskyfhir: others write at the same time, and went first each time; nothing of this was kept. Run it again."
            );
            return 2;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("huskyfhir: stopped; what was finished is kept.");
            return 2;
        }
    }

    /// <summary>
    /// A file or a pipe has no margin to wrap at and no colours, whatever the environment says of itself.
    /// </summary>
    private static Command Partner()
    {
        var command = PartnerCommand.Make();
#if SANDBOX
        command.Add(Commands.Sandbox.PartnerSimulation.Make());
#endif
        return command;
    }

    private static void SpeakPlainly()
    {
        AnsiConsole.Profile.Width = 10_000;
        AnsiConsole.Profile.Capabilities.Ansi = false;
        AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
    }
}
