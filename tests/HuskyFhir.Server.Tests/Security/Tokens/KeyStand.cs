using System.Text.Json.Nodes;
using HuskyFhir.Server.Security.Clients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Tests.Security.Tokens;

/// <summary>A client's server on this machine that publishes its keys, over a real socket, as a test says.</summary>
internal sealed class KeyStand : IAsyncDisposable
{
    private readonly WebApplication app;
    private int asked;

    private KeyStand(WebApplication app) => this.app = app;

    /// <summary>What it publishes.</summary>
    public IReadOnlyList<JsonWebKey> Keys { get; set; } = [];

    public string? CacheControl { get; set; }

    /// <summary>Does something else than to publish them.</summary>
    public Func<HttpContext, Task>? Instead { get; set; }

    public int Asked => asked;

    public Uri Address => new(app.Urls.Single() + "/jwks.json");

    public static async Task<KeyStand> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var stand = new KeyStand(builder.Build());
        stand.app.Run(stand.AnswerAsync);
        await stand.app.StartAsync(TestContext.Current.CancellationToken);
        return stand;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref asked);
        if (Instead is { } other)
            return other(context);
        if (CacheControl is { } said)
            context.Response.Headers.CacheControl = said;
        return context.Response.WriteAsync(
            new JsonObject
            {
                ["keys"] = new JsonArray([.. Keys.Select(static key => JsonNode.Parse(KeySet.Write(key)))]),
            }.ToJsonString(),
            context.RequestAborted
        );
    }
}
