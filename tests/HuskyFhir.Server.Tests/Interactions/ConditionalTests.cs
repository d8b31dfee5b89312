using System.Net;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary>
/// conditional update, patch and delete (R4 sections 3.1.0.4.3, 3.1.0.6.3, 3.1.0.7.1), and who may use criteria.
/// </summary>
public sealed class ConditionalTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConditionalUpdate_WithNoneOneAndMany_Is201And200And412(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (name, address) = (Made.Word(), string.Empty);
        address = $"Location?name={name}";
        var made = (await plan.CallAsync(HttpMethod.Put, address, Made.Location(name))).Expect(HttpStatusCode.Created);
        Assert.EndsWith($"/Location/{made.Id}/_history/1", made.Header("Location"), StringComparison.Ordinal);
        var changed = Made.Location(name);
        changed["status"] = "inactive";
        var updated = (await plan.CallAsync(HttpMethod.Put, address, changed)).Expect(HttpStatusCode.OK);
        Assert.Equal((made.Id, "W/\"2\""), (updated.Id, updated.Header("ETag")));
        changed["id"] = made.Id;
        Assert.Equal(
            "W/\"2\"",
            (await plan.CallAsync(HttpMethod.Put, address, changed)).Expect(HttpStatusCode.OK).Header("ETag")
        );
        changed["id"] = "01900000-0000-7000-8000-000000000000";
        (await plan.CallAsync(HttpMethod.Put, address, changed)).Refused(HttpStatusCode.BadRequest, "id-mismatch");
        (await plan.CallAsync(HttpMethod.Put, $"Location?name={Made.Word()}", changed)).Refused(
            HttpStatusCode.MethodNotAllowed,
            "update-as-create"
        );
        (await plan.CallAsync(HttpMethod.Put, address, Made.Location(name), ("If-Match", "W/\"1\""))).Refused(
            HttpStatusCode.PreconditionFailed,
            "version-mismatch"
        );
        (
            await plan.CallAsync(
                HttpMethod.Put,
                $"Location?name={Made.Word()}",
                Made.Location(name),
                ("If-Match", "W/\"1\"")
            )
        ).Refused(HttpStatusCode.PreconditionFailed, "version-mismatch");
        await plan.CreateAsync(Made.Location(name));
        (await plan.CallAsync(HttpMethod.Put, address, Made.Location(name))).Refused(
            HttpStatusCode.PreconditionFailed,
            "condition-many"
        );
        Assert.Equal(2, (await plan.AskAsync(address)).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConditionalDelete_WithNoneOneAndMany_Is204And204And412(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var name = Made.Word();
        var site = await plan.CreateAsync(Made.Location(name));
        await plan.CreateAsync(Made.Location(name));
        (await plan.RemoveAsync($"Location?name={name}")).Refused(HttpStatusCode.PreconditionFailed, "condition-many");
        (await plan.RemoveAsync($"Location?name={name}&_id={site["id"]}", ("If-Match", "W/\"4\""))).Refused(
            HttpStatusCode.PreconditionFailed,
            "version-mismatch"
        );
        (await plan.RemoveAsync($"Location?name={name}&_id={site["id"]}")).Expect(HttpStatusCode.NoContent);
        (await plan.AskAsync(site.At())).Expect(HttpStatusCode.Gone);
        (await plan.RemoveAsync($"Location?name={name}")).Expect(HttpStatusCode.NoContent);
        (await plan.RemoveAsync($"Location?name={name}")).Expect(HttpStatusCode.NoContent);
        foreach (var kept in new[] { "Patient", "Coverage", "Observation" })
            (await plan.RemoveAsync($"{kept}?_id={site["id"]}")).Refused(
                HttpStatusCode.MethodNotAllowed,
                "not-deleted"
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConditionalPatch_WithNoneOneAndMany_Is404And200And412(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var name = Made.Word();
        Task<Reply> Patch(params (string, string)[] headers) =>
            plan.RawAsync(
                HttpMethod.Patch,
                $"Location?name={name}",
                """[{"op":"add","path":"/description","value":"x"}]"""u8.ToArray(),
                "application/json-patch+json",
                headers
            );
        (await Patch()).Refused(HttpStatusCode.NotFound, "condition-none");
        await plan.CreateAsync(Made.Location(name));
        Assert.Equal("x", (await Patch()).Expect(HttpStatusCode.OK).Json.GetProperty("description").GetString());
        await plan.CreateAsync(Made.Location(name));
        (await Patch()).Refused(HttpStatusCode.PreconditionFailed, "condition-many");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Criteria_ThatAreEmptyOrNotWhollyUnderstood_Are400(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var name = Made.Word();
        await plan.CreateAsync(Made.Location(name));
        foreach (
            var criteria in new[]
            {
                string.Empty,
                "?",
                "?_format=json",
                "?nonsense=1",
                $"?name={name}&nonsense=1",
                "?name=",
                "?_count=1",
                $"?name={name}&_count=1",
                $"?name={name}&_sort=name",
                $"?name={name}&_summary=true",
                "?name:near=x",
                "?_lastUpdated=soon",
                $"?name={name}&_include=Location:organization",
            }
        )
        {
            (await plan.CallAsync(HttpMethod.Put, "Location" + criteria, Made.Location(name))).Expect(
                HttpStatusCode.BadRequest
            );
            (await plan.RemoveAsync("Location" + criteria)).Expect(HttpStatusCode.BadRequest);
            (
                await plan.RawAsync(
                    HttpMethod.Patch,
                    "Location" + criteria,
                    """[{"op":"add","path":"/description","value":"x"}]"""u8.ToArray(),
                    "application/json-patch+json"
                )
            ).Expect(HttpStatusCode.BadRequest);
        }

        Assert.Equal(1, (await plan.AskAsync($"Location?name={name}")).Total);
        (
            await plan.CallAsync(HttpMethod.Put, $"Location?name={name}&_format=json&_pretty=true", Made.Location(name))
        ).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Criteria_WithoutThePermissionToSearch_Are403(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin", "system/Location.cud");
        var name = Made.Word();
        Assert.Equal(
            "scope",
            (await plan.PostAsync(Made.Location(name), ("If-None-Exist", $"name={name}")))
                .Expect(HttpStatusCode.Forbidden)
                .Detail
        );
        Assert.Equal(
            "scope",
            (await plan.CallAsync(HttpMethod.Put, $"Location?name={name}", Made.Location(name)))
                .Expect(HttpStatusCode.Forbidden)
                .Detail
        );
        using var updater = server.As("plan-admin", "system/Location.us");
        // None is found, and it may not create.
        Assert.Equal(
            "scope",
            (await updater.CallAsync(HttpMethod.Put, $"Location?name={name}", Made.Location(name)))
                .Expect(HttpStatusCode.Forbidden)
                .Detail
        );
        using var provider = server.As("ehr-riverbend");
        (
            await provider.CallAsync(HttpMethod.Put, $"Patient?identifier={Systems.ClientId}|x", Made.Patient(name))
        ).Expect(HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task IfNoneMatch_OnAWrite_Is412(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        (await plan.PutAsync(site, ("If-None-Match", "*"))).Refused(HttpStatusCode.PreconditionFailed, "if-none-match");
        (await plan.RemoveAsync(site.At(), ("If-None-Match", "W/\"1\""))).Refused(
            HttpStatusCode.PreconditionFailed,
            "if-none-match"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConditionalRead_OfWhatIsKnown_Is304(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        var read = await plan.AskAsync(site.At());
        (await plan.AskAsync(site.At(), ("If-None-Match", read.Header("ETag")!))).Expect(HttpStatusCode.NotModified);
        (await plan.AskAsync(site.At(), ("If-Modified-Since", read.Header("Last-Modified")!))).Expect(
            HttpStatusCode.NotModified
        );
        (await plan.AskAsync(site.At(), ("If-None-Match", "W/\"9\""))).Expect(HttpStatusCode.OK);
        (await plan.AskAsync(site.At(), ("If-Modified-Since", "Sun, 01 Nov 2026 00:00:00 GMT"))).Expect(
            HttpStatusCode.OK
        );
    }
}
