using System.Net;
using System.Text.Json;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests;

/// <summary>What an EHR's first calls get.</summary>
public sealed class FirstCallTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Search_ByNameWithoutAccent_FindsOnlyOwnMembers(string database)
    {
        var server = await ServerAsync(database);
        using var ehr = server.As("ehr-riverbend");
        using var found = JsonDocument.Parse(
            await ehr.GetStringAsync("Patient?name=munoz", TestContext.Current.CancellationToken)
        );
        Assert.Equal(5, found.RootElement.GetProperty("total").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Read_WithoutToken_Is401(string database)
    {
        var server = await ServerAsync(database);
        using var nobody = server.Anonymous();
        using var answer = await nobody.GetAsync("Patient", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
