using System.CommandLine;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Hosting;
using HuskyFhir.Server.Jobs;
using HuskyFhir.Server.Partners;
using HuskyFhir.Server.Partners.Declared;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary><c>jobs list</c> and <c>jobs run NAME</c>: work that the clock asks for, seen and done by hand.</summary>
internal static class JobsCommand
{
    public static Command Make()
    {
        var name = new Argument<string>("name") { Description = "A job, as in the list." };
        var list = new Command("list", "Says which jobs there are, and when they run.");
        list.SetAction(static _ => List());
        var run = new Command(
            "run",
            Example.With(
                "Runs a job now, in this process. A job finds by itself what is left to do; run twice, it does nothing more.",
                "jobs run assignments"
            )
        )
        {
            name,
        };
        run.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(name), cancellation));
        return new("jobs", "Work that the clock asks for.") { list, run };
    }

    private static int List()
    {
        foreach (var job in JobList.All)
            AnsiConsole.MarkupLineInterpolated(
                $"[green]{job.Name}[/]  {job.Cron} America/New_York{(job.AtStart ? ", and at each start" : string.Empty)}  {job.About}"
            );
        foreach (var each in new PartnerRegistry(Configured.Load(), TimeProvider.System).All)
            AnsiConsole.MarkupLineInterpolated(
                $"[green]{ExchangeStart.JobOf(each)}[/]  {(each.Settings.Schedule.Length == 0 ? "by hand" : $"{each.Settings.Schedule} {each.Settings.TimeZone}")}  Tells {each.Settings.Title} of the changes that wait, and reads its answers."
            );
        return 0;
    }

    private static async Task<int> RunAsync(string name, CancellationToken cancellation)
    {
        if (
            new PartnerRegistry(Configured.Load(), TimeProvider.System).All.FirstOrDefault(each =>
                ExchangeStart.JobOf(each) == name
            ) is
            { } partner
        )
            return await ExchangeCommand.RunScheduledAsync(partner.Partner.Name, cancellation);
        if (JobList.Find(name) is null)
            throw new SettingsException($"There is no job '{name}'; 'jobs list' tells which there are.");
        await using var app = HuskyHost.Build();
        await ServeCommand.PrepareAsync(app.Services, cancellation);
        AnsiConsole.MarkupLineInterpolated(
            $"[green]{name}[/]: {await app.Services.GetRequiredService<JobRunner>().RunAsync(name, cancellation)}"
        );
        return 0;
    }
}
