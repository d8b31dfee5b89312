using System.Globalization;
using System.Text;
using System.Text.Json;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.PartnerRuns.Reconciliations;

namespace HuskyFhir.Exchange.Reconciliation;

/// <summary>
/// A comparison as files: lines as CSV (RFC 4180), and its figures and members as FHIR (MeasureReport and List, without
/// a value of a member's).
/// </summary>
public static class ReconciliationReport
{
    /// <summary>Writes the lines.</summary>
    public static async Task WriteCsvAsync(
        Stream target,
        IAsyncEnumerable<ReconciliationLine> lines,
        CancellationToken cancellation
    )
    {
        await using var writer = new StreamWriter(target, new UTF8Encoding(false), leaveOpen: true)
        {
            NewLine = "\r\n",
        };
        await writer.WriteLineAsync(
            "line,member,client_id,field,ours,theirs,since,said_by,right,settled".AsMemory(),
            cancellation
        );
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            string?[] fields =
            [
                line.Number.ToString(CultureInfo.InvariantCulture),
                line.Member?.ToString("D"),
                line.ClientId,
                line.Field,
                line.Ours,
                line.Theirs,
                line.Since?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                line.Source,
                line.Standing,
                line.SettledAs,
            ];
            await writer.WriteLineAsync(string.Join(',', fields.Select(Csv.Field)).AsMemory(), cancellation);
        }
    }

    /// <summary>Writes a Bundle of a MeasureReport with the counts, and a List of the members who differ.</summary>
    public static async Task WriteFhirAsync(
        Stream target,
        HuskyFhir.Plan.PartnerRuns.Reconciliations.Reconciliation done,
        IAsyncEnumerable<ReconciliationLine> lines,
        CancellationToken cancellation
    )
    {
        await using var json = new Utf8JsonWriter(target, new() { Indented = true });
        json.WriteStartObject();
        json.WriteString("resourceType", "Bundle");
        json.WriteString("type", "collection");
        json.WriteString("timestamp", Instant(done.At));
        json.WriteStartArray("entry");
        MeasureReport(json, done);
        await ListAsync(json, done, lines, cancellation);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void MeasureReport(
        Utf8JsonWriter json,
        HuskyFhir.Plan.PartnerRuns.Reconciliations.Reconciliation done
    )
    {
        Begin(json, $"urn:uuid:{done.Id:D}", "MeasureReport");
        json.WriteString("status", "complete");
        json.WriteString("type", "summary");
        json.WriteString("measure", Systems.Base + "/Measure/husky-reconciliation");
        json.WriteString("date", Instant(done.At));
        json.WriteStartObject("period");
        json.WriteString("start", Instant(done.At));
        json.WriteString("end", Instant(done.At));
        json.WriteEndObject();
        json.WriteStartArray("group");
        foreach (
            var (code, count) in new[]
            {
                ("ours", done.Ours),
                ("theirs", done.Theirs),
                ("equal", done.Equal),
                ("differing", done.Differing),
                ("unknown", done.Unknown),
                ("missing", done.Missing),
            }
        )
        {
            json.WriteStartObject();
            json.WriteStartObject("code");
            json.WriteString("text", code);
            json.WriteEndObject();
            json.WriteStartArray("population");
            json.WriteStartObject();
            json.WriteNumber("count", count);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        End(json);
    }

    private static async Task ListAsync(
        Utf8JsonWriter json,
        HuskyFhir.Plan.PartnerRuns.Reconciliations.Reconciliation done,
        IAsyncEnumerable<ReconciliationLine> lines,
        CancellationToken cancellation
    )
    {
        Begin(json, $"urn:uuid:{Guid.CreateVersion7(done.At):D}", "List");
        json.WriteString("status", "current");
        json.WriteString("mode", "snapshot");
        json.WriteString("title", $"Members who differ from {done.File}");
        json.WriteString("date", Instant(done.At));
        var any = false;
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            if (line.Member is not { } member)
                continue;
            if (!any)
                json.WriteStartArray("entry");
            any = true;
            json.WriteStartObject();
            json.WriteStartObject("flag");
            json.WriteString("text", $"{line.Field}: {line.Standing}");
            json.WriteEndObject();
            json.WriteStartObject("item");
            json.WriteString("reference", $"Patient/{member:D}");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        if (any)
            json.WriteEndArray();
        End(json);
    }

    private static void Begin(Utf8JsonWriter json, string url, string type)
    {
        json.WriteStartObject();
        json.WriteString("fullUrl", url);
        json.WriteStartObject("resource");
        json.WriteString("resourceType", type);
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
