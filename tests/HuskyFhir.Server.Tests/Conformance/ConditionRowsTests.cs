using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Conformance;

/// <summary>
/// Preconditions, preferences and empty requests, as RFC 9110, RFC 7240 and R4's http page have them.
/// </summary>
public sealed class ConditionRowsTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task IfMatch_TakesTagsThatNeverWere_Lists_AndTheStar(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var made = await plan.CreateAsync(Made.Organization(Made.Word()));
        foreach (var tags in new[] { "W/\"99\"", "W/\"abc\"", "\"7f3c\"", "W/\"2\", W/\"3\"" })
            (await plan.PutAsync(made, ("If-Match", tags))).Refused(
                HttpStatusCode.PreconditionFailed,
                "version-mismatch"
            );
        foreach (var bad in new[] { "1", "W/1", "x y", "" })
            (await plan.PutAsync(made, ("If-Match", bad))).Refused(HttpStatusCode.BadRequest, "if-match");
        var version = 1;
        foreach (var tags in new[] { "W/\"{0}\"", "\"{0}\"", "W/\"99\", W/\"{0}\"", "\"abc\", \"{0}\"", "*" })
        {
            made["name"] = Made.Word();
            (
                await plan.PutAsync(
                    made,
                    (
                        "If-Match",
                        tags.Replace(
                            "{0}",
                            version++.ToString(System.Globalization.CultureInfo.InvariantCulture),
                            StringComparison.Ordinal
                        )
                    )
                )
            ).Expect(HttpStatusCode.OK);
        }

        (
            await plan.RawAsync(
                HttpMethod.Patch,
                made.At(),
                "[]"u8.ToArray(),
                "application/json-patch+json",
                ("If-Match", "W/\"abc\"")
            )
        ).Refused(HttpStatusCode.PreconditionFailed, "version-mismatch");
        (await plan.RemoveAsync($"Organization/{Guid.NewGuid():D}", ("If-Match", "*"))).Refused(
            HttpStatusCode.PreconditionFailed,
            "version-mismatch"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task IfNoneMatch_OnAWrite_IsHeldAgainstWhatIsThere(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var value = Made.ClientId();
        var body = Made.Organization(Made.Word());
        body["identifier"] = new JsonArray(new JsonObject { ["system"] = "http://a.example/orgs", ["value"] = value });
        var at = $"Organization?identifier=http://a.example/orgs|{value}";
        (await plan.CallAsync(HttpMethod.Put, at, body, ("If-Match", "*"))).Refused(
            HttpStatusCode.PreconditionFailed,
            "version-mismatch"
        );
        var made = (await plan.CallAsync(HttpMethod.Put, at, body, ("If-None-Match", "*"))).Expect(
            HttpStatusCode.Created
        );
        (await plan.CallAsync(HttpMethod.Put, at, body, ("If-None-Match", "*"))).Refused(
            HttpStatusCode.PreconditionFailed,
            "if-none-match"
        );
        body["id"] = made.Id;
        (await plan.PutAsync(body, ("If-None-Match", "W/\"1\""))).Refused(
            HttpStatusCode.PreconditionFailed,
            "if-none-match"
        );
        (await plan.PutAsync(body, ("If-None-Match", "W/\"7\""))).Expect(HttpStatusCode.OK);
        (await plan.TransactAsync(Running.Bundles.Put(body, ("ifNoneMatch", "*")))).Refused(
            HttpStatusCode.PreconditionFailed,
            "if-none-match"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task IfNoneExist_ThatIsEmpty_IsRefused_AndStoresNothing(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var name = Made.Word();
        foreach (var empty in new[] { "", " ", "?" })
            (await plan.PostAsync(Made.Organization(name), ("If-None-Exist", empty))).Refused(
                HttpStatusCode.BadRequest,
                "condition-empty"
            );
        Assert.Equal(0, (await plan.AskAsync($"Organization?name={name}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Bundle_WithoutEntries_IsAnsweredWithoutEntries(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var type in new[] { "batch", "transaction" })
        foreach (var entry in new[] { "", ",\"entry\":[]" })
        {
            var reply = (
                await plan.RawAsync(
                    HttpMethod.Post,
                    "",
                    Encoding.UTF8.GetBytes($"{{\"resourceType\":\"Bundle\",\"type\":\"{type}\"{entry}}}"),
                    "application/fhir+json"
                )
            ).Expect(HttpStatusCode.OK);
            Assert.Equal($"{type}-response", reply.Json.GetProperty("type").GetString());
            Assert.False(reply.Json.TryGetProperty("entry", out _), reply.Text);
        }
    }

    [Fact]
    public async Task Accept_ThatIsEmpty_AsksForNothing()
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        (await plan.AskAsync("Organization?_count=1", ("Accept", ""))).Expect(HttpStatusCode.OK);
        (await plan.AskAsync("Organization?_count=1", ("Accept", " "))).Expect(HttpStatusCode.OK);
        (await plan.AskAsync("metadata", ("Accept", ""))).Expect(HttpStatusCode.OK);
        (await plan.AskAsync("Organization?_count=1", ("Accept", "image/png"))).Expect(HttpStatusCode.NotAcceptable);
    }

    [Theory]
    [InlineData("return=minimal", "")]
    [InlineData("RETURN=Minimal", "")]
    [InlineData("return = \"minimal\"", "")]
    [InlineData("return=minimal; foo=bar", "")]
    [InlineData("wait=10, return=minimal", "")]
    [InlineData("return=minimal, return=representation", "")]
    [InlineData("return=operationoutcome", "OperationOutcome")]
    [InlineData("Return=OPERATIONOUTCOME;x", "OperationOutcome")]
    [InlineData("foo; return=minimal", "Organization")]
    [InlineData("returns=minimal", "Organization")]
    [InlineData("", "Organization")]
    public async Task Prefer_IsReadAsRfc7240HasIt(string prefer, string answered)
    {
        using var plan = (await ServerAsync("Sqlite")).As("plan-admin");
        var made = (await plan.PostAsync(Made.Organization(Made.Word()), ("Prefer", prefer))).Expect(
            HttpStatusCode.Created
        );
        Assert.Equal(
            answered,
            made.Body.Length == 0 ? string.Empty : made.Json.GetProperty("resourceType").GetString()
        );
        (await plan.AskAsync("Organization?nonsense=1", ("Prefer", "Handling=STRICT; x=y"))).Refused(
            HttpStatusCode.BadRequest,
            "search-parameter"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Ids_AreCaseSensitive_Everywhere(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var (id, upper) = ((string)member["id"]!, ((string)member["id"]!).ToUpperInvariant());
        Assert.NotEqual(id, upper);
        (await plan.PostAsync(Made.RelatedPerson($"Patient/{upper}", "Case"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "reference-unknown"
        );
        (await plan.TransactAsync(Running.Bundles.Post(Made.RelatedPerson($"Patient/{upper}", "Case")))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "reference-unknown"
        );
        await plan.CreateAsync(Made.RelatedPerson($"Patient/{id}", "Case"));
        foreach (
            var search in new[]
            {
                "Patient?_id={0}",
                "RelatedPerson?patient={0}",
                "RelatedPerson?patient=Patient/{0}",
                "RelatedPerson?patient:Patient={0}",
                "RelatedPerson?patient._id={0}",
                "Patient?_has:RelatedPerson:patient:patient={0}",
            }
        )
        {
            Assert.Equal(
                (search, 1),
                (
                    search,
                    (await plan.AskAsync(search.Replace("{0}", id, StringComparison.Ordinal)))
                        .Expect(HttpStatusCode.OK)
                        .Entries.Count
                )
            );
            Assert.Equal(
                (search, 0),
                (
                    search,
                    (await plan.AskAsync(search.Replace("{0}", upper, StringComparison.Ordinal)))
                        .Expect(HttpStatusCode.OK)
                        .Entries.Count
                )
            );
        }

        (await plan.AskAsync($"Patient/{upper}")).Expect(HttpStatusCode.NotFound);
        Assert.Empty((await plan.AskAsync($"Patient/{upper}/RelatedPerson")).Expect(HttpStatusCode.OK).Entries);
    }
}
