using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.Members.Matching;
using HuskyFhir.Resources.Stored;

namespace HuskyFhir.Server.Http;

/// <summary>
/// Bundles of search results and histories, spliced from stored bytes: no resource is parsed or serialised on the way
/// out.
/// </summary>
internal sealed class BundleWriter : IDisposable
{
    /// <summary>What an entry has around its resource, generously.</summary>
    private const int Around = 500;

    private readonly ArrayBufferWriter<byte> buffer;
    private readonly Utf8JsonWriter json;

    /// <param name="type"><c>searchset</c> or <c>history</c>.</param>
    /// <param name="now">When the bundle was made.</param>
    /// <param name="total">Of all pages; left out when null.</param>
    /// <param name="entries">What will be in it, so that the buffer need not grow.</param>
    public BundleWriter(string type, DateTimeOffset now, long? total, IReadOnlyList<StoredResource> entries)
    {
        buffer = new(4096 + entries.Sum(static entry => (entry.Body?.Length ?? 0) + Around));
        json = new(
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
        json.WriteStartObject("meta");
        json.WriteString("lastUpdated", now.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteString("type", type);
        if (total is { } number)
            json.WriteNumber("total", number);
    }

    public void Links(string self, string? next)
    {
        json.WriteStartArray("link");
        Link("self", self);
        if (next is not null)
            Link("next", next);
        json.WriteEndArray();
    }

    /// <summary>What a match found, each with its score and grade (R4 Patient-operation-match).</summary>
    public void Matched(string baseUrl, IReadOnlyList<(StoredResource Row, MatchScore Match)> found)
    {
        if (found.Count == 0)
            return;
        json.WriteStartArray("entry");
        foreach (var (row, match) in found)
            Entry(
                baseUrl,
                row,
                (json, _) =>
                {
                    json.WriteStartObject("search");
                    json.WriteStartArray("extension");
                    json.WriteStartObject();
                    json.WriteString("url", "http://hl7.org/fhir/StructureDefinition/match-grade");
                    json.WriteString(
                        "valueCode",
                        match.Grade == MatchGrade.CertainlyNot
                            ? "certainly-not"
                            : match.Grade.ToString().ToLowerInvariant()
                    );
                    json.WriteEndObject();
                    json.WriteEndArray();
                    json.WriteString("mode", "match");
                    json.WriteNumber("score", match.Score);
                    json.WriteEndObject();
                }
            );
        json.WriteEndArray();
    }

    /// <summary>What a search found.</summary>
    /// <param name="baseUrl">The service's own base.</param>
    /// <param name="matches">The matches, in order.</param>
    /// <param name="included">What was added to them.</param>
    /// <param name="outcome">What the caller should know of the search; null for nothing.</param>
    public void Found(
        string baseUrl,
        IReadOnlyList<StoredResource> matches,
        IReadOnlyList<StoredResource> included,
        OperationOutcome? outcome
    )
    {
        if (matches.Count + included.Count == 0 && outcome is null)
            return; // an empty array is not FHIR
        json.WriteStartArray("entry");
        foreach (var match in matches)
            Entry(baseUrl, match, static (json, _) => Mode(json, "match"));
        foreach (var extra in included)
            Entry(baseUrl, extra, static (json, _) => Mode(json, "include"));
        Outcome(outcome);
        json.WriteEndArray();
    }

    private void Outcome(OperationOutcome? outcome)
    {
        if (outcome is null)
            return;
        json.WriteStartObject();
        json.WritePropertyName("resource");
        json.WriteRawValue(FhirJson.Write(outcome), skipInputValidation: true);
        Mode(json, "outcome");
        json.WriteEndObject();
    }

    public void Versions(string baseUrl, IReadOnlyList<StoredResource> versions) =>
        Entries(
            baseUrl,
            versions,
            static (json, version) =>
            {
                json.WriteStartObject("request");
                json.WriteString(
                    "method",
                    version.Deleted ? "DELETE"
                        : version.Version == 1 ? "POST"
                        : "PUT"
                );
                json.WriteString("url", version.Version == 1 ? version.Type : $"{version.Type}/{version.Id:D}");
                json.WriteEndObject();
                json.WriteStartObject("response");
                json.WriteString(
                    "status",
                    version.Deleted ? "204"
                        : version.Version == 1 ? "201"
                        : "200"
                );
                json.WriteString("etag", string.Create(CultureInfo.InvariantCulture, $"W/\"{version.Version}\""));
                json.WriteString(
                    "lastModified",
                    version.Updated.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)
                );
                json.WriteEndObject();
            }
        );

    /// <summary>A collection in the order given; what is not stored has no address here.</summary>
    public void Collected(string baseUrl, IReadOnlyList<StoredResource> collected) =>
        Entries(baseUrl, collected, static (_, _) => { });

    /// <summary>Matches that are no rows of the store.</summary>
    /// <param name="baseUrl">The service's own base.</param>
    /// <param name="found">Each by its type, its id and its JSON.</param>
    /// <param name="mode">As <c>search.mode</c>; null in what is no search.</param>
    /// <param name="outcome">What the caller should know of the search; null for nothing.</param>
    public void Matches(
        string baseUrl,
        IReadOnlyList<(string Type, string Id, ReadOnlyMemory<byte> Json)> found,
        string? mode = "match",
        OperationOutcome? outcome = null
    )
    {
        if (found.Count == 0 && outcome is null)
            return; // an empty array is not FHIR
        json.WriteStartArray("entry");
        foreach (var (type, id, body) in found)
        {
            json.WriteStartObject();
            json.WriteString("fullUrl", $"{baseUrl}/{type}/{id}");
            json.WritePropertyName("resource");
            json.WriteRawValue(body.Span, skipInputValidation: true);
            if (mode is not null)
                Mode(json, mode);
            json.WriteEndObject();
        }

        Outcome(outcome);
        json.WriteEndArray();
    }

    /// <summary>The finished bundle.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    public void Dispose() => json.Dispose();

    private void Link(string relation, string url)
    {
        json.WriteStartObject();
        json.WriteString("relation", relation);
        json.WriteString("url", url);
        json.WriteEndObject();
    }

    private void Entries(
        string baseUrl,
        IReadOnlyList<StoredResource> resources,
        Action<Utf8JsonWriter, StoredResource> rest
    )
    {
        if (resources.Count == 0)
            return; // an empty array is not FHIR
        json.WriteStartArray("entry");
        foreach (var resource in resources)
            Entry(baseUrl, resource, rest);
        json.WriteEndArray();
    }

    private void Entry(string baseUrl, StoredResource resource, Action<Utf8JsonWriter, StoredResource> rest)
    {
        json.WriteStartObject();
        // What is not stored is named for this bundle alone.
        json.WriteString(
            "fullUrl",
            resource.Version == 0 ? $"urn:uuid:{Guid.NewGuid():D}" : $"{baseUrl}/{resource.Type}/{resource.Id:D}"
        );
        if (resource.Body is { } body)
        {
            json.WritePropertyName("resource");
            json.WriteRawValue(body, skipInputValidation: true);
        }

        rest(json, resource);
        json.WriteEndObject();
    }

    private static void Mode(Utf8JsonWriter json, string mode)
    {
        json.WriteStartObject("search");
        json.WriteString("mode", mode);
        json.WriteEndObject();
    }
}
