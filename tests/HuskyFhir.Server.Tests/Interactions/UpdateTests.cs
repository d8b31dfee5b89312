using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary>update (R4 section 3.1.0.4).</summary>
public sealed class UpdateTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_WithNewContent_MakesTheNextVersion(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        patient["gender"] = "other";
        var updated = (await plan.PutAsync(patient, ("If-Match", "W/\"1\""))).Expect(HttpStatusCode.OK);
        Assert.Equal("W/\"2\"", updated.Header("ETag"));
        Assert.Equal("other", updated.Json.GetProperty("gender").GetString());
        Assert.Equal(updated.Body, (await plan.AskAsync(patient.At())).Body);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_WithSameContent_MakesNoVersion(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var again = (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
        Assert.Equal("W/\"1\"", again.Header("ETag"));
        patient.Remove("meta");
        Assert.Equal("W/\"1\"", (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK).Header("ETag"));
        Assert.Equal(1, (await plan.AskAsync(patient.At() + "/_history")).Total);
        Assert.Single(
            await server.QueryAsync(
                "SELECT version FROM changes WHERE resource = $1",
                static row => row.Long(0),
                Guid.Parse((string)patient["id"]!)
            )
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_WithIfMatchOfAnotherVersion_Is412(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        patient["gender"] = "other";
        (await plan.PutAsync(patient, ("If-Match", "W/\"2\""))).Refused(
            HttpStatusCode.PreconditionFailed,
            "version-mismatch"
        );
        (await plan.PutAsync(patient, ("If-Match", "W/\"0\""))).Refused(
            HttpStatusCode.PreconditionFailed,
            "version-mismatch"
        );
        Assert.Equal("W/\"1\"", (await plan.AskAsync(patient.At())).Header("ETag"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_WithIfMatchThatCannotBeRead_Is400(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        patient["gender"] = "other";
        foreach (var tag in new[] { "1", "W/1", "" })
            Assert.Equal(
                "If-Match",
                (await plan.PutAsync(patient, ("If-Match", tag)))
                    .Refused(HttpStatusCode.BadRequest, "if-match")
                    .Expression
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_WhereBodyAndAddressDisagree_Is400(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var other = await plan.CreateAsync(Made.Patient(Made.Word()));
        var refused = (await plan.CallAsync(HttpMethod.Put, other.At(), patient)).Refused(
            HttpStatusCode.BadRequest,
            "id-mismatch"
        );
        Assert.Equal("Patient.id", refused.Expression);
        patient.Remove("id");
        (await plan.CallAsync(HttpMethod.Put, other.At(), patient)).Refused(HttpStatusCode.BadRequest, "id-mismatch");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_OfUnknownId_Is405(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var id in new[] { "01900000-0000-7000-8000-000000000001", "mine" })
        {
            var patient = Made.Patient(Made.Word());
            patient["id"] = id;
            (await plan.PutAsync(patient)).Refused(HttpStatusCode.MethodNotAllowed, "update-as-create");
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_TwentyAtOnceOnOneVersion_HasOneWinner(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var replies = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(day =>
                {
                    var mine = patient.DeepClone().AsObject();
                    mine["birthDate"] = $"1999-01-{day:00}";
                    return plan.PutAsync(mine, ("If-Match", "W/\"1\""));
                })
        );
        var winner = Assert.Single(replies, static reply => reply.Status == HttpStatusCode.OK);
        Assert.Equal(19, replies.Count(static reply => reply.Status == HttpStatusCode.PreconditionFailed));
        Assert.Equal(winner.Body, (await plan.AskAsync(patient.At())).Body);
        Assert.Equal(2, (await plan.AskAsync(patient.At() + "/_history")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_TwentyAtOnceWithoutIfMatch_KeepsEveryVersion(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var replies = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(day =>
                {
                    var mine = patient.DeepClone().AsObject();
                    mine["birthDate"] = $"1999-01-{day:00}";
                    return plan.PutAsync(mine);
                })
        );
        Assert.All(replies, static reply => reply.Expect(HttpStatusCode.OK));
        Assert.Equal(
            Enumerable.Range(2, 20),
            replies
                .Select(static reply =>
                    int.Parse(
                        reply.Json.GetProperty("meta").GetProperty("versionId").GetString()!,
                        System.Globalization.CultureInfo.InvariantCulture
                    )
                )
                .Order()
        );
        foreach (var reply in replies)
            Assert.Equal(
                reply.Body,
                (
                    await plan.AskAsync(
                        $"{patient.At()}/_history/{reply.Json.GetProperty("meta").GetProperty("versionId").GetString()}"
                    )
                ).Body
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_ToAKeyOfAnother_Is409(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var clientId = Made.ClientId();
        await plan.CreateAsync(Made.Patient(Made.Word(), clientId));
        var other = await plan.CreateAsync(Made.Patient(Made.Word()));
        other["identifier"]![0]!["value"] = clientId;
        Assert.Equal(
            "Patient.identifier",
            (await plan.PutAsync(other)).Refused(HttpStatusCode.Conflict, "key-in-use").Expression
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Update_ThatMovesToAnotherMember_Is422(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (one, two) = (
            await plan.CreateAsync(Made.Patient(Made.Word())),
            await plan.CreateAsync(Made.Patient(Made.Word()))
        );
        var person = await plan.CreateAsync(Made.RelatedPerson(one.At(), Made.Word()));
        person["patient"] = new JsonObject { ["reference"] = two.At() };
        (await plan.PutAsync(person)).Refused(HttpStatusCode.UnprocessableEntity, "member-moved");
    }
}
