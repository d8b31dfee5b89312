using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Changes;

/// <summary>
/// Writes that alter what DSS must know leave a change in their own transaction; others leave none. <c>$changes</c>
/// tells the plan.
/// </summary>
public sealed class ChangeTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Record_ChangedInTwoElements_LeavesAChangeOfEach(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        Assert.Empty(await plan.ChangesAsync(member));
        member["address"] = new JsonArray(Household.Address("4 Alder Way"));
        member["telecom"] = JsonNode.Parse("""[{"system":"phone","value":"860-555-0101"}]""");
        (await plan.PutAsync(member)).Expect(HttpStatusCode.OK);

        var changes = await plan.PartsAsync(member);

        Assert.Equal([("address", "pending"), ("phone", "pending")], (await plan.ChangesAsync(member)).Order());
        var address = changes.Single(static change =>
            Household.Part(change, "kind").GetProperty("valueCode").GetString() == "address"
        );
        Assert.Equal(
            ("2026-11-23", "2026-12-03"),
            (
                Household.Part(address, "effective").GetProperty("valueDate").GetString(),
                Household.Part(address, "due").GetProperty("valueDate").GetString()
            )
        );
        Assert.Equal(
            (member.At() + "/_history/1", member.At() + "/_history/2"),
            (
                Household.Part(address, "before").GetProperty("valueReference").GetProperty("reference").GetString(),
                Household.Part(address, "after").GetProperty("valueReference").GetProperty("reference").GetString()
            )
        );
        Assert.Contains(
            "4 Alder Way",
            Household.Part(address, "new-value").GetProperty("valueString").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            [("phone", "pending")],
            await plan.ChangesAsync(member, "?kind=phone,email&status=pending&since=2026-11-23")
        );
        Assert.Empty(await plan.ChangesAsync(member, "?status=sent"));
        (await plan.PutAsync(member)).Expect(HttpStatusCode.OK);
        Assert.Equal(2, (await plan.ChangesAsync(member)).Count);
        var last = Household.Part(changes[0], "id").GetProperty("valueString").GetString();
        Assert.Single(await plan.PartsAsync(member, $"?_count=1&before={last}"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Changes_OfWhatTheTokenDoesNotCover_AreNotTold(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        await plan.CreateAsync(Made.Income(member.At(), 2000));
        member["address"] = new JsonArray(Household.Address("4 Alder Way"));
        (await plan.PutAsync(member)).Expect(HttpStatusCode.OK);
        foreach (
            var (scope, kinds) in new[]
            {
                ("system/*.rs", new[] { "address", "income" }),
                ("system/Patient.rs", ["address"]),
                ("system/Patient.rs system/Observation.rs", ["address", "income"]),
                ("system/Patient.rs system/Observation.rs?status=cancelled", ["address"]),
            }
        )
        {
            using var narrow = server.As("plan-admin", scope);
            Assert.Equal(kinds, (await narrow.ChangesAsync(member)).Select(static change => change.Kind).Order());
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Household_ThatChanges_IsToldAndItsGuardianIsNot(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var spouse = await plan.CreateAsync(Household.Person(member.At(), "SPS"));
        await plan.CreateAsync(Household.Person(member.At(), "GUARD"));
        var child = Household.Person(member.At(), "CHILD");
        child["birthDate"] = "2026-11-20";
        await plan.CreateAsync(child);
        (await plan.RemoveAsync(spouse.At())).Expect(HttpStatusCode.NoContent);

        Assert.Equal(
            ["household-member", "birth", "household-member"],
            (await plan.ChangesAsync(member)).Select(static change => change.Kind)
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Income_ThatMovesByLittle_IsToldWithoutADay(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        var income = Made.Income(member.At(), 2000);
        income["component"] = JsonNode.Parse(
            """[{"code":{"coding":[{"code":"income-frequency"}]},"valueCodeableConcept":{"coding":[{"code":"monthly"}]}}]"""
        );
        income = await plan.CreateAsync(income);
        income["valueQuantity"]!["value"] = 2050;
        (await plan.PutAsync(income)).Expect(HttpStatusCode.OK);

        var changes = await plan.PartsAsync(member);

        Assert.Equal(2, changes.Count);
        Assert.DoesNotContain(
            changes[0].GetProperty("part").EnumerateArray(),
            static part => part.GetProperty("name").GetString() == "due"
        );
        Assert.Equal("2026-12-03", Household.Part(changes[1], "due").GetProperty("valueDate").GetString());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Pregnancy_ToldAgain_IsOneChangeUntilItEnds(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        JsonObject Status(string code, string day) =>
            JsonNode
                .Parse(
                    $$"""
                    {"resourceType":"Observation","status":"final","subject":{"reference":"{{member.At()}}"},"effectiveDateTime":"{{day}}","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"social-history"}]}],
                     "code":{"coding":[{"system":"http://loinc.org","code":"82810-3"}]},"valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"{{code}}"}]} }
                    """
                )!
                .AsObject();
        await plan.CreateAsync(Status("60001007", "2026-01-10"));
        Assert.Empty(await plan.ChangesAsync(member));
        await plan.CreateAsync(Status("77386006", "2026-03-10"));
        await plan.CreateAsync(Status("77386006", "2026-05-10"));
        Assert.Single(await plan.ChangesAsync(member));
        await plan.CreateAsync(Status("60001007", "2026-11-10"));

        Assert.Equal(
            ["pregnancy", "pregnancy"],
            (await plan.ChangesAsync(member)).Select(static change => change.Kind)
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Member_NewWithAHousehold_IsNoChange(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        const string Urn = "urn:uuid:0199a000-0000-7000-8000-00000000aaaa";
        var entries = new JsonArray(
            Entry("POST", "Patient", Made.Patient(Made.Word())),
            Entry("POST", "RelatedPerson", Household.Person(Urn, "SPS")),
            Entry("POST", "Observation", Made.Income(Urn, 2000))
        );
        entries[0]!["fullUrl"] = Urn;

        var reply = (await TransactAsync(plan, entries)).Expect(HttpStatusCode.OK);

        var at = reply.Entries[0].GetProperty("response").GetProperty("location").GetString()!.Split('/');
        Assert.Empty(
            await plan.ChangesAsync(
                new JsonObject { ["resourceType"] = "Patient", ["id"] = at[Array.IndexOf(at, "Patient") + 1] }
            )
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Change_OfATransactionThatFails_IsNotThere(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (member, other) = (
            await plan.CreateAsync(Made.Patient(Made.Word())),
            await plan.CreateAsync(Made.Patient(Made.Word()))
        );
        (member["birthDate"], other["birthDate"]) = ("1981-01-01", "1981-01-01");
        var entries = new JsonArray(Entry("PUT", member.At(), member), Entry("PUT", other.At(), other));
        entries[1]!["request"]!["ifMatch"] = "W/\"99\"";

        (await TransactAsync(plan, entries)).Expect(HttpStatusCode.PreconditionFailed);

        Assert.Empty(await plan.ChangesAsync(member));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Changes_AreForThePlanAlone_AndLeaveATrace(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var agency = server.As("dss");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        member["birthDate"] = "1981-01-01";
        (await plan.PutAsync(member)).Expect(HttpStatusCode.OK);

        (await agency.AskAsync($"{member.At()}/$changes")).Refused(HttpStatusCode.Forbidden, "policy");
        (await plan.AskAsync($"Patient/{Guid.NewGuid()}/$changes")).Expect(HttpStatusCode.NotFound);
        foreach (
            var bad in new[] { "?kind=mood", "?status=claimed", "?since=soon", "?before=1", "?_count=0", "?color=red" }
        )
            (await plan.AskAsync($"{member.At()}/$changes{bad}")).Refused(
                HttpStatusCode.BadRequest,
                "operation-parameter"
            );
        var page = (await plan.AskAsync($"{member.At()}/$changes", ("Accept", "text/html"))).Expect(HttpStatusCode.OK);
        Assert.Contains("Changes that DSS must know", page.Text, StringComparison.Ordinal);
        Assert.Contains("birth-date", page.Text, StringComparison.Ordinal);
        Assert.Contains(
            member.At(),
            (await plan.AskAsync("Patient/$changes?kind=birth-date&_count=1000")).Expect(HttpStatusCode.OK).Text,
            StringComparison.Ordinal
        );
        var traces = await server.QueryAsync(
            $"SELECT a.outcome FROM {server.Audit} a WHERE a.resource = $1 AND a.detail = '$changes'",
            static row => row.Text(0),
            Guid.Parse((string)member["id"]!)
        );
        Assert.Contains("ok", traces);
    }

    private static Task<Reply> TransactAsync(HttpClient plan, JsonArray entries) =>
        plan.RawAsync(
            HttpMethod.Post,
            string.Empty,
            Encoding.UTF8.GetBytes(
                new JsonObject
                {
                    ["resourceType"] = "Bundle",
                    ["type"] = "transaction",
                    ["entry"] = entries,
                }.ToJsonString()
            ),
            "application/fhir+json"
        );

    private static JsonObject Entry(string method, string url, JsonObject resource) =>
        new()
        {
            ["resource"] = resource.DeepClone(),
            ["request"] = new JsonObject { ["method"] = method, ["url"] = url },
        };
}
