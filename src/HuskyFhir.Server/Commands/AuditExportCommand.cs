using System.CommandLine;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Disclosures;
using HuskyFhir.Plan.Disclosures.Events;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Hosting;
using HuskyFhir.Server.Http;

namespace HuskyFhir.Server.Commands;

/// <summary><c>audit export</c>: the audit of a time as AuditEvents, one a line.</summary>
internal static class AuditExportCommand
{
    public static Command Make()
    {
        var from = new Option<string?>("--from")
        {
            Description = "The first day or instant, such as 2026-11-01; from the beginning by default.",
        };
        var to = new Option<string?>("--to")
        {
            Description = "The last day or instant, all of which is included; until now by default.",
        };
        var output = new Option<FileInfo?>("--output") { Description = "The file to write; stdout by default." };
        var command = new Command(
            "export",
            Example.With(
                "Writes the audit as NDJSON, one AuditEvent a line in the order of their writing, row by row, so that any length fits in memory.",
                "audit export --from 2026-11-01 --to 2026-11-30 --output november.ndjson",
                "audit export --from 2026-11-23 | jq -r '.agent[0].who.display'"
            )
        )
        {
            from,
            to,
            output,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(output), cancellation)
        );
        return command;
    }

    private static async Task<int> RunAsync(string? from, string? to, FileInfo? file, CancellationToken cancellation)
    {
        var start = from is null
            ? DateTimeOffset.MinValue
            : new DateTimeOffset(Span("--from", from).Low, TimeSpan.Zero);
        var end = to is null ? DateTimeOffset.MaxValue : new DateTimeOffset(Span("--to", to).High, TimeSpan.Zero);
        var configuration = Configured.Load();
        var events = new AuditEvents(
            Settings.Read<HttpSettings>(configuration, "Http").BaseUrl?.TrimEnd('/') ?? HuskyHost.DefaultUrl + "/fhir"
        );
        await using var database = Configured.Store(configuration).Open();
        var audit = new AuditReader(database, new(database, TimeProvider.System));
        await using var stream = file is null ? Console.OpenStandardOutput() : file.Create();
        await using var buffered = new BufferedStream(stream, 1 << 16);
        await foreach (var row in audit.RowsAsync(start, end, cancellation))
        foreach (var entry in AuditEntry.Of(row))
        {
            await buffered.WriteAsync(events.Write(entry), cancellation);
            buffered.WriteByte((byte)'\n');
        }

        return 0;
    }

    /// <exception cref="SettingsException">It is no date.</exception>
    private static Interval Span(string option, string text) =>
        Interval.TryParse(text, out var span)
            ? span
            : throw new SettingsException(
                $"{option} takes a day such as 2026-11-01, or an instant; '{text}' is neither."
            );
}
