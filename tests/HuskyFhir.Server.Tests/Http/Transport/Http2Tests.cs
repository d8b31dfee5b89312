using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Http.Transport;

/// <summary>TLS and HTTP/2, with a certificate of the test's own.</summary>
public sealed class Http2Tests(PostgresServer postgres)
{
    [Fact]
    public async Task Calls_OverTls_GoByHttp2_LongAddressesToo()
    {
        var folder = Directory.CreateTempSubdirectory("husky-tls-");
        var file = Path.Combine(folder.FullName, "server.pfx");
        using var certificate = SelfMade(file);
        await using var server = await HuskyServer.StartAsync(
            "Sqlite",
            postgres,
            true,
            ("Kestrel:Endpoints:Tls:Url", "https://127.0.0.1:0"),
            ("Kestrel:Endpoints:Tls:Certificate:Path", file),
            ("Kestrel:Endpoints:Tls:Certificate:Password", "test")
        );
        Assert.StartsWith("https://127.0.0.1:", server.Url, StringComparison.Ordinal);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, seen, _, _) =>
            seen?.GetCertHashString() == certificate.GetCertHashString();
        using var http = new HttpClient(handler)
        {
            BaseAddress = new(server.Url + "/"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token("plan-admin"));
        foreach (
            var address in new[]
            {
                "metadata",
                "Patient?_count=2",
                $"Patient?identifier={string.Join(',', Enumerable.Range(0, 150).Select(static at => $"https://fhir.huskyfhir.example/NamingSystem/husky-client-id|{at:D300}"))}",
            }
        )
        {
            using var reply = await http.GetAsync(address, TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (reply.StatusCode, reply.Version));
        }

        folder.Delete(recursive: true);
    }

    internal static X509Certificate2 SelfMade(string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
        File.WriteAllBytes(file, made.Export(X509ContentType.Pfx, "test"));
        return made;
    }
}
