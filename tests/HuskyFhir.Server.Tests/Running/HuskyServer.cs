using System.Net.Http.Headers;
using HuskyFhir.Exchange.Loading;
using HuskyFhir.Server.Commands;
using HuskyFhir.Server.Hosting;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HuskyFhir.Server.Tests.Running;

/// <summary>
/// The service as it really runs, on a port of its own and a database of its own, with a clock that tests may move.
/// </summary>
public sealed class HuskyServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string folder;

    private HuskyServer(WebApplication app, string folder, SteppingClock clock) =>
        (this.app, this.folder, Clock) = (app, folder, clock);

    public SteppingClock Clock { get; }

    public string Url => app.Services.GetRequiredService<PublicBase>().Url;

    public IServiceProvider Services => app.Services;

    /// <summary>The sandbox issuer's key, for tests that forge.</summary>
    public string KeyFile => Path.Combine(folder, "key.json");

    public static string SamplesFolder => Path.Combine(AppContext.BaseDirectory, "fhir-samples");

    /// <param name="provider"><c>Sqlite</c> or <c>Postgres</c>.</param>
    /// <param name="postgres">The server for the latter.</param>
    /// <param name="samples">Whether the sample story is loaded.</param>
    /// <param name="settings">Further settings, such as <c>Http:MaxBodyBytes</c>.</param>
    public static async Task<HuskyServer> StartAsync(
        string provider,
        PostgresServer postgres,
        bool samples = false,
        params (string Name, string Value)[] settings
    )
    {
        var folder = Directory.CreateTempSubdirectory("husky-").FullName;
        var connection = provider == "Sqlite" ? $"Data Source={folder}/husky.db" : await postgres.NewDatabaseAsync();
        var clock = new SteppingClock(new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero))
        {
            AutoAdvanceAmount = TimeSpan.FromMilliseconds(1),
        };
        var app = HuskyHost.Build(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            builder.Configuration.AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["urls"] = "http://127.0.0.1:0",
                    ["Store:Provider"] = provider,
                    ["ConnectionStrings:Husky"] = connection,
                    // Hundreds of tests are one client, and by their clock all happen in one minute.
                    ["Http:RequestsPerMinute"] = "0",
                    ["Http:AnonymousRequestsPerMinute"] = "0",
                    // Tests run a job when they mean it: by the real clock it would run beside them.
                    ["Jobs:Enabled"] = "false",
                    ["Security:Sandbox"] = "true",
                    ["Security:SandboxKeyFile"] = $"{folder}/key.json",
                }
            );
            builder.Configuration.AddInMemoryCollection(
                settings.Select(static pair => new KeyValuePair<string, string?>(pair.Name, pair.Value))
            );
        });
        await ServeCommand.PrepareAsync(app.Services, default);
        if (samples)
            await ActivatorUtilities
                .CreateInstance<Loader>(app.Services)
                .LoadAsync([SamplesFolder], "samples", null, default);
        await app.StartAsync();
        return new(app, folder, clock);
    }

    /// <summary>A client with a sandbox token; its base address is the FHIR base.</summary>
    public HttpClient As(string client, string? scope = null, string? purpose = null)
    {
        var http = Anonymous();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            Token(client, scope, purpose)
        );
        return http;
    }

    /// <summary>A client without a token.</summary>
    public HttpClient Anonymous() => new() { BaseAddress = new(Url + "/") };

    /// <summary>A sandbox token by the test's clock.</summary>
    public string Token(string client, string? scope = null, string? purpose = null) =>
        app.Services.GetRequiredService<SandboxIssuer>().Token(client, scope, Clock.GetUtcNow(), purpose);

    /// <summary>Looks straight into the database.</summary>
    public Task<List<T>> QueryAsync<T>(string sql, Func<Row, T> map, params object[] values) =>
        app.Services.GetRequiredService<Database>().QueryAsync(new(sql, values), map, default);

    /// <summary>Runs statements in a transaction of the service's own store.</summary>
    public Task ExecuteAsync(params string[] statements) =>
        app
            .Services.GetRequiredService<Database>()
            .WriteAsync<object?>(
                work =>
                {
                    foreach (var sql in statements)
                        work.Run(new(sql));
                    return Task.FromResult<object?>(null);
                },
                default
            );

    /// <summary>Where a query finds every audit row.</summary>
    public string Audit => app.Services.GetRequiredService<Database>().Dialect.Audit;

    /// <summary>Runs a statement where the audit rows of looks are written: on SQLite a file of its own.</summary>
    public async Task ExecuteOnLooksAsync(string sql)
    {
        var file = Path.Combine(folder, "husky.looks.db");
        if (!File.Exists(file))
        {
            await ExecuteAsync(sql);
            return;
        }

        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // written in the tests
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
