using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary>A counter that moves while long work goes on; silent when the output is not a terminal.</summary>
internal static class Progress
{
    public static async Task<T> ShowAsync<T>(string what, Func<IProgress<long>, Task<T>> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsErrorRedirected || Console.IsOutputRedirected)
            return await work(new Silent());
        return await AnsiConsole.Status().StartAsync(what, context => work(new Counter(context, what)));
    }

    private sealed class Silent : IProgress<long>
    {
        public void Report(long value) { }
    }

    private sealed class Counter(StatusContext context, string what) : IProgress<long>
    {
        public void Report(long value) => context.Status($"{what}: {value:N0}");
    }
}
