using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Tests.Running;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Http.Transport;

/// <summary>
/// TLS from 1.2 on, clients' certificates where they are required, and https that browsers remember (45 CFR
/// 164.312(e)(1)).
/// </summary>
public sealed class TlsTests(PostgresServer postgres)
{
    /// <summary>The greeting of a TLS 1.1 client with two cipher suites, its random bytes all zero.</summary>
    private static readonly byte[] Tls11Hello =
    [
        0x16,
        3,
        1,
        0,
        49,
        1,
        0,
        0,
        45,
        3,
        2,
        .. new byte[32],
        0,
        0,
        4,
        0xC0,
        0x13,
        0xC0,
        0x0A,
        1,
        0,
        0,
        0,
    ];

    [Theory]
    [InlineData("NoCertificate")]
    [InlineData("RequireCertificate")]
    public async Task Endpoint_TakesTls12And13Alone_AndOnlyWithACertificateWhereOneIsRequired(string asked)
    {
        var folder = Directory.CreateTempSubdirectory("husky-tls-");
        var file = Path.Combine(folder.FullName, "server.pfx");
        using var certificate = Http2Tests.SelfMade(file);
        await using var server = await HuskyServer.StartAsync(
            "Sqlite",
            postgres,
            false,
            [.. Endpoint(file), ("Kestrel:Endpoints:Tls:ClientCertificateMode", asked)]
        );
        foreach (var version in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
        {
            using var handler = new SocketsHttpHandler();
            handler.SslOptions.EnabledSslProtocols = version;
            handler.SslOptions.RemoteCertificateValidationCallback = (_, seen, _, _) =>
                seen?.GetCertHashString() == certificate.GetCertHashString();
            using var http = new HttpClient(handler) { BaseAddress = new(server.Url + "/") };
            if (asked == "NoCertificate")
                (await http.AskAsync("metadata")).Expect(HttpStatusCode.OK);
            else
                await Assert.ThrowsAsync<HttpRequestException>(() => http.AskAsync("metadata"));
        }

        using var old = new TcpClient();
        await old.ConnectAsync(IPAddress.Loopback, new Uri(server.Url).Port, TestContext.Current.CancellationToken);
        await old.GetStream().WriteAsync(Tls11Hello, TestContext.Current.CancellationToken);
        var answer = new byte[1];
        var read = await old.GetStream().ReadAsync(answer, TestContext.Current.CancellationToken);
        Assert.True(read == 0 || answer[0] == 0x15, $"Not an alert but {answer[0]:x2}.");
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Kestrel:Endpoints:Tls:SslProtocols:0", "Tls11")]
    [InlineData("Kestrel:EndpointDefaults:SslProtocols:0", "None")]
    public async Task Endpoint_OfAnOlderVersion_EndsTheStart(string setting, string version) =>
        Assert.Contains(
            setting,
            (
                await Assert.ThrowsAsync<SettingsException>(() =>
                    HuskyServer.StartAsync("Sqlite", postgres, false, (setting, version))
                )
            ).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("https://fhir.example.org/fhir", "31536000", "max-age=31536000; includeSubDomains")]
    [InlineData("https://fhir.example.org/fhir", "0", null)]
    [InlineData("http://fhir.example.org/fhir", "31536000", null)]
    public async Task Https_IsRemembered_WhereThePublicBaseIsHttps(string publicBase, string seconds, string? header)
    {
        await using var server = await HuskyServer.StartAsync(
            "Sqlite",
            postgres,
            false,
            ("Http:BaseUrl", publicBase),
            ("Http:HstsSeconds", seconds)
        );
        using var http = new HttpClient
        {
            BaseAddress = new(
                server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
                    + "/fhir/"
            ),
        };
        foreach (var address in new[] { "metadata", "Patient", "nonsense/at/all" })
            Assert.Equal(
                header,
                (await http.AskAsync(address, ("X-Forwarded-Proto", "https"))).Header("Strict-Transport-Security")
            );
    }

    private static (string Name, string Value)[] Endpoint(string file) =>
        [
            ("Kestrel:Endpoints:Tls:Url", "https://127.0.0.1:0"),
            ("Kestrel:Endpoints:Tls:Certificate:Path", file),
            ("Kestrel:Endpoints:Tls:Certificate:Password", "test"),
        ];
}
