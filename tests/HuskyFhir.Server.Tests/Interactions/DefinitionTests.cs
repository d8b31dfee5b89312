using System.Net;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Definitions;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary>The service's own definitions are there for everyone, and are what the CapabilityStatement says.</summary>
public sealed class DefinitionTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachProfileOfTheCapabilityStatementThatIsOurs_IsServed(string database)
    {
        var server = await ServerAsync(database);
        using var nobody = server.Anonymous();
        var ours = (await nobody.AskAsync("metadata"))
            .Json.GetProperty("rest")[0]
            .GetProperty("resource")
            .EnumerateArray()
            .Where(static type => type.TryGetProperty("supportedProfile", out _))
            .SelectMany(static type =>
                type.GetProperty("supportedProfile").EnumerateArray().Select(static profile => profile.GetString()!)
            )
            .Where(static profile => profile.StartsWith(Systems.Base, StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(ours);
        foreach (var profile in ours)
        {
            var id = (await nobody.AskAsync($"StructureDefinition?url={Uri.EscapeDataString(profile)}"))
                .Expect(HttpStatusCode.OK)
                .Ids.Single();
            Assert.Equal(
                profile,
                (await nobody.AskAsync($"StructureDefinition/{id}"))
                    .Expect(HttpStatusCode.OK)
                    .Json.GetProperty("url")
                    .GetString()
            );
        }
    }

    [Fact]
    public async Task EachDefinition_IsServedByTypeAndId()
    {
        var server = await ServerAsync("Sqlite");
        using var nobody = server.Anonymous();
        foreach (var own in OwnDefinitions.All)
            Assert.Equal(
                own.Id,
                (await nobody.AskAsync($"{own.Type}/{own.Id}"))
                    .Expect(HttpStatusCode.OK)
                    .Json.GetProperty("id")
                    .GetString()
            );
    }

    [Fact]
    public async Task EachOperationOfOurs_IsDeclaredWhenItIsActiveAndNotBefore()
    {
        var server = await ServerAsync("Sqlite");
        using var nobody = server.Anonymous();
        var declared = (await nobody.AskAsync("metadata"))
            .Json.GetProperty("rest")[0]
            .GetProperty("resource")
            .EnumerateArray()
            .Where(static type => type.TryGetProperty("operation", out _))
            .SelectMany(static type =>
                type.GetProperty("operation")
                    .EnumerateArray()
                    .Select(static operation => operation.GetProperty("definition").GetString()!)
            )
            .Where(static definition => definition.StartsWith(Systems.Base, StringComparison.Ordinal))
            .Distinct();
        var active = (await nobody.AskAsync("OperationDefinition?status=active"))
            .Expect(HttpStatusCode.OK)
            .Ids.Select(static id => $"{Systems.Base}/OperationDefinition/{id}");
        Assert.Equal(active.Order(), declared.Order());
    }

    [Fact]
    public async Task Search_ByNameStatusAndUnknown_IsWhatItSays()
    {
        var server = await ServerAsync("Sqlite");
        using var nobody = server.Anonymous();
        var found = (await nobody.AskAsync("ValueSet?name=husky&status=active&nonsense=1")).Expect(HttpStatusCode.OK);
        Assert.Equal(found.Total, found.Ids.Count);
        Assert.DoesNotContain("nonsense", found.Link("self"), StringComparison.Ordinal);
        (await nobody.AskAsync("ValueSet?nonsense=1", ("Prefer", "handling=strict"))).Refused(
            HttpStatusCode.BadRequest,
            "search-parameter"
        );
        (await nobody.AskAsync("CodeSystem/none")).Refused(HttpStatusCode.NotFound, "unknown-id");
        (await nobody.CallAsync(HttpMethod.Delete, "CodeSystem/none", null)).Refused(
            HttpStatusCode.MethodNotAllowed,
            "method"
        );
    }
}
