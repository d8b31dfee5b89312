using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using HuskyFhir.Core.Time;
using HuskyFhir.Server.Jobs;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>
/// The jobs in Hangfire as it really runs: on PostgreSQL in its own schema, beside SQLite in memory. What it remembers
/// is a schedule and nothing else.
/// </summary>
public sealed class HangfireTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    protected override bool Samples => false;

    protected override (string Name, string Value)[] Settings => [("Jobs:Enabled", "true")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ARecurringJob_IsScheduledByTheProgrammesTime_AndRuns(string database)
    {
        var server = await ServerAsync(database);
        var storage = server.Services.GetRequiredService<JobStorage>();
        using (var connection = storage.GetConnection())
        {
            var all = connection.GetRecurringJobs();
            Assert.Equal(
                ["exchange-answers:dss", "exchange:dss"],
                all.Select(static job => job.Id)
                    .Where(static id => id.Contains(':', StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
            );
            var scheduled = all.Where(static job => !job.Id.Contains(':', StringComparison.Ordinal)).ToList();
            Assert.Equal(
                JobList.All.Select(static job => (job.Name, job.Cron)).Order(),
                scheduled.Select(static job => (job.Id, job.Cron)).Order()
            );
            Assert.All(scheduled, static job => Assert.Equal(ProgrammeTime.Zone.Id, job.TimeZoneId));
            Assert.DoesNotContain(
                scheduled,
                static job =>
                    job.Job.Args.OfType<string>().Any(static text => !JobList.All.Any(known => known.Name == text))
            );
        }

        var id = await OverdueAsync(server);
        server.Services.GetRequiredService<IRecurringJobManager>().Trigger("requests-due");
        await EscalatedAsync(server, id);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ALostJobStore_LosesNoWork(string database)
    {
        var server = await ServerAsync(database);
        var id = await OverdueAsync(server);
        // The store that was is gone with all that it knew; another instance starts over an empty one.
        using var storage = new InMemoryStorage();
        await new JobStart(new RecurringJobManager(storage), new BackgroundJobClient(storage)).StartAsync(
            TestContext.Current.CancellationToken
        );
        using var hangfire = new BackgroundJobServer(
            new() { WorkerCount = 1, Activator = server.Services.GetRequiredService<JobActivator>() },
            storage
        );
        await EscalatedAsync(server, id);
        Assert.Equal("0 changed", await server.RunAsync("requests-due"));
    }

    private static async Task<Guid> OverdueAsync(HuskyServer server)
    {
        using var plan = server.As("plan-admin");
        var member = (await plan.CreateAsync(Made.Patient(Made.Word()))).At();
        return (await server.StoreAsync(OpenRequests.Of(member, "complaint", server.In(-1)).Acknowledged()))[0];
    }

    /// <summary>
    /// Hangfire has a clock and threads of its own: waits for what it does, and fails when the test's time is over.
    /// </summary>
    private static async Task EscalatedAsync(HuskyServer server, Guid id)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        enough.CancelAfter(TimeSpan.FromMinutes(2));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await server.TaskAsync(id)).Priority is null)
            await look.WaitForNextTickAsync(enough.Token);
        Assert.Equal(
            2,
            (await server.QueryAsync("SELECT version FROM resources WHERE id = $1", static row => row.Long(0), id))[0]
        );
    }
}
