using System.CommandLine;
using HuskyFhir.Exchange.Reconciliation;
using HuskyFhir.Plan.PartnerRuns.Reconciliations;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Partners.Declared;
using HuskyFhir.Storage;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary>
/// <c>exchange compare</c>: a full file of a partner, or one of ours, compared with what stands here, and chosen lines
/// settled.
/// </summary>
internal static class ExchangeCompare
{
    public static Command Make(Option<string> name)
    {
        var file = new Option<FileInfo>("--file")
        {
            Description = "A full file in the partner's format.",
            Required = true,
        };
        var csv = new Option<FileInfo?>("--csv")
        {
            Description =
                "Writes each line that differs here: ours, theirs, since when, who said so, which is right. It has members' data.",
        };
        var fhir = new Option<FileInfo?>("--fhir")
        {
            Description =
                "Writes the counts (MeasureReport) and the members who differ (List) here, without members' data.",
        };
        var command = new Command(
            "compare",
            Example.With(
                "Compares a full file with what stands here, member by member and field by field. Exit code 1 where anything differs.",
                "exchange compare --partner dss --file full.834 --csv differences.csv",
                "exchange compare settle --partner dss --id 01a208b4-c96c-7da0-a0be-067ef5261bfa --line 1 2 5 --take theirs"
            )
        )
        {
            name,
            file,
            csv,
            fhir,
            Settle(name),
        };
        command.SetAction(
            (parsed, cancellation) =>
                ExchangeCommand.WithAsync(
                    services =>
                        CompareAsync(
                            services,
                            parsed.GetRequiredValue(name),
                            parsed.GetRequiredValue(file),
                            parsed.GetValue(csv),
                            parsed.GetValue(fhir),
                            cancellation
                        ),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> CompareAsync(
        IServiceProvider services,
        string name,
        FileInfo file,
        FileInfo? csv,
        FileInfo? fhir,
        CancellationToken cancellation
    )
    {
        if (!file.Exists)
            throw new SettingsException($"There is no file '{file}'.");
        var partner = services.GetRequiredService<PartnerRegistry>().Of(name).Partner;
        await using var stream = file.OpenRead();
        Reconciliation done;
        try
        {
            done = await Progress.ShowAsync(
                "Comparing members",
                progress =>
                    services
                        .GetRequiredService<FieldReconciler>()
                        .CompareAsync(partner, stream, file.Name, progress, cancellation)
            );
        }
        catch (InvalidDataException bad)
        {
            throw new SettingsException(bad.Message);
        }

        await Configured.RecordAsync(
            services.GetRequiredService<Database>(),
            "exchange-compare",
            $"{name} {done.Sha256}"
        );
        var book = services.GetRequiredService<ReconciliationRepository>();
        if (csv is not null)
        {
            await using var target = csv.Create();
            await ReconciliationReport.WriteCsvAsync(target, book.LinesAsync(done.Id, cancellation), cancellation);
        }

        if (fhir is not null)
        {
            await using var target = fhir.Create();
            await ReconciliationReport.WriteFhirAsync(
                target,
                done,
                book.LinesAsync(done.Id, cancellation),
                cancellation
            );
        }

        AnsiConsole.MarkupLineInterpolated(
            $"{done.Id}  {done.File}: {done.Theirs} members in the file, {done.Ours} covered here; {done.Equal} equal, {done.Differing} differ, {done.Unknown} unknown here, {done.Missing} missing in the file"
        );
        if (done.Remark is { } remark)
            AnsiConsole.MarkupLineInterpolated($"[yellow]note[/] {remark}");
        return done.Differing + done.Unknown + done.Missing == 0 ? 0 : 1;
    }

    private static Command Settle(Option<string> name)
    {
        var id = new Option<Guid>("--id") { Description = "The comparison, as compare tells it.", Required = true };
        var line = new Option<long[]>("--line")
        {
            Description = "Lines of its CSV.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var take = new Option<string>("--take")
        {
            Description = "theirs: what they say is stored here. ours: they are told again.",
            Required = true,
        };
        take.AcceptOnlyFromAmong("ours", "theirs");
        var command = new Command(
            "settle",
            Example.With(
                "Settles chosen lines of a comparison.",
                "exchange compare settle --partner dss --id 01a208b4-c96c-7da0-a0be-067ef5261bfa --line 1 2 5 --take ours"
            )
        )
        {
            name,
            id,
            line,
            take,
        };
        command.SetAction(
            (parsed, cancellation) =>
                ExchangeCommand.WithAsync(
                    async services =>
                    {
                        var partner = services
                            .GetRequiredService<PartnerRegistry>()
                            .Of(parsed.GetRequiredValue(name))
                            .Partner;
                        var (of, lines) = (parsed.GetRequiredValue(id), parsed.GetRequiredValue(line));
                        if (
                            await services.GetRequiredService<ReconciliationRepository>().FindAsync(of, cancellation)
                                is not { } done
                            || done.Partner != partner.Name
                        )
                            throw new SettingsException($"There is no comparison {of} with {partner.Name}.");
                        var settled = await services
                            .GetRequiredService<ReconciliationDesk>()
                            .SettleAsync(
                                partner,
                                of,
                                lines,
                                parsed.GetRequiredValue(take) == "theirs",
                                "operator",
                                cancellation
                            );
                        await Configured.RecordAsync(
                            services.GetRequiredService<Database>(),
                            "exchange-compare-settle",
                            $"{partner.Name} {of:N} {settled.Count(static each => each.Problem is null)}"
                        );
                        foreach (var (number, problem) in settled.Where(static each => each.Problem is not null))
                            AnsiConsole.MarkupLineInterpolated($"[yellow]open[/] line {number}: {problem}");
                        AnsiConsole.MarkupLineInterpolated(
                            $"[green]settled[/] {settled.Count(static each => each.Problem is null)} of {lines.Length} lines."
                        );
                        return settled.Count == lines.Length && settled.All(static each => each.Problem is null)
                            ? 0
                            : 1;
                    },
                    cancellation
                )
        );
        return command;
    }
}
