using System.CommandLine;
using System.Text.Json;
using HuskyFhir.Benchmarks.Http.Loads;

namespace HuskyFhir.Benchmarks.Http;

/// <summary><c>drive</c>: our own load, one result as JSON on stdout.</summary>
internal static class DriveCommand
{
    public static Command Make()
    {
        var file = new Argument<FileInfo>("calls") { Description = "The calls, as JSON." };
        var connections = new Argument<int>("connections");
        var seconds = new Argument<int>("seconds");
        var command = new Command("drive", "Sends calls round and round; used by 'http --load own'.")
        {
            file,
            connections,
            seconds,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                await using var stream = parsed.GetRequiredValue(file).OpenRead();
                var calls = (await JsonSerializer.DeserializeAsync<Calls>(stream, cancellationToken: cancellation))!;
                var result = await new ClosedLoop(calls).RunAsync(
                    parsed.GetRequiredValue(connections),
                    TimeSpan.FromSeconds(parsed.GetRequiredValue(seconds))
                );
                Console.WriteLine(JsonSerializer.Serialize(result));
            }
        );
        return command;
    }
}
