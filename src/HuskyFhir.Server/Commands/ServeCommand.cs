using HuskyFhir.Exchange.Loading;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Hosting;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Jobs;
using HuskyFhir.Server.Security.Clients;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace HuskyFhir.Server.Commands;

/// <summary>No command: serve. In Development an empty database first gets the sample story.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var app = HuskyHost.Build();
        CheckAddresses(app.Configuration["urls"]);
        await PrepareAsync(app.Services, cancellation);
        if (app.Environment.IsDevelopment())
            await LoadSamplesAsync(app.Services, cancellation);
        await StartAsync(app, cancellation);
        Announce(app);
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    /// <summary>
    /// Services that were begun before one that cannot begin are stopped in order; else each would tell of its own end.
    /// </summary>
    private static async Task StartAsync(WebApplication app, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch
        {
            await app.StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>The web server would find out after the samples are loaded, and say so with a stack.</summary>
    private static void CheckAddresses(string? urls)
    {
        foreach (
            var url in (urls ?? string.Empty).Split(
                ';',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            try
            {
                _ = BindingAddress.Parse(url);
            }
            catch (FormatException)
            {
                throw new SettingsException(
                    $"ASPNETCORE_URLS names '{url}', which is not an address; write http://127.0.0.1:5080, or several with semicolons between them."
                );
            }
        }
    }

    /// <summary>Brings the schema up to this build, or says that someone must.</summary>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var schema = services.GetRequiredService<StoreOptions>().Schema();
        if (services.GetRequiredService<IOptions<StoreSettings>>().Value.MigrateOnStart)
            await MigrateAsync(services.GetRequiredService<StoreOptions>(), cancellation);
        else if (!await schema.IsCurrentAsync(cancellation))
            throw new SettingsException(
                "The database's schema is older than this build, and Store:MigrateOnStart is false: run the command 'migrate' first."
            );
    }

    /// <summary>
    /// Our schema and that of the jobs, which are upgraded together: the service's own role may have no right to.
    /// </summary>
    public static async Task<SchemaUpgradeReport> MigrateAsync(StoreOptions store, CancellationToken cancellation)
    {
        var report = await store.Schema().RunAsync(cancellation);
        await JobServices.InstallAsync(store, cancellation);
        return report;
    }

    private static async Task LoadSamplesAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var samples = Path.Combine(AppContext.BaseDirectory, "fhir-samples");
        var isEmpty = await services.GetRequiredService<SystemQuery>().IsEmptyAsync(cancellation);
        if (!isEmpty || !Directory.Exists(samples))
            return;
        var report = await ActivatorUtilities
            .CreateInstance<Loader>(services)
            .LoadAsync([samples], "samples", null, cancellation);
        AnsiConsole.MarkupLineInterpolated(
            $"Loaded the sample story: {report.Created} resources from [blue]fhir-samples[/]."
        );
        foreach (var refusal in report.Refused)
            AnsiConsole.MarkupLineInterpolated($"[red]Refused[/] {refusal.Where}: {refusal.Reason}");
    }

    /// <summary>The ready line, and in the sandbox a first call to paste.</summary>
    private static void Announce(WebApplication app)
    {
        var url = app.Services.GetRequiredService<PublicBase>().Url;
        var provider = app.Services.GetRequiredService<StoreOptions>().Provider;
        // In one write: the log goes the same way, and whoever waits for this line must find it whole.
        Console.WriteLine($"HuskyFhir is ready at {url} ({provider}, {app.Environment.EnvironmentName}).");
        if (app.Services.GetService<IContentScan>() is null)
            AnsiConsole.MarkupLine(
                "Files are not scanned for malware; name a ClamAV daemon in Documents:Scanner to have it done."
            );
        if (app.Services.GetService<SandboxIssuer>() is not { } sandbox)
            return;
        var token = sandbox.Token("ehr-riverbend", null, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        AnsiConsole.MarkupLine("Sandbox token of ehr-riverbend, good for eight hours; try:");
        // Written plainly: a line that is wrapped or coloured could not be pasted.
        Console.WriteLine($"curl -s -H 'Authorization: Bearer {token}' '{url}/Patient?name=Mu%C3%B1oz&_pretty=true'");
    }
}
