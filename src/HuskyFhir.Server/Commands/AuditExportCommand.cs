using System.CommandLine;

namespace HuskyFhir.Server.Commands;

internal static class AuditExportCommand
{
    public static Command Make() => new("export");
}
