using System.Text;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>The jobs' pages take forms as well: whatever is in them, from whomever, the answer is below 500.</summary>
public sealed class DashboardInputTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Form = "application/x-www-form-urlencoded";

    protected override bool Alone => true;

    protected override bool Samples => false;

    protected override (string Name, string Value)[] Settings => [("Jobs:Dashboard", "true"), ("Jobs:Enabled", "true")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Form_ThatCannotBeRead_Is4xx(string database)
    {
        var server = await ServerAsync(database);
        using var nobody = server.Anonymous();
        using var plan = server.As("plan-admin", "system/jobs.r");
        (string? Body, string? Type, (string, string)[] Headers)[] bad =
        [
            (string.Join('&', Enumerable.Range(0, 2000).Select(static at => $"metrics[]={at}")), Form, []),
            (new string('k', 10_000) + "=v", Form, []),
            ("token=%00", Form, []),
            ("token=" + new string('t', 30_000), Form, []),
            ("token=a", Form + "; charset=utf-7", []),
            ("metrics[]=x&metrics[]=%00", Form, []),
            ("this is no gzip", Form, [("Content-Encoding", "gzip")]),
            ("a", "multipart/form-data", []),
            ("--x\r\n\r\n", "multipart/form-data; boundary=x", []),
            ("{}", "application/json", []),
            ("", null, []),
            (null, null, []),
        ];
        foreach (var http in new[] { nobody, plan })
        foreach (
            var address in new[]
            {
                "/jobs/sign-in",
                "/jobs/stats",
                "/jobs",
                "/jobs/jobs/enqueued",
                "/jobs/recurring/trigger",
                "/jobs/jobs/actions/requeue/x",
            }
        )
        foreach (var (body, type, headers) in bad)
        {
            var reply = await http.RawAsync(
                HttpMethod.Post,
                address,
                body is null ? null : Encoding.UTF8.GetBytes(body),
                type,
                headers
            );
            Assert.True(
                (int)reply.Status < 500,
                $"{address} {type} {body?[..Math.Min(40, body.Length)]} → {(int)reply.Status}: {reply.Text}"
            );
        }

        foreach (
            var address in new[]
            {
                "/jobs/stats",
                "/jobs/jobs/details/%00",
                "/jobs/jobs/details/'",
                "/jobs/jobs/succeeded?from=x&count=-1",
                "/jobs/jobs/succeeded?from=99999999999&count=99999999999",
                "/jobs/queues/%00",
                "/jobs/jobs/enqueued/%27?from=-5",
            }
        )
            Assert.True((int)(await plan.AskAsync(address)).Status < 500, address);
    }
}
