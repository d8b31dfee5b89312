using System.Net;
using System.Net.Sockets;

namespace HuskyFhir.Server.Tests.Commands;

/// <summary>Settings that cannot be used: one sentence that names the setting, exit code 2, nothing started.</summary>
public sealed class SettingsTests : InFolder
{
    public static TheoryData<string, string, string, string> Wrong =>
        new()
        {
            { "", "Store__Provider", "Foo", "Store:Provider" },
            { "load x.json", "Store__Provider", "Foo", "Store:Provider" },
            { "migrate", "Store__Provider", "Foo", "Store:Provider" },
            { "migrate", "Store__Provider", "Postgres", "ConnectionStrings:Husky" },
            { "", "Store__MigrateOnStart", "perhaps", "Store" },
            { "", "Http__MaxBodyBytes", "5", "MaxBodyBytes" },
            { "load x.json", "Http__MaxDepth", "3", "MaxDepth" },
            { "validate x.json", "Http__MaxDepth", "deep", "MaxDepth" },
            { "", "Security__SigningKeySecret", "too-short", "SigningKeySecret" },
            { "", "Security__Clients__0__Purposes", "FUN", "purpose of use" },
            { "", "Security__Authority", "not a url", "Authority" },
            { "migrate", "ConnectionStrings__Husky", "Nonsense=1", "ConnectionStrings:Husky" },
            { "", "ASPNETCORE_URLS", "nonsense", "nonsense" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Setting_OutOfRange_Is2WithASentenceThatNamesIt(
        string arguments,
        string name,
        string value,
        string said
    )
    {
        Write("x.json", Files.Patient("1", "Any"));
        // A connection string is there, so that the provider itself is what is wrong.
        (string, string)[] settings =
            name == "Store__Provider" && value == "Foo"
                ? [(name, value), ("ConnectionStrings__Husky", "Data Source=x.db")]
                : [(name, value)];
        var ended = await RunWithAsync(settings, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(ended.Code == 2, $"{ended.Code}: {ended.Out} {ended.Error}");
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
        Assert.StartsWith("huskyfhir: ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error + ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issuers_AllTurnedOff_Is2WithASentence()
    {
        var ended = await RunWithAsync([
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("Security__TokenEndpoint", "false"),
        ]);
        Assert.Equal(2, ended.Code);
        Assert.StartsWith("huskyfhir: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Security:Authority", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_InUse_Is2WithASentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var ended = await RunWithAsync([("ASPNETCORE_URLS", $"http://{taken.LocalEndpoint}")]);
        Assert.Equal(2, ended.Code);
        Assert.Contains("address already in use", ended.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", ended.Error + ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_ThatDoesNotAnswer_Is2WithASentence()
    {
        var ended = await RunWithAsync(
            [
                ("Store__Provider", "Postgres"),
                ("ConnectionStrings__Husky", "Host=127.0.0.1;Port=1;Username=nobody;Timeout=3"),
            ],
            "migrate"
        );
        Assert.Equal(2, ended.Code);
        Assert.StartsWith("huskyfhir: ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error + ended.Out, StringComparison.Ordinal);
    }
}
