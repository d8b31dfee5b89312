using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Documents;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>
/// Requests that once were answered with 5xx, although the client had caused it; each is a 4xx, or is served.
/// </summary>
public sealed class CausedFromOutsideTests(PostgresServer postgres) : OnBoth(postgres)
{
    /// <summary>As FHIR writes instants (R4 section 2.24.0.1), and beyond what UTC has days for.</summary>
    public static TheoryData<string, string> Instants
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var database in new[] { "Sqlite", "Postgres" })
            foreach (
                var instant in new[]
                {
                    "9999-12-31T23:59:59-14:00",
                    "9999-12-31T23:59:59.9999999Z",
                    "0001-01-01T00:00:00+14:00",
                    "0001-01-01T00:00:00Z",
                }
            )
                data.Add(database, instant);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Instants))]
    public async Task InstantThatNoClockHolds_IsTakenOrRefused_AndNeverA5xx(string database, string instant)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var document = Made.Document(member.At(), "current", "52034-6", "2026-01-01", null);
        document["date"] = instant;
        Sound(await plan.PostAsync(document));
        var provenance = Made.Provenance(member.At());
        provenance["recorded"] = instant;
        Sound(await plan.PostAsync(provenance));
        var about = provenance.DeepClone().AsObject();
        about.Remove("target");
        Sound(await plan.PostAsync(Made.Location(Made.Word()), ("X-Provenance", about.ToJsonString())));
        var asked = await Decisions.Asked.NewAsync(plan);
        var claim = asked.Claim();
        claim["created"] = instant;
        Sound(await plan.PostAsync(claim));
        var notice = Made.Notice(member.At());
        (notice["sent"], notice["received"]) = (instant, instant);
        Sound(await plan.PostAsync(notice));
        var stamped = Made.Location(Made.Word());
        stamped["meta"] = new JsonObject { ["lastUpdated"] = instant };
        Sound(await plan.PostAsync(stamped));
        foreach (var query in new[] { "date", "_lastUpdated", "period" })
        foreach (var prefix in new[] { "", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap" })
            Sound(await plan.AskAsync($"DocumentReference?{query}={prefix}{Uri.EscapeDataString(instant)}&_count=1"));
        foreach (var query in new[] { "_since", "_at" })
            Sound(await plan.AskAsync($"Patient/_history?{query}={Uri.EscapeDataString(instant)}&_count=1"));
        Sound(await plan.AskAsync($"AuditEvent?date=ap{Uri.EscapeDataString(instant)}&_count=1"));
        Sound(await plan.AskAsync($"{member.At()}/$everything?_since={Uri.EscapeDataString(instant)}"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task BinaryWithAMediaTypeThatNoHeaderHolds_IsRefused_AndAStoredOneIsServed(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        foreach (
            var type in new[]
            {
                "text/plain; name=é",
                "text/plain; name=\u0001",
                "text/plain;\u2028",
                "text/plain; a=b; ;;",
                "text/plain; charset",
            }
        )
        {
            var reply = Sound(await plan.PostAsync(Files.Binary(member.At(), "Living will"u8.ToArray(), type)));
            if (reply.Status == HttpStatusCode.Created)
                (await plan.AskAsync("Binary/" + reply.Id, ("Accept", "*/*"))).Expect(HttpStatusCode.OK);
        }

        var stored = await plan.CreateAsync(
            Files.Binary(member.At(), "Living will"u8.ToArray(), "text/plain; name=abcd")
        );
        var (from, to) = (Hex("name=abcd"), Hex("name=\u00e9xx"));
        await server.ExecuteAsync(
            server.Audit.Contains("looks", StringComparison.Ordinal)
                ? $"UPDATE resources SET body = CAST(replace(CAST(body AS TEXT), 'name=abcd', 'name=\u00e9xx') AS BLOB) WHERE type = 'Binary'"
                : $"UPDATE resources SET body = decode(replace(encode(body, 'hex'), '{from}', '{to}'), 'hex') WHERE type = 'Binary'"
        );
        foreach (var accept in new[] { "*/*", "application/fhir+json", "application/fhir+xml" })
            Assert.NotEmpty((await plan.AskAsync(stored.At(), ("Accept", accept))).Expect(HttpStatusCode.OK).Body);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task VeryLongCodeAnywhere_IsRefusedOrTaken(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var letters = new string('x', 3000);
        foreach (var part in new[] { "ombCategory", "detailed" })
        foreach (var extension in new[] { "us-core-race", "us-core-ethnicity" })
        {
            var patient = Made.Patient(Made.Word());
            patient["extension"] = new JsonArray(
                new JsonObject
                {
                    ["url"] = $"http://hl7.org/fhir/us/core/StructureDefinition/{extension}",
                    ["extension"] = new JsonArray(
                        new JsonObject
                        {
                            ["url"] = part,
                            ["valueCoding"] = new JsonObject
                            {
                                ["system"] = "urn:oid:2.16.840.1.113883.6.238",
                                ["code"] = letters,
                            },
                        },
                        new JsonObject { ["url"] = "text", ["valueString"] = letters }
                    ),
                }
            );
            Sound(await plan.PostAsync(patient));
        }

        foreach (var element in new[] { "maritalStatus", "communication" })
        {
            var patient = Made.Patient(Made.Word());
            var concept = new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject { ["system"] = "urn:ietf:bcp:47", ["code"] = letters }),
                ["text"] = letters,
            };
            patient[element] =
                element == "communication" ? new JsonArray(new JsonObject { ["language"] = concept }) : concept;
            Sound(await plan.PostAsync(patient));
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AuditSearch_ForWhatIsNoId_FindsNothing(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var query in new[]
            {
                "patient=zz",
                "patient=",
                "patient=,",
                "entity=zz",
                "agent:identifier=x|y",
                "agent=a&agent=b",
                "patient=zz&entity=zz",
                $"patient={Guid.Empty}&patient={Guid.NewGuid()}",
            }
        )
        {
            var reply = Sound(await plan.AskAsync($"AuditEvent?{query}"));
            if (reply.Status == HttpStatusCode.OK)
                Assert.Empty(reply.Entries);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task PatchInABatch_ThatIsNoJson_IsThatEntrysFault(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        foreach (
            var patch in new[]
            {
                "{\"resourceType\":\"Binary\",\"contentType\":\"x\",\"data\":\"\\ud800\"}",
                "7",
                "[]",
                "null",
                "{\"resourceType\":{},\"contentType\":[]}",
            }
        )
        foreach (var type in new[] { "batch", "transaction" })
        {
            var body =
                $$"""{"resourceType":"Bundle","type":"{{type}}","entry":[{"request":{"method":"PATCH","url":"{{site.At()}}"},"resource":{{patch}} }]}""";
            Sound(
                await plan.RawAsync(
                    HttpMethod.Post,
                    "",
                    System.Text.Encoding.UTF8.GetBytes(body),
                    "application/fhir+json"
                )
            );
        }
    }

    private static string Hex(string text) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Taken, or refused with an OperationOutcome.</summary>
    private static Reply Sound(Reply reply)
    {
        Assert.True((int)reply.Status < 500, $"{(int)reply.Status}: {reply.Text}");
        if ((int)reply.Status >= 400)
            Outcomes.Check(reply);
        return reply;
    }
}
