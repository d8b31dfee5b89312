using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HuskyFhir.Server.Tests.Running;

/// <summary>Batches and transactions for tests to send.</summary>
public static class Bundles
{
    public static Task<Reply> TransactAsync(this HttpClient http, params JsonObject[] entries) =>
        http.CallAsync(HttpMethod.Post, "", Of("transaction", entries));

    public static Task<Reply> BatchAsync(this HttpClient http, params JsonObject[] entries) =>
        http.CallAsync(HttpMethod.Post, "", Of("batch", entries));

    public static JsonObject Of(string type, params IEnumerable<JsonObject> entries) =>
        new()
        {
            ["resourceType"] = "Bundle",
            ["type"] = type,
            ["entry"] = new JsonArray([.. entries]),
        };

    public static JsonObject Entry(
        string method,
        string url,
        JsonObject? resource = null,
        string? fullUrl = null,
        params (string Name, string Value)[] conditions
    )
    {
        var request = new JsonObject { ["method"] = method, ["url"] = url };
        foreach (var (name, value) in conditions)
            request[name] = value;
        var entry = new JsonObject { ["request"] = request };
        if (resource is not null)
            entry["resource"] = resource.DeepClone();
        if (fullUrl is not null)
            entry["fullUrl"] = fullUrl;
        return entry;
    }

    public static JsonObject Post(JsonObject resource, string? fullUrl = null, string? ifNoneExist = null) =>
        ifNoneExist is null
            ? Entry("POST", (string)resource["resourceType"]!, resource, fullUrl)
            : Entry("POST", (string)resource["resourceType"]!, resource, fullUrl, ("ifNoneExist", ifNoneExist));

    public static JsonObject Put(JsonObject resource, params (string Name, string Value)[] conditions) =>
        Entry("PUT", resource.At(), resource, null, conditions);

    public static string Urn() => $"urn:uuid:{Guid.NewGuid():D}";

    /// <summary>The answer of each entry, without the reason's words.</summary>
    public static IReadOnlyList<HttpStatusCode> Statuses(this Reply reply) =>
        [
            .. reply.Entries.Select(static entry =>
                (HttpStatusCode)
                    int.Parse(
                        entry.GetProperty("response").GetProperty("status").GetString()!.AsSpan(0, 3),
                        System.Globalization.CultureInfo.InvariantCulture
                    )
            ),
        ];

    /// <summary>Where an entry's resource is now, as <c>Type/id</c>.</summary>
    public static string Stored(this Reply reply, int entry) =>
        string.Join(
            '/',
            reply
                .Entries[entry]
                .GetProperty("response")
                .GetProperty("location")
                .GetString()!
                .Split("/_history/")[0]
                .Split('/')[^2..]
        );

    /// <summary>Every reference in the JSON, in order.</summary>
    public static IEnumerable<string> References(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject()
                .SelectMany(static member =>
                    member.NameEquals("reference") ? [member.Value.GetString()!] : References(member.Value)
                ),
            JsonValueKind.Array => json.EnumerateArray().SelectMany(References),
            _ => [],
        };
}
