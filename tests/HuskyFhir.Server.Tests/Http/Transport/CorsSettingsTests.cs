using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Http.Transport;

/// <summary>Which origins can be configured, and what happens without any.</summary>
public sealed class CorsSettingsTests(PostgresServer postgres)
{
    [Fact]
    public async Task WithoutOrigins_NoOriginIsAllowed()
    {
        var server = await postgres.Servers.GetAsync("Sqlite", string.Empty, true, []);
        using var nobody = server.Anonymous();
        Assert.Null(
            (await CorsTests.PreflightAsync(nobody, "https://app.example.org", "PUT")).Header(
                "Access-Control-Allow-Origin"
            )
        );
        Assert.False(
            (await nobody.AskAsync("metadata"))
                .Json.GetProperty("rest")[0]
                .GetProperty("security")
                .GetProperty("cors")
                .GetBoolean()
        );
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://app.example.org/")]
    [InlineData("app.example.org")]
    [InlineData("https://app.example.org;ftp://x.example")]
    public async Task Origins_ThatAreNone_EndTheStart(string origins) =>
        Assert.Contains(
            "Http:CorsOrigins",
            (
                await Assert.ThrowsAsync<SettingsException>(() =>
                    HuskyServer.StartAsync("Sqlite", postgres, false, ("Http:CorsOrigins", origins))
                )
            ).Message,
            StringComparison.Ordinal
        );
}
