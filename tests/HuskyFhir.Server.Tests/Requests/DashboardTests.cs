using System.Net;
using Hangfire;
using HuskyFhir.Server.Jobs;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>
/// The jobs' dashboard: for the plan's clients with its own scope, to look at, and nothing for anyone else.
/// </summary>
public sealed class DashboardTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Scope = "system/jobs.r";

    protected override bool Alone => true;

    protected override bool Samples => false;

    protected override (string Name, string Value)[] Settings => [("Jobs:Enabled", "true"), ("Jobs:Dashboard", "true")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OnlyThePlan_WithTheScopeByName_SeesPages(string database)
    {
        var server = await ServerAsync(database);
        using var nobody = server.Anonymous();
        var unknown = (await nobody.AskAsync("/jobs")).Refused(HttpStatusCode.Unauthorized, "token");
        Assert.Equal("Bearer", unknown.Header("WWW-Authenticate"));
        foreach (var address in new[] { "/jobs", "/jobs/recurring", "/jobs/stats", "/jobs/css180", "/jobs/nothing" })
        {
            (await nobody.AskAsync(address)).Refused(HttpStatusCode.Unauthorized, "token");
            foreach (
                var (client, scope) in new[]
                {
                    ("ehr-riverbend", Scope),
                    ("ehr-riverbend", null),
                    ("dss", Scope),
                    ("plan-admin", null),
                    ("plan-admin", "system/*.cruds"),
                    ("plan-admin", "system/jobs.u"),
                    ("plan-admin", "system/jobs.r?a=b"),
                }
            )
            {
                using var other = server.As(client, scope);
                (await other.AskAsync(address)).Refused(HttpStatusCode.Forbidden, "scope");
            }
        }

        using var plan = server.As("plan-admin", Scope);
        var page = (await plan.AskAsync("/jobs")).Expect(HttpStatusCode.OK);
        Assert.Contains("frame-ancestors 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        var recurring = (await plan.AskAsync("/jobs/recurring")).Expect(HttpStatusCode.OK).Text;
        Assert.All(JobList.All, job => Assert.Contains(job.Name, recurring, StringComparison.Ordinal));
        (await plan.AskAsync("Patient?name=x")).Refused(HttpStatusCode.Forbidden, "scope");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ItIsToLookAt_AndChangesNothing(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin", "system/jobs.r");
        var reply = await plan.FormAsync("/jobs/recurring/remove", ("jobs[]", "requests-due"));
        Assert.NotEqual(HttpStatusCode.NoContent, reply.Status);
        using var connection = server.Services.GetRequiredService<JobStorage>().GetConnection();
        Assert.Contains("requests-due", connection.GetAllItemsFromSet("recurring-jobs"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ABrowser_SignsInForAWhile_WithACookieThatOpensNothingElse(string database)
    {
        var server = await ServerAsync(database);
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var browser = new HttpClient(handler) { BaseAddress = new(server.Url + "/") };
        var asked = (await browser.AskAsync("/jobs", ("Accept", "text/html"))).Expect(HttpStatusCode.Unauthorized);
        Assert.Contains("<form method=\"post\" action=\"/jobs/sign-in\"", asked.Text, StringComparison.Ordinal);
        (await browser.FormAsync("/jobs/sign-in", ("token", server.Token("ehr-riverbend", Scope)))).Refused(
            HttpStatusCode.Forbidden,
            "scope"
        );
        (await browser.FormAsync("/jobs/sign-in", ("token", "no.token.this"))).Refused(
            HttpStatusCode.Unauthorized,
            "token"
        );
        (await browser.FormAsync("/jobs/sign-in")).Refused(HttpStatusCode.Unauthorized, "token");

        var signed = (await browser.FormAsync("/jobs/sign-in", ("token", server.Token("plan-admin", Scope)))).Expect(
            HttpStatusCode.SeeOther
        );
        var cookie = signed.Header("Set-Cookie")!;
        Assert.All(
            ["httponly", "samesite=strict", "path=/jobs", "max-age=900"],
            part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase)
        );
        var pair = cookie.Split(';')[0];
        (await browser.AskAsync("/jobs", ("Cookie", pair))).Expect(HttpStatusCode.OK);
        (await browser.AskAsync("Patient", ("Cookie", pair))).Refused(HttpStatusCode.Unauthorized, "token");
        var forged = pair[..^4] + (pair.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        (await browser.AskAsync("/jobs", ("Cookie", forged))).Refused(HttpStatusCode.Unauthorized, "token");
        (await browser.AskAsync("/jobs", ("Cookie", pair), ("Authorization", "Bearer no.token.this"))).Refused(
            HttpStatusCode.Unauthorized,
            "token"
        );

        server.Clock.Advance(TimeSpan.FromMinutes(16));
        (await browser.AskAsync("/jobs", ("Cookie", pair))).Refused(HttpStatusCode.Unauthorized, "token");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AFailure_IsKeptWithoutItsWords(string database)
    {
        var server = await ServerAsync(database);
        var id = server
            .Services.GetRequiredService<IBackgroundJobClient>()
            .Enqueue<JobRunner>(static runner => runner.RunAsync("invented", CancellationToken.None));
        var monitor = server.Services.GetRequiredService<JobStorage>().GetMonitoringApi();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        enough.CancelAfter(TimeSpan.FromMinutes(2));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!monitor.JobDetails(id).History.Any(static state => state.StateName == "Scheduled"))
            await look.WaitForNextTickAsync(enough.Token);
        var kept = string.Join(
            '\n',
            monitor.JobDetails(id).History.SelectMany(static state => state.Data.Values.Append(state.Reason))
        );
        Assert.Contains(nameof(ArgumentException), kept, StringComparison.Ordinal);
        Assert.DoesNotContain("There is no job", kept, StringComparison.Ordinal);
    }
}

/// <summary>Without the setting there is no dashboard.</summary>
public sealed class NoDashboardTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WithoutTheSetting_ThereIsNoSuchAddress(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin", "system/jobs.r");
        foreach (var address in new[] { "/jobs", "/jobs/recurring", "/jobs/sign-in" })
            (await plan.AskAsync(address)).Expect(HttpStatusCode.NotFound);
    }
}
