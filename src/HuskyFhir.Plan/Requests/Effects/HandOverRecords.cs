using System.Text.Json;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// The member's record as of this moment (45 CFR 164.524(c)): a Bundle of every resource that the service holds for the
/// member, on one line of FHIR NDJSON. Psychotherapy notes are not part of it (164.524(a)(1)(i)); documents stand in it
/// with their address, and are fetched from there. Where the plan brings the records itself, that stays.
/// </summary>
internal sealed class HandOverRecords : IEffect
{
    private const string Held =
        "SELECT r.type, r.body FROM resources r WHERE r.member {ids} AND r.deleted = 0 AND r.type <> 'Binary' AND r.type <> 'Provenance' ORDER BY r.type, r.id";

    public RequestEffect Effect => RequestEffect.HandOverRecords;

    public string? Output => "records";

    public async Task<Answer<Done>> DoAsync(RequestScope scope, CancellationToken cancellation)
    {
        if (TaskTerms.OutputOf<ResourceReference>(scope.Task, "records") is not null)
            return Done.Now;
        var held = await scope.Following.Work.QueryEachAsync(
            Held,
            [scope.Member],
            static row => row.Bytes(1),
            cancellation
        );
        var (document, asks) = HandedOver.Of(
            Bundle(held.Where(static body => !IsNote(body)), scope.Now),
            "records-access",
            "The record as it was handed over",
            scope.Member,
            Following.Grant(scope.Step),
            scope.Following.Type,
            scope.Now
        );
        foreach (var ask in asks)
            scope.Following.Bring(scope.Step, ask);
        TaskTerms.Output(scope.Task, "records", new ResourceReference($"DocumentReference/{document:D}"));
        return Done.Now;
    }

    private static byte[] Bundle(IEnumerable<byte[]> bodies, DateTimeOffset at)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Bundle");
            json.WriteString("type", "collection");
            json.WriteString("timestamp", at.ToUniversalTime());
            json.WriteStartArray("entry");
            foreach (var body in bodies)
            {
                json.WriteStartObject();
                json.WritePropertyName("resource");
                json.WriteRawValue(body, skipInputValidation: true);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Labelled as psychotherapy notes; the look at the bytes saves reading what is not.</summary>
    private static bool IsNote(byte[] body) =>
        body.AsSpan().IndexOf("PSYTHPN"u8) >= 0
        && HuskyFhir.Core.Resources.FhirJson.Read(body).Meta?.Security.Exists(static label => label.Code == "PSYTHPN")
            == true;
}
