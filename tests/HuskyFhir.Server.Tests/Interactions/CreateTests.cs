using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary>create and conditional create (R4 section 3.1.0.8).</summary>
public sealed class CreateTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Create_WithIdAndMetaOfItsOwn_GetsOurs(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = Made.Patient(Made.Word());
        patient["id"] = "mine";
        patient["meta"] = new JsonObject { ["versionId"] = "9", ["lastUpdated"] = "2001-01-01T00:00:00Z" };
        var made = (await plan.PostAsync(patient)).Expect(HttpStatusCode.Created);
        Assert.True(Guid.TryParseExact(made.Id, "D", out var id));
        Assert.Equal(7, id.Version);
        Assert.Equal("1", made.Json.GetProperty("meta").GetProperty("versionId").GetString());
        Assert.Equal("W/\"1\"", made.Header("ETag"));
        Assert.EndsWith($"/fhir/Patient/{made.Id}/_history/1", made.Header("Location"), StringComparison.Ordinal);
        Assert.NotNull(made.Header("Last-Modified"));
        Assert.Equal(made.Body, (await plan.AskAsync(made.Header("Location")!)).Body);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Create_ByPreference_AnswersInThatForm(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var minimal = (await plan.PostAsync(Made.Patient(Made.Word()), ("Prefer", "return=minimal"))).Expect(
            HttpStatusCode.Created
        );
        Assert.Empty(minimal.Body);
        Assert.NotNull(minimal.Header("Location"));
        var outcome = (
            await plan.PostAsync(Made.Patient(Made.Word()), ("Prefer", "handling=strict, return=OperationOutcome"))
        ).Expect(HttpStatusCode.Created);
        Assert.Equal("OperationOutcome", outcome.Json.GetProperty("resourceType").GetString());
        var whole = (await plan.PostAsync(Made.Patient(Made.Word()), ("Prefer", "return=representation"))).Expect(
            HttpStatusCode.Created
        );
        Assert.Equal("Patient", whole.Json.GetProperty("resourceType").GetString());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConditionalCreate_WithNoneOneAndMany_Is201And200And412(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var family = Made.Word();
        var condition = ("If-None-Exist", $"family={family}");
        var first = (await plan.PostAsync(Made.Patient(family), condition)).Expect(HttpStatusCode.Created);
        var second = (await plan.PostAsync(Made.Patient(family), condition)).Expect(HttpStatusCode.OK);
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Header("Location"), second.Header("Location"));
        await plan.CreateAsync(Made.Patient(family));
        (await plan.PostAsync(Made.Patient(family), condition)).Refused(
            HttpStatusCode.PreconditionFailed,
            "condition-many"
        );
        Assert.Equal(2, (await plan.AskAsync($"Patient?family={family}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConditionalCreate_WithConditionThatIsNotWhollyUnderstood_Is400(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var condition in new[]
            {
                "?",
                "nonsense=1",
                "identifier=a&nonsense=1",
                "identifier=",
                "_count=1",
                "birthdate=soon",
                "family:near=x",
                "identifier",
            }
        )
            (await plan.PostAsync(Made.Patient(Made.Word()), ("If-None-Exist", condition))).Expect(
                HttpStatusCode.BadRequest
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConditionalCreate_WithQuestionMarkInTheValue_SearchesForTheWholeValue(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (value, family) = (Made.ClientId() + "?name=x", Made.Word());
        var condition = ("If-None-Exist", $"identifier={Systems.ClientId}|{value}");
        (await plan.PostAsync(Made.Patient(family, value), condition)).Expect(HttpStatusCode.Created);
        (await plan.PostAsync(Made.Patient(family, value), condition)).Expect(HttpStatusCode.OK);
        (await plan.PostAsync(Made.Patient(family, value), ("If-None-Exist", $"Patient?{condition.Item2}"))).Expect(
            HttpStatusCode.OK
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConditionalCreate_FiftyAtOnce_MakesOne(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var family = Made.Word();
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(_ => plan.PostAsync(Made.Patient(family), ("If-None-Exist", $"family={family}")))
        );
        Assert.Single(replies, static reply => reply.Status == HttpStatusCode.Created);
        Assert.Equal(49, replies.Count(static reply => reply.Status == HttpStatusCode.OK));
        Assert.Single(replies.Select(static reply => reply.Id).Distinct());
        Assert.Equal(1, (await plan.AskAsync($"Patient?family={family}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Create_FiftyAtOnceWithOneClientId_MakesOneAndRefusesTheOthers(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var clientId = Made.ClientId();
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => plan.PostAsync(Made.Patient(Made.Word(), clientId)))
        );
        Assert.Single(replies, static reply => reply.Status == HttpStatusCode.Created);
        foreach (var reply in replies.Where(static reply => reply.Status != HttpStatusCode.Created))
            reply.Refused(HttpStatusCode.Conflict, "key-in-use");
        Assert.Equal(1, (await plan.AskAsync($"Patient?identifier={clientId}")).Total);
        Assert.Single(
            await server.QueryAsync(
                "SELECT id FROM business_keys WHERE value = $1",
                static row => row.Uuid(0),
                clientId
            )
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Create_WithReferenceToNothing_Is422AtTheReference(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var orphan = Made.RelatedPerson("Patient/01900000-0000-7000-8000-000000000000", Made.Word());
        var refused = (await plan.PostAsync(orphan)).Refused(HttpStatusCode.UnprocessableEntity, "reference-unknown");
        Assert.Equal("RelatedPerson.patient", refused.Expression);
        var wrong = await plan.CreateAsync(Made.Organization(Made.Word()));
        var coverage = Made.Coverage($"Patient/{wrong["id"]}", wrong.At());
        Assert.Equal(
            "Coverage.beneficiary",
            (await plan.PostAsync(coverage)).Refused(HttpStatusCode.UnprocessableEntity, "reference-unknown").Expression
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Create_OfAnotherTypeThanTheAddress_Is400(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        (await plan.CallAsync(HttpMethod.Post, "Patient", Made.Organization(Made.Word()))).Refused(
            HttpStatusCode.BadRequest,
            "wrong-type"
        );
    }
}
