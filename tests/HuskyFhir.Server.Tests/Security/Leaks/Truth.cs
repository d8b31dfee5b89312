using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>
/// What one caller is shown by reading each id: everything else that it is shown is held against this.
/// </summary>
internal sealed class Truth(HttpClient http, StoreFacts facts)
{
    private const int Together = 100;

    private readonly Dictionary<string, string> bodies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> versions = new(StringComparer.Ordinal);

    /// <summary>Types of which nothing may be asked.</summary>
    public HashSet<string> Denied { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything that is read, as one text.</summary>
    public string Everything => string.Join('\n', bodies.Values);

    /// <param name="http">As the caller.</param>
    /// <param name="facts">What is stored.</param>
    /// <param name="together">Whether many ids are read in one batch, each as by itself; a part of them is asked for
    /// again, one by one.</param>
    public static async Task<Truth> ReadAsync(HttpClient http, StoreFacts facts, bool together)
    {
        var truth = new Truth(http, facts);
        foreach (var type in PlanCatalog.Types.Types)
            if ((await http.AskAsync($"{type.Name}/{Guid.NewGuid():D}")).Status == HttpStatusCode.Forbidden)
                truth.Denied.Add(type.Name);
        var asked = facts.All.Where(held => !truth.Denied.Contains(held.Type)).ToList();
        foreach (var some in asked.Chunk(together ? Together : 1))
            await (some.Length == 1 ? truth.ReadAsync(some[0]) : truth.ReadAsync(some));
        return truth;
    }

    private async Task ReadAsync(Held held)
    {
        var reply = await http.AskAsync(held.Address, ("Accept", "application/fhir+json"));
        if (reply.Status == HttpStatusCode.OK)
            bodies[held.Address] = reply.Text;
        else
            reply.Expect(HttpStatusCode.NotFound);
    }

    private async Task ReadAsync(Held[] some)
    {
        var reply = (
            await http.BatchAsync([.. some.Select(static held => Running.Bundles.Entry("GET", held.Address))])
        ).Expect(HttpStatusCode.OK);
        foreach (var (held, entry) in some.Zip(reply.Entries))
            if (
                entry
                    .GetProperty("response")
                    .GetProperty("status")
                    .GetString()!
                    .StartsWith("200", StringComparison.Ordinal)
            )
                bodies[held.Address] = entry.GetProperty("resource").GetRawText();
    }

    public bool Reads(string address) => bodies.ContainsKey(address);

    public IEnumerable<Held> Of(string type) => facts.Of(type).Where(held => Reads(held.Address));

    /// <summary>Whether reading the id shows this very content.</summary>
    public bool Shows(string address, JsonElement resource) =>
        bodies.TryGetValue(address, out var body)
        && Same(body, resource, address.StartsWith("Binary/", StringComparison.Ordinal));

    /// <summary>Whether reading the version shows this very content.</summary>
    public async Task<bool> ShowsVersionAsync(string address, string version, JsonElement resource) =>
        await VersionAsync(address, version) is { } body
        && Same(body, resource, address.StartsWith("Binary/", StringComparison.Ordinal));

    /// <summary>What reading a version shows; null for nothing.</summary>
    public async Task<string?> VersionAsync(string address, string version)
    {
        var at = $"{address}/_history/{version}";
        if (!versions.TryGetValue(at, out var body))
        {
            var reply = await http.AskAsync(at, ("Accept", "application/fhir+json"));
            versions[at] = body = reply.Status == HttpStatusCode.OK ? reply.Text : null;
        }

        return body;
    }

    private static bool Same(string body, JsonElement resource, bool withoutData)
    {
        if (string.Equals(body, resource.GetRawText(), StringComparison.Ordinal))
            return true;
        var (read, shown) = (JsonNode.Parse(body)!.AsObject(), JsonNode.Parse(resource.GetRawText())!.AsObject());
        // Lists show a Binary without its bytes, and say so.
        if (withoutData && shown["data"] is null)
        {
            read.Remove("data");
            read["meta"]?.AsObject().Remove("tag");
            shown["meta"]?.AsObject().Remove("tag");
        }

        return JsonNode.DeepEquals(read, shown);
    }
}
