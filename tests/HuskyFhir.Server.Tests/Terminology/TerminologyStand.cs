using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HuskyFhir.Server.Tests.Terminology;

/// <summary>
/// A terminology server on this machine, over a real socket, that answers as a test says and keeps what it was sent.
/// </summary>
internal sealed class TerminologyStand : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Address, string Body, string? Authorization)> asked = new();
    private readonly SemaphoreSlim arrived = new(0);

    private TerminologyStand(WebApplication app) => this.app = app;

    /// <summary>What it does with a question.</summary>
    public Func<JsonObject, HttpContext, Task> Answers { get; set; } =
        (question, context) => ResultAsync(context, Named(question, "code")?["valueCode"]?.ToString() == "cat");

    public Uri Address => new(app.Urls.Single() + "/r4");

    public IReadOnlyList<(string Address, string Body, string? Authorization)> Asked => [.. asked];

    public static async Task<TerminologyStand> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stand = new TerminologyStand(builder.Build());
        stand.app.Run(stand.HandleAsync);
        await stand.app.StartAsync(TestContext.Current.CancellationToken);
        return stand;
    }

    public static Task ResultAsync(HttpContext context, bool result, string more = "") =>
        context.Response.WriteAsync(
            $$"""{"resourceType":"Parameters","parameter":[{"name":"result","valueBoolean":{{(result ? "true" : "false")}}}{{more}}]}""",
            context.RequestAborted
        );

    public static JsonNode? Named(JsonObject parameters, string name) =>
        parameters["parameter"]!.AsArray().SingleOrDefault(parameter => parameter!["name"]!.ToString() == name);

    /// <summary>Waits until another question has come in.</summary>
    public Task ArrivedAsync() => arrived.WaitAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        asked.Enqueue(
            (
                $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}",
                body,
                context.Request.Headers.Authorization
            )
        );
        arrived.Release();
        try
        {
            await Answers(JsonNode.Parse(body)!.AsObject(), context);
        }
        catch (OperationCanceledException)
        {
            // The client has hung up, as some tests want it to.
        }
    }
}
