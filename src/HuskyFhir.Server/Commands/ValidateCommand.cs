using System.CommandLine;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;
using HuskyFhir.Core.Answers;
using HuskyFhir.Exchange.Loading;
using HuskyFhir.Server.Conformance;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Reports;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary><c>validate PATH…</c>: the same answer as the service gives to a write.</summary>
internal static class ValidateCommand
{
    public static Command Make()
    {
        var paths = new Argument<string[]>("path")
        {
            Description = "Files (.json, .ndjson) or folders.",
            Arity = ArgumentArity.OneOrMore,
        };
        var profiles = new Option<string[]>("--profile")
        {
            Description =
                "A profile's canonical URL to check besides those in meta.profile; may be repeated. 'none' leaves out the rules of this registry: R4 and the claimed profiles alone.",
        };
        var engine = new Option<ValidationEngine>("--engine")
        {
            Description = "Husky (default), Firely, or Both: each issue then names its engine.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "One JSON object a file on stdout: file, valid, issues.",
        };
        var command = new Command(
            "validate",
            Example.With(
                "Checks FHIR files as the service would. Exit code 0 when all are valid, 1 when any is not.",
                "validate fhir-samples",
                "validate --json patient.json"
            )
        )
        {
            paths,
            profiles,
            engine,
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetRequiredValue(paths),
                    parsed.GetValue(profiles) ?? [],
                    parsed.GetValue(engine),
                    parsed.GetValue(json),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        string[] paths,
        string[] profiles,
        ValidationEngine engine,
        bool json,
        CancellationToken cancellation
    )
    {
        using var engines = Configured.Engines(Configured.Load());
        var asked = profiles.Where(static one => one != "none").ToArray();
        ParsedResource Examine(ReadOnlyMemory<byte> body) =>
            engines.Examine(engine, asked.Length < profiles.Length, body, asked, cancellation);
        var (valid, invalid) = (0, 0);
        foreach (var file in paths.SelectMany(LoadSources.Files))
        {
            var report = await ExamineAsync(Examine, file, cancellation);
            (valid, invalid) = report.Valid ? (valid + 1, invalid) : (valid, invalid + 1);
            if (json)
                Console.WriteLine(Json(file, report));
            else
                Print(file, report);
        }

        if (!json)
            AnsiConsole.MarkupLineInterpolated($"{valid} valid, {invalid} not");
        return invalid == 0 ? 0 : 1;
    }

    /// <summary>An NDJSON file is valid when each of its lines is.</summary>
    private static async Task<ValidationReport> ExamineAsync(
        Func<ReadOnlyMemory<byte>, ParsedResource> examine,
        string file,
        CancellationToken cancellation
    )
    {
        var report = ValidationReport.Clean;
        await foreach (var piece in LoadSources.PiecesAsync(file, cancellation))
        {
            var found = piece.Flaw is { } flaw
                ? new([Issue.Error(OperationOutcome.IssueType.Exception, flaw)])
                : examine(piece.Json).Report;
            report = report.And(
                piece.Where == file
                    ? found
                    : new([
                        .. found.Issues.Select(issue =>
                            issue with
                            {
                                Text = $"{piece.Where[(file.Length + 1)..]}: {issue.Text}",
                            }
                        ),
                    ])
            );
        }

        return report;
    }

    private static string Json(string file, ValidationReport report) =>
        JsonSerializer.Serialize(
            new
            {
                file,
                valid = report.Valid,
                issues = report.Issues.Select(static issue => new
                {
                    severity = issue.Severity.GetLiteral(),
                    code = issue.Code.GetLiteral(),
                    expression = issue.Expression,
                    diagnostics = issue.Text,
                }),
            }
        );

    private static void Print(string file, ValidationReport report)
    {
        AnsiConsole.MarkupLineInterpolated(
            report.Valid ? (FormattableString)$"[green]valid[/]   {file}" : $"[red]invalid[/] {file}"
        );
        foreach (
            var issue in report.Issues.Where(static issue =>
                issue.Severity is not Hl7.Fhir.Model.OperationOutcome.IssueSeverity.Information
            )
        )
            AnsiConsole.MarkupLineInterpolated(
                $"        {issue.Severity.GetLiteral()} {issue.Code.GetLiteral()} {Where(issue)}: {issue.Text}"
            );
    }

    private static string Where(Issue issue) =>
        issue.Expression ?? (issue.Line is { } line ? $"line {line}, byte {issue.Position}" : "body");
}
