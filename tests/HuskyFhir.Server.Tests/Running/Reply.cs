using System.Net;
using System.Text;
using System.Text.Json;

namespace HuskyFhir.Server.Tests.Running;

/// <summary>An answer, read to its end.</summary>
public sealed class Reply(HttpResponseMessage message, byte[] body)
{
    public HttpStatusCode Status => message.StatusCode;

    public byte[] Body => body;

    public string Text => Encoding.UTF8.GetString(body);

    public JsonElement Json => JsonDocument.Parse(body).RootElement;

    public string Id => Json.GetProperty("id").GetString()!;

    public int? Total => Json.TryGetProperty("total", out var total) ? total.GetInt32() : null;

    public string? ContentType => message.Content.Headers.ContentType?.ToString();

    public long? ContentLength => message.Content.Headers.ContentLength;

    /// <summary>A header of the response or of its content; null when absent.</summary>
    public string? Header(string name)
    {
        if (
            message.Headers.TryGetValues(name, out var values) || message.Content.Headers.TryGetValues(name, out values)
        )
            return string.Join(", ", values);
        return null;
    }

    /// <summary>The entries of a Bundle.</summary>
    public IReadOnlyList<JsonElement> Entries =>
        Json.TryGetProperty("entry", out var entries) ? [.. entries.EnumerateArray()] : [];

    /// <summary>The ids of a searchset, in order; what is told of the search has none.</summary>
    public IReadOnlyList<string> Ids =>
        [
            .. Entries
                .Where(static entry =>
                    !(
                        entry.TryGetProperty("search", out var search)
                        && search.GetProperty("mode").GetString() == "outcome"
                    )
                )
                .Select(static entry => entry.GetProperty("resource").GetProperty("id").GetString()!),
        ];

    /// <summary>A Bundle's link; null when absent.</summary>
    public string? Link(string relation) =>
        Json.GetProperty("link")
            .EnumerateArray()
            .Where(link => link.GetProperty("relation").GetString() == relation)
            .Select(static link => link.GetProperty("url").GetString())
            .FirstOrDefault();

    /// <summary>The issues of an OperationOutcome; remarks on what is well may stand beside the refusal.</summary>
    public IReadOnlyList<JsonElement> Issues => [.. Json.GetProperty("issue").EnumerateArray()];

    /// <summary>Our stable code of an OperationOutcome's first refusing issue.</summary>
    public string? Detail =>
        Issue("details", "coding") is { ValueKind: JsonValueKind.Array } coding
            ? coding[0].GetProperty("code").GetString()
            : null;

    /// <summary>The issue type of an OperationOutcome's first refusing issue.</summary>
    public string? Code => Issue("code")?.GetString();

    /// <summary>What the first refusing issue points at.</summary>
    public string? Expression => Issue("expression")?[0].GetString();

    public string? Diagnostics => Issue("diagnostics")?.GetString();

    /// <summary>Asserts the status, and shows the answer when it is another.</summary>
    public Reply Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Text}");
        return this;
    }

    /// <summary>Asserts a refusal: the status, an OperationOutcome, and its stable code.</summary>
    public Reply Refused(HttpStatusCode status, string detail)
    {
        Expect(status);
        Assert.Equal("OperationOutcome", Json.GetProperty("resourceType").GetString());
        Assert.Equal(detail, Detail);
        return this;
    }

    private JsonElement? Issue(params string[] path)
    {
        var at = Issues.FirstOrDefault(
            static issue => issue.GetProperty("severity").GetString() is "error" or "fatal",
            Issues[0]
        );
        foreach (var name in path)
            if (!at.TryGetProperty(name, out at))
                return null;
        return at;
    }
}
