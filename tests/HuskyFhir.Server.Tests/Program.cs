using HuskyFhir.Server.Tests.Fuzzing;
using HuskyFhir.Server.Tests.Security.Leaks;

namespace HuskyFhir.Server.Tests;

/// <summary>The tests, as xunit runs them; and <c>leaks</c> and <c>fuzz</c>, for long runs of two of them.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) =>
        args switch
        {
            ["leaks" or "--help" or "-h", ..] => LeaksCommand.RunAsync(args),
            ["fuzz", ..] => FuzzCommand.RunAsync(args),
            _ when args.Any(static arg => arg is "--server" or "--internal-msbuild-node") =>
                Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(
                    args,
                    SelfRegisteredExtensions.AddSelfRegisteredExtensions
                ),
            _ => Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
        };
}
