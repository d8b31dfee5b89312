using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>What an entry of a Bundle was answered (R4 section 2.36.1, Bundle.entry.response).</summary>
/// <param name="Status">As a request by itself would have got.</param>
/// <param name="Location">Of what was stored.</param>
/// <param name="ETag">Its version.</param>
/// <param name="LastModified">When that was stored.</param>
/// <param name="Body">A resource or an OperationOutcome; empty without one.</param>
internal sealed record EntryAnswer(
    int Status,
    string? Location,
    string? ETag,
    DateTimeOffset? LastModified,
    ReadOnlyMemory<byte> Body
)
{
    private static ReadOnlySpan<byte> OutcomeStart => "{\"resourceType\":\"OperationOutcome\""u8;

    public static EntryAnswer Of(InnerReply reply) =>
        new(reply.Status, reply.Location, reply.ETag, reply.LastModified, reply.Body);

    /// <summary>The Bundle of answers, spliced from bytes.</summary>
    public static ReadOnlyMemory<byte> Bundle(
        bool isTransaction,
        IReadOnlyList<EntryAnswer> answers,
        DateTimeOffset now
    )
    {
        var buffer = new ArrayBufferWriter<byte>(1024 + answers.Sum(static answer => answer.Body.Length + 400));
        using var json = new Utf8JsonWriter(
            buffer,
            new()
            {
                SkipValidation = true,
                Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
        json.WriteStartObject();
        json.WriteString("resourceType", "Bundle");
        json.WriteString("id", Guid.CreateVersion7(now));
        json.WriteString("type", isTransaction ? "transaction-response" : "batch-response");
        if (answers.Count > 0) // an empty array is not FHIR
            json.WriteStartArray("entry");
        foreach (var answer in answers)
            answer.Write(json);
        if (answers.Count > 0)
            json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private void Write(Utf8JsonWriter json)
    {
        var isOutcome = Body.Span.StartsWith(OutcomeStart);
        json.WriteStartObject();
        if (Body.Length > 0 && !isOutcome)
        {
            if (Location is { } location)
                json.WriteString("fullUrl", location.Split("/_history/")[0]);
            json.WritePropertyName("resource");
            json.WriteRawValue(Body.Span, skipInputValidation: true);
        }

        json.WriteStartObject("response");
        json.WriteString(
            "status",
            $"{Status.ToString(CultureInfo.InvariantCulture)} {ReasonPhrases.GetReasonPhrase(Status)}".TrimEnd()
        );
        if (Location is not null)
            json.WriteString("location", Location);
        if (ETag is not null)
            json.WriteString("etag", ETag);
        if (LastModified is { } modified)
            json.WriteString(
                "lastModified",
                modified.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)
            );
        if (isOutcome)
        {
            json.WritePropertyName("outcome");
            json.WriteRawValue(Body.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
