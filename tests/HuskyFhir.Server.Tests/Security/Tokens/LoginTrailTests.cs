using System.Net;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Security.Tokens;

/// <summary>
/// Every login and every 401 leaves its trace, without a stranger's words, and a flood leaves a number (attacks 21 and
/// 28).
/// </summary>
public sealed class LoginTrailTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Login_GrantedOrRefused_IsRecorded(string database)
    {
        var server = await ServerAsync(database);
        var client = await SmartClient.RegisterAsync(server, scopes: "system/Patient.rs", purposes: "TREAT");
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await client.TokenAsync("system/*.rs", client.Assertion(more: SmartClient.Purpose("TREAT")));
        Assert.Equal($"{client.Id} token ok system/Patient.rs TREAT", await LastAsync(server));
        var assertion = client.Assertion();
        await client.AskAsync(assertion: assertion);
        (await client.AskAsync(assertion: assertion)).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal($"{client.Id} token unauthenticated replay", await LastAsync(server));
        (await client.AskAsync("system/Coverage.rs")).Expect(HttpStatusCode.BadRequest);
        Assert.Equal($"{client.Id} token unauthenticated scope", await LastAsync(server));
        (
            await client.AskAsync(
                assertion: client.Assertion(issuer: "evil\r\n\u001b[31mclient", subject: "evil\r\n\u001b[31mclient")
            )
        ).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal("unauthenticated token unauthenticated unknown-client", await LastAsync(server));
        (await client.AskAsync(("grant_type", "password"), ("username", "evil"))).Expect(HttpStatusCode.BadRequest);
        Assert.Equal("unauthenticated token unauthenticated unsupported_grant_type", await LastAsync(server));
        using var nobody = server.Anonymous();
        (await nobody.AskAsync("Patient?name=secret")).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal("unauthenticated search-type unauthenticated no-token", await LastAsync(server));
        using var forged = server.Anonymous().With("a.b.c");
        (await forged.AskAsync("Patient/evil")).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal("unauthenticated read unauthenticated invalid-token", await LastAsync(server));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TenThousandForgedTokens_CostFewRecords_AndOthersAreAnswered(string database)
    {
        const int flood = 10_000;
        var server = await ServerAsync(database);
        var forger = new Forger(server);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var before = await CountAsync(server);
        var other = Forger.OtherKey(forger.Key.Kid);
        string[] tokens =
        [
            forger.Token(with: new(other, "RS384")),
            forger.Token(from: TimeSpan.FromHours(-2), to: TimeSpan.FromHours(-1)),
            forger.Unsigned(),
            "garbage",
        ];
        using var good = server.As("ehr-riverbend");
        await Parallel.ForEachAsync(
            Enumerable.Range(0, flood),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = 8,
                CancellationToken = TestContext.Current.CancellationToken,
            },
            async (at, cancellation) =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "Patient?_count=1")
                {
                    Headers = { { "Authorization", $"Bearer {tokens[at % tokens.Length]}" } },
                };
                using var answer = await Flood(server).SendAsync(request, cancellation);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                if (at % 500 == 0)
                    (await good.AskAsync("Patient?_count=1")).Expect(HttpStatusCode.OK);
            }
        );
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        using var last = server.Anonymous();
        (await last.AskAsync("Patient")).Expect(HttpStatusCode.Unauthorized);
        await server.Services.GetRequiredService<AuthFailureAudit>().Writing;
        var rows = await server.QueryAsync(
            $"SELECT action, COALESCE(detail, '') FROM {server.Audit} a WHERE client = 'unauthenticated'",
            static row => (Action: row.Text(0), Detail: row.Text(1))
        );
        var counted = rows.Where(static row => row.Action == "refusals")
            .Sum(static row =>
                long.Parse(row.Detail["count=".Length..], System.Globalization.CultureInfo.InvariantCulture)
            );
        var singly = rows.Count(static row => row.Action != "refusals") - before;
        Assert.Equal(flood + 1, counted + singly);
        // By the test's clock, which moves with each look at it, the flood lasts for minutes: twenty records and a
        // number for each ten seconds of it.
        Assert.InRange(singly, 20, flood / 10);
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, HttpClient> Floods = new();

    private static HttpClient Flood(HuskyServer server) => Floods.GetOrAdd(server.Url, _ => server.Anonymous());

    private static async Task<int> CountAsync(HuskyServer server) =>
        (
            await server.QueryAsync(
                $"SELECT id FROM {server.Audit} a WHERE client = 'unauthenticated' AND action <> 'refusals'",
                static _ => 0
            )
        ).Count;

    private static async Task<string> LastAsync(HuskyServer server) =>
        (
            await server.QueryAsync(
                $"SELECT client, action, outcome, detail FROM {server.Audit} a ORDER BY id DESC LIMIT 1",
                static row => $"{row.Text(0)} {row.Text(1)} {row.Text(2)} {row.TextOrNull(3)}"
            )
        )[0];
}
