using System.CommandLine;

namespace HuskyFhir.Server.Commands;

/// <summary><c>migrate</c>: the schema, brought up to this build.</summary>
internal static class MigrateCommand
{
    public static Command Make()
    {
        var command = new Command(
            "migrate",
            Example.With(
                "Upgrades the database's schema to this build, under a lock. A database of a newer build is refused.",
                "migrate"
            )
        );
        command.SetAction(
            static async (_, cancellation) =>
            {
                var report = await ServeCommand.MigrateAsync(Configured.Store(Configured.Load()), cancellation);
                Console.WriteLine(
                    report.Applied.Count == 0
                        ? "The schema is current."
                        : $"Applied {string.Join(", ", report.Applied)}."
                );
                return 0;
            }
        );
        return command;
    }
}
