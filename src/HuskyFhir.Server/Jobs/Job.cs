namespace HuskyFhir.Server.Jobs;

/// <summary>
/// Work that the clock asks for, declared once in <see cref="JobList"/>: the schedule and the command <c>jobs</c>
/// follow from it.
/// </summary>
/// <param name="Name">As in the command and the log; kept in the schedule, so it never changes.</param>
/// <param name="About">One sentence for whoever runs the service.</param>
/// <param name="Cron">When, by the programme's own time (America/New_York).</param>
/// <param name="AtStart">Whether a start of the service makes up for what was missed while it stood.</param>
/// <param name="Run">Does it; may be run again at any time, and finds by itself what is left to do. Answers what was
/// done, without names.</param>
internal sealed record Job(
    string Name,
    string About,
    string Cron,
    bool AtStart,
    Func<IServiceProvider, string, CancellationToken, Task<string>> Run
);
