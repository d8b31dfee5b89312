using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security;

/// <summary>
/// Scopes with search parameters hold every interaction to their rows (SMART App Launch 2.2, finer-grained resource
/// constraints).
/// </summary>
public sealed class ScopeTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ScopeWithParameters_ShowsOnlyWhatMeetsThem(string database)
    {
        var server = await ServerAsync(database);
        var word = Made.Word();
        using var plan = server.As("plan-admin");
        var open = await plan.CreateAsync(Made.Location(word));
        var shut = Made.Location(word);
        shut["status"] = "suspended";
        shut = await plan.CreateAsync(shut);
        using var narrow = server.As("plan-admin", "system/Location.rs?status=active system/Patient.s");
        (await narrow.AskAsync(open.At())).Expect(HttpStatusCode.OK);
        (await narrow.AskAsync(open.At() + "/_history/1")).Expect(HttpStatusCode.OK);
        foreach (var address in new[] { shut.At(), shut.At() + "/_history/1", shut.At() + "/_history" })
            (await narrow.AskAsync(address)).Refused(HttpStatusCode.NotFound, "unknown-id");
        Assert.Equal([(string)open["id"]!], (await narrow.AskAsync($"Location?name={word}")).Ids);
        Assert.Equal(1, (await narrow.AskAsync($"Location?name={word}&_count=0")).Total);
        Assert.Equal(0, (await narrow.AskAsync($"Location?name={word}&status=suspended")).Total);
        Assert.DoesNotContain(
            (string)shut["id"]!,
            (await narrow.AskAsync("Location/_history?_count=200")).Expect(HttpStatusCode.OK).Text,
            StringComparison.Ordinal
        );
        (await narrow.AskAsync("Organization?name=x")).Refused(HttpStatusCode.Forbidden, "scope");
        open["status"] = "suspended";
        (await plan.PutAsync(open)).Expect(HttpStatusCode.OK);
        (await narrow.AskAsync(open.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await narrow.AskAsync(open.At() + "/_history/1")).Refused(HttpStatusCode.NotFound, "unknown-id");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ScopeWithParameters_HoldsWritesBeforeAndAfter(string database)
    {
        var server = await ServerAsync(database);
        var word = Made.Word();
        using var narrow = server.As("plan-admin", "system/Location.cruds?status=active");
        var made = await narrow.CreateAsync(Made.Location(word));
        var outside = Made.Location(word);
        outside["status"] = "suspended";
        (await narrow.PostAsync(outside)).Refused(HttpStatusCode.Forbidden, "scope");
        made["status"] = "suspended";
        (await narrow.PutAsync(made)).Refused(HttpStatusCode.Forbidden, "scope");
        var bundle = new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["type"] = "transaction",
            ["entry"] = new JsonArray([
                .. new[] { "active", "suspended" }.Select(status =>
                {
                    var location = Made.Location(word);
                    location["status"] = status;
                    return (JsonNode)
                        new JsonObject
                        {
                            ["resource"] = location,
                            ["request"] = new JsonObject { ["method"] = "POST", ["url"] = "Location" },
                        };
                }),
            ]),
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await narrow.PostAsAsync("", bundle)).Status);
        using var plan = server.As("plan-admin");
        Assert.Equal(1, (await plan.AskAsync($"Location?name={word}")).Total);
        (await plan.PutAsync(made)).Expect(HttpStatusCode.OK);
        made["status"] = "active";
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await narrow.PutAsync(made)).Status);
        (await narrow.RemoveAsync(made.At())).Expect(HttpStatusCode.NoContent);
        (await plan.AskAsync(made.At())).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ScopeWithParametersThatMeanNothing_GrantsNothing(string database)
    {
        var server = await ServerAsync(database);
        foreach (
            var scope in new[]
            {
                "system/Location.rs?statu=active",
                "system/Location.rs?",
                "system/Location.rs?status",
                "system/Location.rs?status=active&_count=1",
                "system/Location.rs?organization.name=x",
                "system/Location.rs?_has:PractitionerRole:location:active=true",
            }
        )
        {
            using var http = server.As("plan-admin", scope);
            Assert.Equal((scope, HttpStatusCode.Forbidden), (scope, (await http.AskAsync("Location?_count=1")).Status));
        }
    }
}
