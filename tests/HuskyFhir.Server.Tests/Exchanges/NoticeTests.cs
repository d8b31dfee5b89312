using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Server.Partners;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Exchanges;

/// <summary>
/// Late, missing and silent: each is told once by e-mail and by webhook, and again later where the way is broken.
/// </summary>
public sealed class NoticeTests(PostgresServer postgres) : OnBoth(postgres), IDisposable
{
    private static readonly int WebhookPort = FreePort();
    private static readonly int SmtpPort = FreePort();
    private readonly string boxes = Directory.CreateTempSubdirectory("husky-notices-").FullName;

    protected override bool Alone => true;

    protected override bool Samples => false;

    protected override (string Name, string Value)[] Settings =>
        [
            ("Partners:dss:Title", "The Department"),
            ("Partners:dss:Folder", Path.Combine(boxes, "boxes")),
            ("Partners:dss:Spool", Path.Combine(boxes, "spool")),
            ("Notices:Webhook:Url", $"http://127.0.0.1:{WebhookPort}/notices"),
            ("Notices:Webhook:Reach", "Loopback"),
            ("Notices:Webhook:Secret", "an invented secret"),
            ("Notices:Email:Host", "127.0.0.1"),
            ("Notices:Email:Port", $"{SmtpPort}"),
            ("Notices:Email:Security", "None"),
            ("Notices:Email:From", "husky@plan.example"),
            ("Notices:Email:To:0", "operator@plan.example"),
        ];

    public void Dispose() => GC.SuppressFinalize(this);

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task LateAnswer_IsToldOnceByEachWay_AndAgainWhenTheWayWasBroken(string database)
    {
        var server = await ServerAsync(database);
        var cancellation = TestContext.Current.CancellationToken;
        var (work, watch, book) = (
            server.Services.GetRequiredService<ExchangeWork>(),
            server.Services.GetRequiredService<ExchangeWatch>(),
            server.Services.GetRequiredService<NoticeRepository>()
        );
        using (var plan = server.As("plan-admin"))
        {
            var member = await plan.CreateAsync(Made.Patient(Made.Word()));
            member["telecom"] = JsonNode.Parse("""[{"system":"phone","value":"860-555-0147","use":"home"}]""");
            (await plan.PutAsync(member)).Expect(HttpStatusCode.OK);
        }

        await work.RunAsync("dss", $"test-{database}", TimeSpan.Zero, new(), cancellation);
        server.Clock.Advance(TimeSpan.FromHours(25));
        await watch.LookAsync(cancellation);
        var waiting = Assert.Single(await book.LatestAsync("dss", 10, cancellation));
        Assert.Equal("answer-late", waiting.Kind);
        Assert.Null(waiting.Sent);
        Assert.NotNull(waiting.Problem);

        using var webhook = new Hook(WebhookPort);
        using var smtp = new SmtpServer(SmtpPort);
        await watch.LookAsync(cancellation);
        Assert.Empty(webhook.Bodies);
        server.Clock.Advance(TimeSpan.FromHours(2));
        await watch.LookAsync(cancellation);
        await watch.LookAsync(cancellation);

        var (body, signature) = Assert.Single(webhook.Bodies);
        Assert.Equal(
            $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData("an invented secret"u8, Encoding.UTF8.GetBytes(body)))}",
            signature
        );
        Assert.Equal(
            ("dss", "answer-late"),
            ((string)JsonNode.Parse(body)!["partner"]!, (string)JsonNode.Parse(body)!["kind"]!)
        );
        var mail = Assert.Single(smtp.Mails);
        Assert.Contains("Subject: HuskyFhir, partner dss: answer-late", mail, StringComparison.Ordinal);
        Assert.Contains("RCPT TO:<operator@plan.example>", mail, StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(await book.LatestAsync("dss", 10, cancellation)).Sent);

        server.Clock.Advance(TimeSpan.FromHours(72));
        await watch.LookAsync(cancellation);
        Assert.Equal(
            ["answer-missing", "answer-late"],
            (await book.LatestAsync("dss", 10, cancellation)).Select(static notice => notice.Kind)
        );
        Assert.Equal(2, smtp.Mails.Count);

        await server.ExecuteAsync(
            $"INSERT INTO exchange_answers (id, partner, sha256, name, at, state) VALUES ({Id(database)}, 'dss', 'x', 'x', {server.Clock.GetUtcNow().UtcTicks}, 'quarantined')"
        );
        server.Clock.Advance(TimeSpan.FromHours(169));
        await watch.LookAsync(cancellation);
        Assert.Equal("partner-silent", (await book.LatestAsync("dss", 10, cancellation))[0].Kind);
    }

    private static string Id(string database) =>
        database == "Sqlite" ? "X'0199a000000070008001000000000001'" : "'0199a000-0000-7000-8001-000000000001'";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A real HTTP server that takes what is posted.</summary>
    private sealed class Hook : IDisposable
    {
        private readonly HttpListener listener = new();

        public Hook(int port)
        {
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            listener.Start();
            _ = ListenAsync();
        }

        public List<(string Body, string? Signature)> Bodies { get; } = [];

        public void Dispose() => ((IDisposable)listener).Dispose();

        private async Task ListenAsync()
        {
            while (listener.IsListening)
            {
                HttpListenerContext call;
                try
                {
                    call = await listener.GetContextAsync();
                }
                catch (Exception ended)
                    when (ended is HttpListenerException or ObjectDisposedException or InvalidOperationException)
                {
                    return;
                }

                using var reader = new StreamReader(call.Request.InputStream);
                Bodies.Add((await reader.ReadToEndAsync(), call.Request.Headers["X-Husky-Signature"]));
                call.Response.StatusCode = 204;
                call.Response.Close();
            }
        }
    }
}
