using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.PcpAssignments;

/// <summary>
/// Whatever changes come, one after the other or at once, from whichever side: never two providers at one instant,
/// never a gap that nobody asked for, and record, assignment, panel and attribution say the same.
/// </summary>
public sealed class AssignmentPropertyTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const int Steps = 14;

    public static TheoryData<string, int> Seeds
    {
        get
        {
            var seeds = new TheoryData<string, int>();
            foreach (var database in new[] { "Sqlite", "Postgres" })
            foreach (var seed in new[] { 1, 2, 3, 4 })
                seeds.Add(database, seed);
            return seeds;
        }
    }

    protected override bool Alone => true;

    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task ChangesOneAfterTheOther_KeepTheViewsEqual(string database, int seed)
    {
        var world = await World.MakeAsync(await ServerAsync(database), seed);
        for (var step = 0; step < Steps; step++)
        {
            var told = await world.ChangeAsync();
            await world.CheckAsync($"seed {seed}, step {step}: {told}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task ChangesAtOnce_KeepTheViewsEqual(string database, int seed)
    {
        var world = await World.MakeAsync(await ServerAsync(database), 100 + seed);
        for (var round = 0; round < 5; round++)
        {
            var told = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.ChangeAsync(days: false)));
            await world.DayAsync(); // a token does not last a day, so that this is no change among others
            await world.CheckAsync($"seed {100 + seed}, round {round}: {string.Join(", ", told)}");
        }
    }

    private sealed class World(HuskyServer server, HttpClient plan, Random random, string[] roles, string member)
    {
        private int removals;

        public static async Task<World> MakeAsync(HuskyServer server, int seed)
        {
            var plan = server.As("plan-admin");
            var roles = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Practice.RoleAsync(plan)));
            return new(
                server,
                plan,
                new(seed),
                roles,
                (await plan.CreateAsync(Made.Patient(Made.Word(), pcp: roles[0]))).At()
            );
        }

        /// <summary>One change, which may be refused but never fails otherwise.</summary>
        public async Task<string> ChangeAsync(bool days = true)
        {
            int kind,
                pick;
            lock (random)
                (kind, pick) = (random.Next(days ? 9 : 8), random.Next(roles.Length));
            var role = roles[pick];
            var reply = kind switch
            {
                0 or 1 => await RecordAsync(role),
                2 => await RemoveAsync(),
                3 or 4 => await plan.PostAsync(Made.PcpChange(member, role)),
                5 => await plan.PostAsync(
                    Made.PcpChange(
                        member,
                        role,
                        Moment.DayOf(server.Clock.GetUtcNow()).AddDays(1 + pick).ToString("yyyy-MM-dd", null)
                    )
                ),
                6 => await plan.PostAsync(Made.CareTeam(member, role, Now())),
                7 => await AddAsync(role),
                _ => await DayAsync(),
            };
            Assert.True(
                reply is null
                    || reply.Status
                        is HttpStatusCode.OK
                            or HttpStatusCode.Created
                            or HttpStatusCode.UnprocessableEntity,
                $"change {kind}: {reply?.Text}"
            );
            return $"{kind}/{pick} {reply?.Status}";
        }

        public async Task CheckAsync(string told)
        {
            var id = Guid.Parse(member["Patient/".Length..]);
            var spans = await server.QueryAsync(
                "SELECT role, low, high, status FROM assignments WHERE member = $1 ORDER BY low",
                static row => (Role: row.Uuid(0), Low: row.Long(1), High: row.Long(2), Status: row.Text(3)),
                id
            );
            Assert.True(spans.Count(static span => span.Status == "active") <= 1, told);
            for (var at = 1; at < spans.Count; at++)
                Assert.True(spans[at - 1].High <= spans[at].Low, $"{told}: two providers at once");
            var gaps = Enumerable
                .Range(1, Math.Max(0, spans.Count - 1))
                .Count(at => spans[at - 1].High != spans[at].Low);
            Assert.True(gaps <= removals, $"{told}: {gaps} gaps, and {removals} were asked for");
            await server
                .Services.GetRequiredService<Jobs.JobRunner>()
                .RunAsync("assignments", TestContext.Current.CancellationToken);
            var now = server.Clock.GetUtcNow().UtcTicks;
            Guid? holds =
                spans.Find(span => span.Low <= now && span.High > now) is { Role: var role } && role != Guid.Empty
                    ? role
                    : null;
            var expected = holds is null ? null : $"PractitionerRole/{holds:D}";
            Assert.True(
                expected == await Practice.RecordedAsync(plan, member),
                $"{told}: the record names another provider"
            );
            Assert.True(
                (expected is null ? [] : new[] { expected }).SequenceEqual(
                    await Practice.TeamsAsync(plan, member, "active")
                ),
                $"{told}: the active assignment is another"
            );
            foreach (var each in roles)
            {
                Assert.True(
                    Practice.Members(await Practice.PanelAsync(plan, each)).Contains(member) == (each == expected),
                    $"{told}: the panel of {each} differs"
                );
                var organization = Guid.Parse((await Practice.OrganizationAsync(plan, each))["Organization/".Length..]);
                var attributed = await server.QueryAsync(
                    "SELECT 1 FROM attributions WHERE member = $1 AND organization = $2 AND since <= $3 AND until > $3",
                    static row => row.Long(0),
                    id,
                    organization,
                    server.Clock.GetUtcNow().UtcTicks
                );
                Assert.True((attributed.Count > 0) == (each == expected), $"{told}: the attribution to {each} differs");
            }
        }

        private string Now() => server.Clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", null);

        private async Task<Reply> RecordAsync(string? role)
        {
            var record = JsonNode.Parse((await plan.AskAsync(member)).Body)!.AsObject();
            record.Remove("generalPractitioner");
            if (role is not null)
                record["generalPractitioner"] = new JsonArray(new JsonObject { ["reference"] = role });
            return await plan.PutAsync(record);
        }

        private Task<Reply> RemoveAsync()
        {
            Interlocked.Increment(ref removals);
            return RecordAsync(null);
        }

        private async Task<Reply?> AddAsync(string role)
        {
            if (await Practice.PanelAsync(plan, role) is not { } panel)
                return null;
            return await plan.PostAsAsync(
                $"{panel.At()}/$member-add",
                JsonNode
                    .Parse(
                        $$"""
                        {"resourceType":"Parameters","parameter":[{"name":"patientReference","valueReference":{"reference":"{{member}}"} },{"name":"providerReference","valueReference":{"reference":"{{role}}"} }]}
                        """
                    )!
                    .AsObject()
            );
        }

        public async Task<Reply?> DayAsync()
        {
            server.Clock.Advance(TimeSpan.FromHours(20));
            plan.DefaultRequestHeaders.Authorization = new("Bearer", server.Token("plan-admin"));
            await server
                .Services.GetRequiredService<Jobs.JobRunner>()
                .RunAsync("assignments", TestContext.Current.CancellationToken);
            return null;
        }
    }
}
