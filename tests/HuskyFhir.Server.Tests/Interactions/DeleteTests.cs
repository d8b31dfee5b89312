using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary>delete (R4 section 3.1.0.7).</summary>
public sealed class DeleteTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delete_OfStored_Is204ThenGoneAndItsVersionsStay(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var name = Made.Word();
        var site = await plan.CreateAsync(Made.Location(name));
        var before = await plan.AskAsync(site.At());
        Assert.Empty((await plan.RemoveAsync(site.At())).Expect(HttpStatusCode.NoContent).Body);
        (await plan.AskAsync(site.At())).Refused(HttpStatusCode.Gone, "deleted");
        (await plan.AskAsync(site.At() + "/_history/2")).Refused(HttpStatusCode.Gone, "deleted");
        Assert.Equal(before.Body, (await plan.AskAsync(site.At() + "/_history/1")).Expect(HttpStatusCode.OK).Body);
        Assert.Equal(0, (await plan.AskAsync($"Location?name={name}")).Total);
        Assert.Equal(0, (await plan.AskAsync($"Location?_id={site["id"]}")).Total);
        (await plan.PutAsync(site)).Refused(HttpStatusCode.Gone, "deleted");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delete_Again_Is204AndChangesNothing(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        (await plan.RemoveAsync(site.At())).Expect(HttpStatusCode.NoContent);
        (await plan.RemoveAsync(site.At())).Expect(HttpStatusCode.NoContent);
        Assert.Equal(2, (await plan.AskAsync(site.At() + "/_history")).Total);
        (await plan.RemoveAsync("Location/01900000-0000-7000-8000-000000000002")).Expect(HttpStatusCode.NoContent);
        (await plan.RemoveAsync("Location/nothing")).Expect(HttpStatusCode.NoContent);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delete_ManyAtOnce_MakesOneVersion(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => plan.RemoveAsync(site.At())));
        Assert.All(replies, static reply => reply.Expect(HttpStatusCode.NoContent));
        Assert.Equal(2, (await plan.AskAsync(site.At() + "/_history")).Total);
        Assert.Equal(
            2,
            (
                await server.QueryAsync(
                    "SELECT version FROM changes WHERE resource = $1",
                    static row => row.Long(0),
                    Guid.Parse((string)site["id"]!)
                )
            ).Count
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delete_WithIfMatchOfAnotherVersion_Is412(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        (await plan.RemoveAsync(site.At(), ("If-Match", "W/\"5\""))).Refused(
            HttpStatusCode.PreconditionFailed,
            "version-mismatch"
        );
        (await plan.RemoveAsync(site.At(), ("If-Match", "five"))).Refused(HttpStatusCode.BadRequest, "if-match");
        (await plan.RemoveAsync(site.At(), ("If-Match", "W/\"1\""))).Expect(HttpStatusCode.NoContent);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delete_OfWhatOthersReferTo_Is409UntilTheyDoNot(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var clinic = await plan.CreateAsync(Made.Organization(Made.Word()));
        var role = await plan.CreateAsync(Made.Role(clinic.At()));
        (await plan.RemoveAsync(clinic.At())).Refused(HttpStatusCode.Conflict, "still-referenced");
        (await plan.AskAsync(clinic.At())).Expect(HttpStatusCode.OK);
        (await plan.RemoveAsync(role.At())).Expect(HttpStatusCode.NoContent);
        (await plan.RemoveAsync(clinic.At())).Expect(HttpStatusCode.NoContent);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delete_OfATypeThatEndsOtherwise_Is405WithTheWay(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        var payor = await plan.CreateAsync(Made.Organization(Made.Word()));
        var coverage = await plan.CreateAsync(Made.Coverage(patient.At(), payor.At()));
        var income = await plan.CreateAsync(Made.Income(patient.At(), 100));
        foreach (
            var (address, way) in new[]
            {
                (patient.At(), "active"),
                (coverage.At(), "period.end"),
                (income.At(), "entered-in-error"),
            }
        )
        {
            var refused = (await plan.RemoveAsync(address)).Refused(HttpStatusCode.MethodNotAllowed, "not-deleted");
            Assert.Contains(way, refused.Diagnostics, StringComparison.Ordinal);
            Assert.Equal("GET, HEAD, PUT, PATCH, OPTIONS", refused.Header("Allow"));
            (await plan.AskAsync(address)).Expect(HttpStatusCode.OK);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Delete_FreesTheBusinessKey(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var npi = Made.Npi();
        var doctor = await plan.CreateAsync(Made.Practitioner(Made.Word(), npi));
        (await plan.PostAsync(Made.Practitioner(Made.Word(), npi))).Refused(HttpStatusCode.Conflict, "key-in-use");
        (await plan.RemoveAsync(doctor.At())).Expect(HttpStatusCode.NoContent);
        (await plan.PostAsync(Made.Practitioner(Made.Word(), npi))).Expect(HttpStatusCode.Created);
    }
}
