using System.CommandLine;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Hosting;
using HuskyFhir.Server.Partners;
using HuskyFhir.Server.Partners.Declared;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary>
/// <c>exchange run|full|status|show|resend|requeue|settle|reconcile|compare</c>: the scheduled exchange, seen and done
/// by hand.
/// </summary>
internal static class ExchangeCommand
{
    private static readonly Option<string> Name = new("--partner")
    {
        Description = "The partner, as in the section Partners of the settings.",
        Required = true,
    };
    private static readonly Option<int> Number = new("--number")
    {
        Description = "The control number of a run, as in status.",
        Required = true,
    };

    public static Command Make() =>
        new("exchange", "The scheduled exchange of files with partners such as DSS.")
        {
            Run(),
            Full(),
            Status(),
            Show(),
            Resend(),
            Requeue(),
            Settle(),
            ExchangeReconcile.Make(Name),
            ExchangeCompare.Make(Name),
        };

    private static Command Run()
    {
        var wait = new Option<int>("--wait")
        {
            Description = "Seconds to wait for the partner's answer; 0 by default.",
            DefaultValueFactory = static _ => 0,
        };
        var answersOnly = new Option<bool>("--answers")
        {
            Description = "Opens no new run: reads answers, and finishes what was left unfinished.",
        };
        var command = new Command(
            "run",
            Example.With(
                "Reads the partner's answers, finishes a run that was interrupted, then writes what waits into a file and delivers it. It may be stopped at any time, and run again.",
                "exchange run --partner dss",
                "exchange run --partner dss --answers"
            )
        )
        {
            Name,
            wait,
            answersOnly,
        };
        command.SetAction(
            (parsed, cancellation) =>
                WithAsync(
                    async services =>
                    {
                        var partner = services
                            .GetRequiredService<PartnerRegistry>()
                            .Of(parsed.GetRequiredValue(Name))
                            .Partner;
                        var (work, runner) = (
                            services.GetRequiredService<ExchangeWork>(),
                            services.GetRequiredService<ExchangeRunner>()
                        );
                        var report = await Progress.ShowAsync(
                            "Writing members",
                            progress =>
                                work.RunAsync(
                                    partner.Name,
                                    parsed.GetValue(answersOnly) ? null : runner.ByHand(),
                                    partner.Lease * 2,
                                    CrashPoint.Marks(progress),
                                    cancellation
                                )
                        );
                        var code = ExchangeText.Print(partner, report);
                        return code == 0 && report.End == RunEnd.Sent && parsed.GetValue(wait) > 0
                            ? await WaitAsync(
                                services,
                                partner,
                                report.Run!.Number,
                                TimeSpan.FromSeconds(parsed.GetValue(wait)),
                                cancellation
                            )
                            : code;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Full()
    {
        var command = new Command(
            "full",
            Example.With(
                "Sends everybody who is covered in one file, so that the partner can compare it with what it has; once a day.",
                "exchange full --partner dss"
            )
        )
        {
            Name,
        };
        command.SetAction(
            (parsed, cancellation) =>
                WithAsync(
                    async services =>
                    {
                        var partner = services
                            .GetRequiredService<PartnerRegistry>()
                            .Of(parsed.GetRequiredValue(Name))
                            .Partner;
                        var work = services.GetRequiredService<ExchangeWork>();
                        var report = await Progress.ShowAsync(
                            "Writing members",
                            progress =>
                                work.RunAsync(
                                    partner.Name,
                                    work.FullPeriod(),
                                    partner.Lease * 2,
                                    CrashPoint.Marks(progress),
                                    cancellation
                                )
                        );
                        return ExchangeText.Print(partner, report);
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Status()
    {
        var command = new Command(
            "status",
            Example.With(
                "Says what waits for a partner, what is under way, and what its answers were. Exit code 1 where somebody must act.",
                "exchange status --partner dss"
            )
        )
        {
            Name,
        };
        command.SetAction(
            (parsed, cancellation) =>
                WithAsync(
                    async services =>
                    {
                        var each = services.GetRequiredService<PartnerRegistry>().Of(parsed.GetRequiredValue(Name));
                        var (name, now) = (each.Partner.Name, services.GetRequiredService<TimeProvider>().GetUtcNow());
                        var (depth, oldest) = await services
                            .GetRequiredService<ChangeRepository>()
                            .WaitingAsync(name, cancellation);
                        var runs = await services.GetRequiredService<RunList>().LatestAsync(name, 10, cancellation);
                        var holder = await services.GetRequiredService<PartnerLeases>().HolderAsync(name, cancellation);
                        AnsiConsole.MarkupLineInterpolated(
                            $"{name}: {depth} changes wait{(oldest is { } since ? $", the oldest since {since:yyyy-MM-dd HH:mm}Z" : string.Empty)}; next run {(each.Next(now) is { } next ? $"{next.UtcDateTime:yyyy-MM-dd HH:mm}Z" : "by hand")}; {(holder is { } held ? $"{held.Holder} works until {held.Until:HH:mm:ss}Z" : "nobody works")}."
                        );
                        return ExchangeText.Print(
                            each.Partner,
                            runs,
                            await services
                                .GetRequiredService<AcknowledgmentRepository>()
                                .LatestAsync(name, 10, cancellation),
                            now
                        );
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Show()
    {
        var command = new Command(
            "show",
            Example.With(
                "Shows a run: its file, its answer, and the members that are to be mended.",
                "exchange show --partner dss --number 1"
            )
        )
        {
            Name,
            Number,
        };
        command.SetAction(
            (parsed, cancellation) =>
                WithAsync(
                    async services =>
                    {
                        var (partner, run, list) = await FindAsync(
                            services,
                            parsed.GetRequiredValue(Name),
                            parsed.GetRequiredValue(Number),
                            cancellation
                        );
                        ExchangeText.Print(
                            run,
                            await list.CountsAsync(partner.Name, run.Id, cancellation),
                            await list.ToMendAsync(partner.Name, run.Id, 1_000, cancellation),
                            await list.RemarksAsync(partner.Name, run.Id, 1_000, cancellation)
                        );
                        return 0;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Resend()
    {
        var command = new Command(
            "resend",
            Example.With(
                "Delivers the file of a run again: the same bytes under the same name and number, for a partner that lost it.",
                "exchange resend --partner dss --number 1"
            )
        )
        {
            Name,
            Number,
        };
        command.SetAction(
            (parsed, cancellation) =>
                WithAsync(
                    async services =>
                    {
                        var (partner, run, _) = await FindAsync(
                            services,
                            parsed.GetRequiredValue(Name),
                            parsed.GetRequiredValue(Number),
                            cancellation
                        );
                        if (run.State is RunState.Claimed or RunState.Written)
                            throw new SettingsException(
                                $"Number {run.Number} was not delivered yet; 'exchange run --partner {partner.Name}' does it."
                            );
                        var report = await services
                            .GetRequiredService<ExchangeRunner>()
                            .ResendAsync(partner, run, new(), cancellation);
                        await Configured.RecordAsync(
                            services.GetRequiredService<HuskyFhir.Storage.Database>(),
                            "exchange-resend",
                            $"{partner.Name} {run.Number}"
                        );
                        return ExchangeText.Print(partner, report);
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Requeue()
    {
        var member = new Option<Guid?>("--member") { Description = "Only this member: the id of its Patient." };
        var command = new Command(
            "requeue",
            Example.With(
                "Has members that were refused or set aside sent again with the next run. One whose record was changed since goes by itself.",
                "exchange requeue --partner dss",
                "exchange requeue --partner dss --member 01a208b4-c96c-7da0-a0be-067ef5261bfa"
            )
        )
        {
            Name,
            member,
        };
        command.SetAction(
            (parsed, cancellation) =>
                WithAsync(
                    async services =>
                    {
                        var partner = services
                            .GetRequiredService<PartnerRegistry>()
                            .Of(parsed.GetRequiredValue(Name))
                            .Partner.Name;
                        var again = await services
                            .GetRequiredService<RunAmends>()
                            .RequeueAsync(partner, parsed.GetValue(member), cancellation);
                        await Configured.RecordAsync(
                            services.GetRequiredService<HuskyFhir.Storage.Database>(),
                            "exchange-requeue",
                            $"{partner} {again}"
                        );
                        AnsiConsole.MarkupLineInterpolated(
                            $"[green]requeued[/] {again} changes{(again > 0 ? $"; 'exchange run --partner {partner}' sends them" : ": none was refused or set aside")}."
                        );
                        return 0;
                    },
                    cancellation
                )
        );
        return command;
    }

    private static Command Settle()
    {
        var refuse = new Option<Guid[]>("--refuse")
        {
            Description = "A member that the partner refused: the id of its Patient. May be given more than once.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command(
            "settle",
            Example.With(
                "Settles a run whose answer leaves members open, once the partner has said whom it means: the named members are refused, the others are accepted.",
                "exchange settle --partner dss --number 1",
                "exchange settle --partner dss --number 1 --refuse 01a208b4-c96c-7da0-a0be-067ef5261bfa"
            )
        )
        {
            Name,
            Number,
            refuse,
        };
        command.SetAction(
            (parsed, cancellation) =>
                WithAsync(
                    async services =>
                    {
                        var (partner, run, list) = await FindAsync(
                            services,
                            parsed.GetRequiredValue(Name),
                            parsed.GetRequiredValue(Number),
                            cancellation
                        );
                        var refused = parsed.GetValue(refuse) ?? [];
                        if (
                            !await services
                                .GetRequiredService<ExchangeRunner>()
                                .SettleAsync(partner, run, refused, cancellation)
                        )
                            throw new SettingsException(
                                $"Number {run.Number} is {run.State.ToString().ToLowerInvariant()} and waits for no answer, or another process works for {partner.Name}; 'exchange status --partner {partner.Name}' says which."
                            );
                        await Configured.RecordAsync(
                            services.GetRequiredService<HuskyFhir.Storage.Database>(),
                            "exchange-settle",
                            $"{partner.Name} {run.Number} {refused.Length}"
                        );
                        return ExchangeText.Print(
                            partner,
                            new(RunEnd.Nothing, await list.FindAsync(partner.Name, run.Number, cancellation), new())
                        );
                    },
                    cancellation
                )
        );
        return command;
    }

    /// <summary>What the schedule does: the run for its last time, which there is once.</summary>
    public static Task<int> RunScheduledAsync(string name, CancellationToken cancellation) =>
        WithAsync(
            async services =>
            {
                var partner = services.GetRequiredService<PartnerRegistry>().Of(name).Partner;
                var report =
                    await services.GetRequiredService<ExchangeWork>().RunDueAsync(name, cancellation)
                    ?? throw new SettingsException(
                        $"Partners:{name}:Schedule is empty; 'exchange run --partner {name}' opens a run by hand."
                    );
                return ExchangeText.Print(partner, report);
            },
            cancellation
        );

    /// <summary>The service's own parts without its web server.</summary>
    public static async Task<int> WithAsync(Func<IServiceProvider, Task<int>> work, CancellationToken cancellation)
    {
        await using var app = HuskyHost.Build(static builder => builder.Logging.SetMinimumLevel(LogLevel.Critical));
        await ServeCommand.PrepareAsync(app.Services, cancellation);
        return await work(app.Services);
    }

    private static async Task<(Partner Partner, ExchangeRun Run, RunList List)> FindAsync(
        IServiceProvider services,
        string name,
        int number,
        CancellationToken cancellation
    )
    {
        var partner = services.GetRequiredService<PartnerRegistry>().Of(name).Partner;
        var list = services.GetRequiredService<RunList>();
        return (
            partner,
            await list.FindAsync(name, number, cancellation)
                ?? throw new SettingsException(
                    $"There is no run {number} for {name}; 'exchange status --partner {name}' lists the latest."
                ),
            list
        );
    }

    private static async Task<int> WaitAsync(
        IServiceProvider services,
        Partner partner,
        int number,
        TimeSpan longest,
        CancellationToken cancellation
    )
    {
        var clock = services.GetRequiredService<TimeProvider>();
        for (
            var until = clock.GetUtcNow() + longest;
            clock.GetUtcNow() < until;
            await Task.Delay(TimeSpan.FromMilliseconds(250), clock, cancellation)
        )
        {
            await services
                .GetRequiredService<ExchangeWork>()
                .RunAsync(partner.Name, null, partner.Lease, new(), cancellation);
            if (
                await services.GetRequiredService<RunList>().FindAsync(partner.Name, number, cancellation) is
                { State: RunState.Closed } run
            )
                return ExchangeText.Print(partner, new(RunEnd.Nothing, run, new()));
        }

        AnsiConsole.MarkupLineInterpolated(
            $"[yellow]waiting[/] Number {number} has no answer after {longest.TotalSeconds:N0} s. 'exchange status --partner {partner.Name}' tells when it is late."
        );
        return 1;
    }
}
