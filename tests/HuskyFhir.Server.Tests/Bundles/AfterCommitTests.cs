using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Running.Bundles;

namespace HuskyFhir.Server.Tests.Bundles;

/// <summary>
/// A Bundle never says "nothing was changed" after it has changed something: what the request itself makes impossible
/// is refused before the commit, and what fails after it is the outcome of its own entry. A client that repeats after
/// an error would write twice.
/// </summary>
public sealed class AfterCommitTests(PostgresServer postgres) : OnBoth(postgres)
{
    private static (string, string) Xml => ("Accept", "application/fhir+xml");

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_WithAnInstantThatNoClockHolds_IsRefusedBeforeAnythingIsWritten(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var instant in new[] { "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00" })
        {
            var name = Made.Word();
            var reply = await plan.TransactAsync(
                Post(Made.Location(name)),
                Entry("GET", "Location?_count=1", null, null, ("ifModifiedSince", instant))
            );
            reply.Refused(HttpStatusCode.UnprocessableEntity, "bad-primitive");
            Assert.Equal("Bundle.entry[1].request.ifModifiedSince", reply.Expression);
            Assert.Empty((await plan.AskAsync($"Location?name={name}")).Entries);
            (
                await plan.BatchAsync(
                    Post(Made.Location(name)),
                    Entry("GET", "Location?_count=1", null, null, ("ifModifiedSince", instant))
                )
            ).Refused(HttpStatusCode.UnprocessableEntity, "bad-primitive");
            Assert.Empty((await plan.AskAsync($"Location?name={name}")).Entries);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_WithALookAtWhatIsNoResource_AnswersThatEntryAlone(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var address in new[]
            {
                "reference",
                "openapi.json",
                ".well-known/smart-configuration",
                ".well-known/jwks.json",
            }
        )
        foreach (var headers in new (string, string)[][] { [], [Xml], [("Accept", "text/html")] })
        {
            var name = Made.Word();
            var body = Of("transaction", Post(Made.Location(name)), Entry("GET", address));
            var reply = (await plan.CallAsync(HttpMethod.Post, "", body, headers)).Expect(HttpStatusCode.OK);
            Assert.Contains("201 Created", reply.Text, StringComparison.Ordinal);
            if (headers.Length == 0)
                Assert.InRange((int)reply.Statuses()[1], 400, 499);
            Assert.Single((await plan.AskAsync($"Location?name={name}")).Entries);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EntryWithAFormOfItsOwn_IsAnsweredInTheBundlesForm_OrRefusedBeforeTheCommit(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var format in new[] { "csv", "html", "text/html", "nonsense", "application/pdf" })
        {
            var name = Made.Word();
            var refused = await plan.TransactAsync(
                Post(Made.Location(name)),
                Entry("GET", $"Location?_count=1&_format={format}")
            );
            refused.Refused(HttpStatusCode.NotAcceptable, "format");
            Assert.Empty((await plan.AskAsync($"Location?name={name}")).Entries);
            Assert.Equal(
                [HttpStatusCode.NotAcceptable, HttpStatusCode.OK],
                (
                    await plan.BatchAsync(
                        Entry("GET", $"Location?_count=1&_format={format}"),
                        Entry("GET", "Location?_count=1")
                    )
                ).Statuses()
            );
        }

        foreach (var format in new[] { "json", "xml", "application/fhir%2Bxml" })
            Assert.Equal(
                "Bundle",
                (await plan.BatchAsync(Entry("GET", $"Location?_count=1&_format={format}")))
                    .Expect(HttpStatusCode.OK)
                    .Entries[0]
                    .GetProperty("resource")
                    .GetProperty("resourceType")
                    .GetString()
            );
        var report = await plan.BatchAsync(Entry("GET", "Task/$request-report?_format=csv"));
        Assert.Equal([HttpStatusCode.NotAcceptable], report.Expect(HttpStatusCode.OK).Statuses());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task StoredRecord_ThatCannotBeSaidInXml_DoesNotTakeTheAnswerOfAWriteWithIt(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (odd, name) = (await plan.CreateAsync(Made.Location(Made.Word())), Made.Word());
        await SpoilAsync(server, odd);
        var body = Of("transaction", Post(Made.Location(name)), Entry("GET", odd.At()));
        var reply = (await plan.CallAsync(HttpMethod.Post, "", body, Xml)).Expect(HttpStatusCode.OK);
        Assert.Contains("201 Created", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing was changed", reply.Text, StringComparison.Ordinal);
        Assert.Single((await plan.AskAsync($"Location?name={name}")).Entries);
        await server.ExecuteAsync(
            $"DELETE FROM location WHERE id = {Id(server, odd)}",
            $"DELETE FROM resources WHERE id = {Id(server, odd)}"
        );
    }

    /// <summary>As a record looks that an earlier build took and this one's parser does not.</summary>
    private static Task SpoilAsync(HuskyServer server, JsonObject stored)
    {
        var json = $$"""{"resourceType":"Location","id":"{{stored["id"]}}","status":"active","nonsense":true}""";
        var hex = Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(json));
        var bytes = IsSqlite(server) ? $"X'{hex}'" : $@"'\x{hex}'::bytea";
        return server.ExecuteAsync($"UPDATE resources SET body = {bytes} WHERE id = {Id(server, stored)}");
    }

    private static bool IsSqlite(HuskyServer server) => server.Audit.Contains("looks", StringComparison.Ordinal);

    private static string Id(HuskyServer server, JsonObject stored)
    {
        var id = Guid.Parse((string)stored["id"]!);
        return IsSqlite(server) ? $"X'{Convert.ToHexString(id.ToByteArray(bigEndian: true))}'" : $"'{id:D}'";
    }
}
