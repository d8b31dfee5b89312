using HuskyFhir.Server.Tests.Fuzzing;

namespace HuskyFhir.Server.Tests;

/// <summary>The tests, as xunit runs them; and <c>fuzz</c>, for long runs of one of them.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["fuzz", ..] => FuzzCommand.RunAsync(args),
        _ when args.Any(static arg => arg is "--server" or "--internal-msbuild-node") =>
            Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
    };
}
