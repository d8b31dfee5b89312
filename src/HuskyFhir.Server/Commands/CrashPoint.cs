using HuskyFhir.Exchange.Runs;

namespace HuskyFhir.Server.Commands;

/// <summary>The progress of a run; in a debug build, the place of it at which a test has the process die.</summary>
internal static class CrashPoint
{
    public static RunMarks Marks(IProgress<long> progress)
    {
#if DEBUG
        if (
            Environment.GetEnvironmentVariable("HUSKY_CRASH_AT") is { Length: > 0 } at
            && Enum.TryParse<RunMark>(at, out var where)
        )
            return new(reached => Die(reached, where), progress.Report);
#endif
        return new(told: progress.Report);
    }

#if DEBUG
    private static void Die(RunMark reached, RunMark where)
    {
        // SIGKILL: nothing is flushed, disposed or given back.
        if (reached == where)
            System.Diagnostics.Process.GetCurrentProcess().Kill();
        // A kill arrives a little later; nothing may be done until it does.
        if (reached == where)
            new ManualResetEvent(false).WaitOne();
    }
#endif
}
