using System.CommandLine;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Server.Commands;
using HuskyFhir.Server.Hosting;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Benchmarks.Http;

/// <summary>
/// <c>unguarded</c>: the same service whose looks leave no trace, for what policy and audit cost. No setting can make
/// the service so; it is put together here.
/// </summary>
internal static class UnguardedCommand
{
    public static Command Make()
    {
        var command = new Command(
            "unguarded",
            "Serves like the service but without audit; used by 'http' for the cost of policy and audit."
        );
        command.SetAction(
            static async (_, cancellation) =>
            {
                await using var app = HuskyHost.Build(static builder =>
                    builder.Services.AddSingleton<AuditTrail, NoTrail>()
                );
                await ServeCommand.PrepareAsync(app.Services, cancellation);
                await app.RunAsync(cancellation);
            }
        );
        return command;
    }

    private sealed class NoTrail(Database database) : AuditTrail(database)
    {
        public override Task RecordAsync(AuditRecord record) => Task.CompletedTask;
    }
}
