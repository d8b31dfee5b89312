using System.Net;
using System.Net.Http.Headers;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary><c>token</c>: alone on stdout, and good for the service of the same folder.</summary>
public sealed class TokenTests : InFolder
{
    [Theory]
    [InlineData("ehr-riverbend")]
    [InlineData("ehr-harbor")]
    [InlineData("plan-admin")]
    [InlineData("dss")]
    public async Task Client_OfTheSandbox_GetsATokenAloneOnStdout(string client)
    {
        var token = await RunAsync("token", "--client", client);
        Assert.Equal((0, ""), (token.Code, token.Error));
        Assert.Matches(@"^[\w-]+\.[\w-]+\.[\w-]+\n$", token.Out);
    }

    [Fact]
    public async Task Client_Unknown_Is2WithTheKnownOnes()
    {
        var token = await RunAsync("token", "--client", "nobody");
        Assert.Equal((2, ""), (token.Code, token.Out));
        Assert.Equal(
            "huskyfhir: 'nobody' is not a client of the sandbox; it has ehr-riverbend, ehr-harbor, plan-admin, dss.\n",
            token.Error
        );
    }

    [Fact]
    public async Task Token_AtTheServiceOfTheSameFolder_IsAcceptedWithinItsScope()
    {
        var token = (await RunAsync("token", "--client", "plan-admin", "--scope", "system/Patient.rs")).Out.Trim();
        var (server, url) = await HuskyProcess.ServeAsync(Folder);
        await using var _ = server;
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"{url}/Patient", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync($"{url}/Coverage", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Token_OfAnotherFoldersSandbox_IsNotAccepted()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(Folder, "elsewhere")).FullName;
        var token = (await HuskyProcess.RunAsync(elsewhere, [], "token", "--client", "plan-admin")).Out.Trim();
        var (server, url) = await HuskyProcess.ServeAsync(Folder);
        await using var _ = server;
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync($"{url}/Patient", Cancellation)).StatusCode);
    }
}
