using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Resources.Stored;

namespace HuskyFhir.Exchange.Formats.Fhir;

/// <summary>
/// Writes one member's message: header with what changed, the member as known now, and where the changes are known
/// from.
/// </summary>
internal sealed class MessageWriter(ArrayBufferWriter<byte> target, FileHeading heading) : IDisposable
{
    private const string Extension = Systems.Base + "/StructureDefinition/husky-change";
    private readonly Utf8JsonWriter json = new(
        target,
        new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );
    private readonly string baseUrl = heading.Base.ToString().TrimEnd('/');

    public void Dispose() => json.Dispose();

    /// <summary>Why a member cannot be written; null where it can.</summary>
    public static string? Obstacle(MemberSnapshot picture) =>
        All(picture).FirstOrDefault(static row => !IsLine(row)) is { } bad
            ? $"The stored {bad.Type}/{bad.Id:D} is no JSON that can stand in one line; store it again with a PUT."
            : null;

    public void Write(int line, MemberSnapshot picture, MemberChanges changes)
    {
        json.Reset(target);
        json.WriteStartObject();
        json.WriteString("resourceType", "Bundle");
        json.WriteString("id", Id(picture.Member, 'B'));
        json.WriteStartObject("meta");
        Strings("profile", Systems.Base + "/StructureDefinition/husky-eligibility-message");
        json.WriteEndObject();
        json.WriteStartObject("identifier");
        json.WriteString("system", Systems.Base + "/NamingSystem/husky-message");
        json.WriteString("value", string.Create(CultureInfo.InvariantCulture, $"{heading.ControlNumber:D9}-{line:D6}"));
        json.WriteEndObject();
        json.WriteString("type", "message");
        json.WriteString("timestamp", Instant(heading.Created));
        json.WriteStartArray("entry");
        Header(picture, changes);
        foreach (var row in All(picture))
            Stored(row);
        Origins(picture, changes);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        target.Write("\n"u8);
    }

    private void Header(MemberSnapshot picture, MemberChanges changes)
    {
        Begin(Id(picture.Member, 'H'), "MessageHeader");
        json.WriteStartArray("extension");
        foreach (var change in changes.Changes)
            Change(change);
        json.WriteEndArray();
        json.WriteStartObject("eventCoding");
        json.WriteString("system", Systems.Base + "/CodeSystem/husky-exchange-event");
        json.WriteString("code", "member-changed");
        json.WriteEndObject();
        json.WriteStartArray("destination");
        json.WriteStartObject();
        json.WriteString("name", heading.Receiver.Id);
        json.WriteString("endpoint", heading.Receiver.Endpoint);
        Party("receiver", heading.Receiver);
        json.WriteEndObject();
        json.WriteEndArray();
        Party("sender", heading.Sender);
        json.WriteStartObject("source");
        json.WriteString("name", heading.Sender.Id);
        json.WriteString("endpoint", heading.Sender.Endpoint);
        json.WriteEndObject();
        json.WriteStartArray("focus");
        Reference($"Patient/{picture.Member:D}");
        json.WriteEndArray();
        End();
    }

    private void Change(ToldChange change)
    {
        json.WriteStartObject();
        json.WriteString("url", Extension);
        json.WriteStartArray("extension");
        Part("kind", "valueCode", change.Kind.Code());
        Part("effective", "valueDate", Day(change.Last.Effective));
        Part("reported", "valueDateTime", Instant(change.Last.Known));
        if (change.Due is { } due)
            Part("due", "valueDate", Day(due));
        Part("resource", "valueString", $"{change.Last.Type}/{change.Last.Resource:D}");
        if (change.Before is { } before)
            Part("before", "valueString", before);
        if (change.After is { } after)
            Part("after", "valueString", after);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>One for each who told, so that the partner knows whom to ask.</summary>
    private void Origins(MemberSnapshot picture, MemberChanges changes)
    {
        var at = 0;
        foreach (
            var by in changes
                .Changes.Select(static change => change.Last)
                .GroupBy(static change => (change.Reporter, change.Client))
        )
        {
            Begin(Id(picture.Member, (char)('0' + at++)), "Provenance");
            json.WriteStartArray("target");
            foreach (
                var of in by.Select(static change =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{change.Type}/{change.Resource:D}/_history/{change.Version}"
                        )
                    )
                    .Distinct()
            )
                Reference(of);
            json.WriteEndArray();
            json.WriteString("recorded", Instant(by.Max(static change => change.Known)));
            json.WriteStartObject("activity");
            Coding(
                "http://terminology.hl7.org/CodeSystem/v3-DataOperation",
                by.All(static change => change.Version == 1) ? "CREATE" : "UPDATE"
            );
            json.WriteEndObject();
            json.WriteStartArray("agent");
            Agent(
                "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                "author",
                () => Author(by.Key.Reporter, by.Key.Client),
                by.Key.Reporter?.StartsWith("Practitioner/", StringComparison.Ordinal) == true
            );
            Agent(
                "http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type",
                "transmitter",
                () => Party("who", heading.Sender),
                isFor: false
            );
            json.WriteEndArray();
            End();
        }
    }

    private void Agent(string system, string role, Action who, bool isFor)
    {
        json.WriteStartObject();
        json.WriteStartObject("type");
        Coding(system, role);
        json.WriteEndObject();
        who();
        if (isFor)
            Party("onBehalfOf", heading.Sender);
        json.WriteEndObject();
    }

    private void Author(string? reporter, string client)
    {
        json.WriteStartObject("who");
        if (reporter is not null)
            json.WriteString("reference", reporter);
        else
            Identifier(Systems.ApiClient, client);
        json.WriteString("display", reporter ?? client);
        json.WriteEndObject();
    }

    private void Party(string name, FileParty party)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "Organization");
        Identifier(Systems.OrganizationKey, party.Id);
        json.WriteString("display", party.Name);
        json.WriteEndObject();
    }

    private void Identifier(string system, string value)
    {
        json.WriteStartObject("identifier");
        json.WriteString("system", system);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private void Coding(string system, string code)
    {
        json.WriteStartArray("coding");
        json.WriteStartObject();
        json.WriteString("system", system);
        json.WriteString("code", code);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void Part(string url, string type, string value)
    {
        json.WriteStartObject();
        json.WriteString("url", url);
        json.WriteString(type, value);
        json.WriteEndObject();
    }

    private void Reference(string to)
    {
        json.WriteStartObject();
        json.WriteString("reference", to);
        json.WriteEndObject();
    }

    private void Strings(string name, string value)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private void Begin(string id, string type)
    {
        json.WriteStartObject();
        json.WriteString("fullUrl", $"urn:uuid:{id}");
        json.WriteStartObject("resource");
        json.WriteString("resourceType", type);
        json.WriteString("id", id);
    }

    private void End()
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Stored(StoredResource row)
    {
        json.WriteStartObject();
        json.WriteString("fullUrl", $"{baseUrl}/{row.Type}/{row.Id:D}");
        json.WritePropertyName("resource");
        json.WriteRawValue(row.Body, skipInputValidation: true);
        json.WriteEndObject();
    }

    /// <summary>The same for the same run and member, so that a file that is written again is the same.</summary>
    private string Id(Guid member, char what)
    {
        Span<byte> seed = stackalloc byte[33];
        Span<byte> digest = stackalloc byte[32];
        heading.Run.TryWriteBytes(seed, bigEndian: true, out _);
        member.TryWriteBytes(seed[16..], bigEndian: true, out _);
        seed[32] = (byte)what;
        SHA256.HashData(seed, digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest[..16], bigEndian: true).ToString("D");
    }

    private static IEnumerable<StoredResource> All(MemberSnapshot picture) =>
        [picture.Patient, .. picture.Coverages, .. picture.Household, .. picture.Incomes];

    private static bool IsLine(StoredResource row) =>
        row.Body is [(byte)'{', .., (byte)'}'] body && !body.AsSpan().Contains((byte)'\n');

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
