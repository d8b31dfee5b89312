using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HuskyFhir.Registry.Families;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>What one caller is shown by reading each id: everything else that it is shown is held against this.</summary>
internal sealed class Truth(HttpClient http, StoreFacts facts)
{
    private readonly Dictionary<string, string> bodies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> versions = new(StringComparer.Ordinal);

    /// <summary>Types of which nothing may be asked.</summary>
    public HashSet<string> Denied { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything that is read, as one text.</summary>
    public string Everything => string.Join('\n', bodies.Values);

    public static async Task<Truth> ReadAsync(HttpClient http, StoreFacts facts)
    {
        var truth = new Truth(http, facts);
        foreach (var type in FamilyTable.Default.Types)
            if ((await http.AskAsync($"{type.Name}/{Guid.CreateVersion7():D}")).Status == HttpStatusCode.Forbidden)
                truth.Denied.Add(type.Name);
        foreach (var held in facts.All.Where(held => !truth.Denied.Contains(held.Type)))
        {
            var reply = await http.AskAsync(held.Address, ("Accept", "application/fhir+json"));
            if (reply.Status == HttpStatusCode.OK)
                truth.bodies[held.Address] = reply.Text;
            else
                reply.Expect(HttpStatusCode.NotFound);
        }

        return truth;
    }

    public bool Reads(string address) => bodies.ContainsKey(address);

    public IEnumerable<Held> Of(string type) => facts.Of(type).Where(held => Reads(held.Address));

    /// <summary>Whether reading the id shows this very content.</summary>
    public bool Shows(string address, JsonElement resource) =>
        bodies.TryGetValue(address, out var body) && Same(body, resource, address.StartsWith("Binary/", StringComparison.Ordinal));

    /// <summary>Whether reading the version shows this very content.</summary>
    public async Task<bool> ShowsVersionAsync(string address, string version, JsonElement resource) =>
        await VersionAsync(address, version) is { } body && Same(body, resource, address.StartsWith("Binary/", StringComparison.Ordinal));

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
