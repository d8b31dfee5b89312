using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Server.Conformance;

/// <summary>
/// Compiles every loaded profile beside the start, so that the first write does not wait for it, and tells by name,
/// path and reason what cannot be used. Such a definition is out of use; it fails no request.
/// </summary>
internal sealed partial class ProfileStart(
    ProfileValidator engine,
    DefinitionSet definitions,
    ILogger<ProfileStart> log
) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(
            () =>
            {
                var summary = engine.CompileAll();
                LogCompiled(log, summary.Profiles, summary.Elements, (long)summary.Time.TotalMilliseconds);
                foreach (var problem in definitions.Problems.Concat(summary.Problems))
                    LogProblem(log, problem.ToString());
            },
            stoppingToken
        );

    [LoggerMessage(
        1101,
        LogLevel.Information,
        "{Profiles} profiles are compiled ({Elements} elements, {Milliseconds} ms)"
    )]
    private static partial void LogCompiled(ILogger log, int profiles, int elements, long milliseconds);

    [LoggerMessage(1102, LogLevel.Warning, "{Problem}")]
    private static partial void LogProblem(ILogger log, string problem);
}
