using System.Net;
using System.Text;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Store;

/// <summary>What is stored outlives releases: its bytes are pinned here, and every version stays as it was.</summary>
public sealed class StoredBytesTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Bytes_OfOneResource_AreTheseForEver(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        const string sent = """
            { "name": [ { "given": ["Zoë"], "family": "O'Brien & Söhne", "_family": { "extension": [ { "url": "http://x.example/e", "valueDecimal": 1.50 } ] } } ],
              "resourceType": "Patient", "birthDate": "1980-02", "active": true, "multipleBirthInteger": 2,
              "identifier": [ { "value": "P1", "system": "http://x.example/<i>" } ] }
            """;
        var made = (
            await plan.RawAsync(HttpMethod.Post, "Patient", Encoding.UTF8.GetBytes(sent), "application/fhir+json")
        ).Expect(HttpStatusCode.Created);
        var updated = made.Json.GetProperty("meta").GetProperty("lastUpdated").GetString();
        var expected =
            $$$"""{"resourceType":"Patient","id":"{{{made.Id}}}","meta":{"versionId":"1","lastUpdated":"{{{updated}}}"},"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\" class=\"husky-generated\"><p><b>Patient</b><br />Name: Zoë O'Brien &amp; Söhne<br />Born: 1980-02</p></div>"},"identifier":[{"system":"http://x.example/<i>","value":"P1"}],"active":true,"name":[{"family":"O'Brien & Söhne","_family":{"extension":[{"url":"http://x.example/e","valueDecimal":1.50}]},"given":["Zoë"]}],"birthDate":"1980-02","multipleBirthInteger":2}""";
        Assert.Equal(expected, made.Text);
        var stored = Assert.Single(
            await server.QueryAsync(
                "SELECT body FROM resources WHERE id = $1",
                static row => row.Bytes(0),
                Guid.Parse(made.Id)
            )
        );
        Assert.Equal(made.Body, stored);
        Assert.Matches("^2026-11-23T15:00:\\d\\d(\\.\\d{1,3})?(Z|\\+00:00)$", updated);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EveryVersion_StaysByteForByte(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        var versions = new List<byte[]> { (await plan.AskAsync(site.At())).Body };
        for (var at = 2; at < 8; at++)
        {
            site["description"] = $"version {at} é 😀";
            versions.Add((await plan.PutAsync(site)).Expect(HttpStatusCode.OK).Body);
        }

        (await plan.RemoveAsync(site.At())).Expect(HttpStatusCode.NoContent);
        for (var at = 0; at < versions.Count; at++)
            Assert.Equal(
                versions[at],
                (await plan.AskAsync($"{site.At()}/_history/{at + 1}")).Expect(HttpStatusCode.OK).Body
            );
        var history = await plan.AskAsync(site.At() + "/_history");
        Assert.Equal(
            versions.AsEnumerable().Reverse().Select(Encoding.UTF8.GetString),
            history.Entries.Skip(1).Select(static entry => entry.GetProperty("resource").GetRawText())
        );
    }
}
