using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Validation.Reports;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>One entry of a batch or a transaction.</summary>
/// <param name="At">From 0.</param>
/// <param name="FullUrl">By which the others refer to it.</param>
/// <param name="Request">What it asks; null when it says nothing.</param>
/// <param name="Resource">The bytes of its resource, as they were sent.</param>
internal sealed record BundleEntry(
    int At,
    string? FullUrl,
    Bundle.RequestComponent? Request,
    ReadOnlyMemory<byte>? Resource
);

/// <summary>A Bundle to be worked through.</summary>
internal sealed record BundleAsk(bool IsTransaction, IReadOnlyList<BundleEntry> Entries);

/// <summary>
/// Reads the Bundle around the resources, strictly, and leaves each resource as its bytes: in a batch, one that cannot
/// be read must not hurt the others. Faults: 400 for what is no batch or transaction, 413 for too many entries.
/// </summary>
internal sealed class BundleReader(Intake intake, IOptions<HttpSettings> settings)
{
    /// <summary>A resource is three levels down in a Bundle.</summary>
    private const int Around = 3;

    public Result<BundleAsk> Read(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (!SoundJson.IsUnicode(body.Span, settings.Value.MaxDepth + Around))
            return Unreadable(body, cancellation);
        try
        {
            using var document = JsonDocument.Parse(
                body,
                new() { MaxDepth = settings.Value.MaxDepth + Around, AllowDuplicateProperties = false }
            );
            return Read(body, document.RootElement, cancellation);
        }
        catch (JsonException)
        {
            return Unreadable(body, cancellation);
        }
    }

    /// <summary>The strict parser says what is wrong, and where.</summary>
    private Fault Unreadable(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        intake.Parse(body, cancellation).Report.ToFault()
        ?? Wrong(
            OperationOutcome.IssueType.Structure,
            "The body is nested too deeply, names a member twice, or holds half a character.",
            null,
            "bundle-unreadable"
        );

    private Result<BundleAsk> Read(ReadOnlyMemory<byte> body, JsonElement root, CancellationToken cancellation)
    {
        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("resourceType", out var type)
            || type.ValueKind != JsonValueKind.String
            || !type.ValueEquals("Bundle")
        )
            return Wrong(
                OperationOutcome.IssueType.Invalid,
                "The base takes a Bundle of type batch or transaction; send a resource to the address of its type.",
                "resourceType",
                "wrong-type"
            );
        var hasEntries = root.TryGetProperty("entry", out var entries) && entries.ValueKind == JsonValueKind.Array;
        if (hasEntries && entries.GetArrayLength() > settings.Value.MaxBundleEntries)
            return new Fault(
                FaultKind.TooLarge,
                OperationOutcome.IssueType.TooCostly,
                $"A Bundle may have {settings.Value.MaxBundleEntries} entries here; send it in parts.",
                "Bundle.entry",
                "bundle-too-large"
            );
        var (envelope, report) = intake.Parse(Envelope(root), cancellation);
        if (report.ToFault() is { } fault)
            return new Fault(
                fault.Kind,
                [.. fault.Issues.Select(static issue => issue with { Line = null, Position = null })]
            ); // of what was parsed, not of what was sent
        var bundle = (Bundle)envelope!;
        if (bundle.Type is not (Bundle.BundleType.Batch or Bundle.BundleType.Transaction))
            return Wrong(
                OperationOutcome.IssueType.Value,
                "Only a batch or a transaction can be worked through; this Bundle says another type.",
                "Bundle.type",
                "bundle-type"
            );
        return new BundleAsk(
            bundle.Type == Bundle.BundleType.Transaction,
            !hasEntries
                ? []
                : [.. entries.EnumerateArray().Select((entry, at) => Entry(body, at, bundle.Entry[at], entry))]
        );
    }

    private static Fault Wrong(OperationOutcome.IssueType code, string text, string? at, string detail) =>
        new(FaultKind.Malformed, code, text, at, detail);

    private static BundleEntry Entry(ReadOnlyMemory<byte> body, int at, Bundle.EntryComponent entry, JsonElement json)
    {
        var resource = json.TryGetProperty("resource", out var found)
            ? Slice(body, found)
            : (ReadOnlyMemory<byte>?)null;
        return new(at, entry.FullUrl, entry.Request, resource);
    }

    /// <summary>The document does not copy the body: an element's bytes are a part of it.</summary>
    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> body, JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return body.Span.Overlaps(raw, out var offset) ? body.Slice(offset, raw.Length) : raw.ToArray();
    }

    private static ReadOnlyMemory<byte> Envelope(JsonElement root)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true });
        json.WriteStartObject();
        foreach (var member in root.EnumerateObject())
            if (member.NameEquals("entry") && member.Value.ValueKind == JsonValueKind.Array)
                WriteEntries(json, member.Value); // nothing where the list is empty: there is nothing to do, and nothing wrong
            else
                member.WriteTo(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteEntries(Utf8JsonWriter json, JsonElement entries)
    {
        if (entries.GetArrayLength() == 0)
            return;
        json.WriteStartArray("entry");
        foreach (var entry in entries.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object)
            {
                entry.WriteTo(json);
                continue;
            }

            json.WriteStartObject();
            foreach (var member in entry.EnumerateObject())
                if (!member.NameEquals("resource"))
                    member.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
