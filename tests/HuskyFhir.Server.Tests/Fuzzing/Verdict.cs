using System.Text.Json;
using System.Xml;
using HuskyFhir.Server.Tests.BadInput;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Fuzzing;

/// <summary>
/// What every answer must be, whatever was sent: below 500, whole, of the form that it says, and a refusal an
/// OperationOutcome.
/// </summary>
internal static class Verdict
{
    /// <summary>Null when the answer is sound; otherwise what is wrong with it.</summary>
    public static string? Of(FuzzRequest request, Reply reply)
    {
        var status = (int)reply.Status;
        if (status >= 500)
            return $"status {status}";
        if (
            reply.ContentLength is { } length
            && request.Method != "HEAD"
            && reply.Header("Content-Encoding") is null
            && length != reply.Body.Length
        )
            return $"Content-Length {length} and {reply.Body.Length} bytes";
        // What the web server refuses before it is a request of ours has no body.
        if (
            request.Method == "HEAD"
            || reply.Body.Length == 0
            || reply.Header("X-Request-Id") is null
            || reply.Header("Content-Encoding") is not null
        )
            return null;
        try
        {
            return Broken(request, reply, status);
        }
        catch (Exception bad)
            when (bad
                    is JsonException
                        or XmlException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or Xunit.Sdk.XunitException
            )
        {
            return $"broken body: {bad.Message}";
        }
    }

    private static string? Broken(FuzzRequest request, Reply reply, int status)
    {
        var type = reply.ContentType ?? string.Empty;
        if (type.Contains("json", StringComparison.Ordinal) && !type.Contains("ndjson", StringComparison.Ordinal))
        {
            using var json = JsonDocument.Parse(reply.Body, new() { MaxDepth = 256, AllowDuplicateProperties = false });
            if (Failed(json.RootElement) is { } entry)
                return $"an entry was answered {entry}";
        }
        else if (type.StartsWith("application/fhir+xml", StringComparison.Ordinal))
        {
            using var xml = XmlReader.Create(new MemoryStream(reply.Body));
            while (xml.Read()) { }

            if (
                reply.Text.Contains("<status value=\"5", StringComparison.Ordinal)
                && reply.Text.StartsWith("<Bundle", StringComparison.Ordinal)
            )
                return "an entry was answered with 5xx";
        }

        var isFhir = type.StartsWith("application/fhir+", StringComparison.Ordinal);
        if (status >= 400 && isFhir)
            Outcomes.Check(reply, null, request.Told(0));
        return
            status >= 400
            && !isFhir
            && !request.Address.StartsWith("oauth/", StringComparison.Ordinal)
            && !request.Address.StartsWith('/')
            && !reply.Text.Contains("OperationOutcome", StringComparison.Ordinal)
            && !type.StartsWith("text/html", StringComparison.Ordinal)
            ? $"a refusal that is {type}"
            : null;
    }

    /// <summary>The status of the first entry of a Bundle that failed by our fault.</summary>
    private static string? Failed(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("entry", out var entries)
            ? entries
                .EnumerateArray()
                .Select(static entry =>
                    entry.TryGetProperty("response", out var response)
                        ? response.GetProperty("status").GetString()
                        : null
                )
                .FirstOrDefault(static status => status?.StartsWith('5') == true)
            : null;
}
