using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using HuskyFhir.Plan.Catalog.Schema;
using Npgsql;

namespace HuskyFhir.Server.Jobs;

/// <summary>
/// Hangfire over the same store: in memory beside SQLite, where there is one process and each start makes up for what
/// was missed; in the schema <c>hangfire</c> of PostgreSQL, where instances share the work.
/// </summary>
internal static class JobServices
{
    private const string Schema = "hangfire";

    /// <summary>Any number that is ours alone.</summary>
    private const long InstallLock = 0x4855534B59;

    /// <summary>Makes or upgrades the schema of the schedule; SQLite has none.</summary>
    public static async Task InstallAsync(StoreOptions store, CancellationToken cancellation)
    {
        if (store.Provider == "Sqlite")
            return;
        await using var connection = new NpgsqlConnection(store.ConnectionString);
        await connection.OpenAsync(cancellation);
        // The installer looks and then makes: of instances that start together one does it. The lock goes with the
        // connection's session.
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({InstallLock})", connection);
        await command.ExecuteNonQueryAsync(cancellation);
        PostgreSqlObjectsInstaller.Install(connection, Schema);
        command.CommandText = $"SELECT pg_advisory_unlock({InstallLock})";
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public static IServiceCollection AddJobs(this IServiceCollection services, JobSettings settings, StoreOptions store)
    {
        services.AddSingleton<JobRunner>();
        if (settings.Enabled || settings.Dashboard)
            services
                .AddSingleton<QuietFailures>()
                .AddSingleton(static provider => provider.GetRequiredService<QuietFailures>().WithOthers())
                .AddHangfire(configuration =>
                    Storage(
                        configuration.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings(),
                        store
                    )
                );
        if (!settings.Enabled)
            return services;
        return services
            .AddHangfireServer(options => options.WorkerCount = settings.Workers)
            .AddHostedService<JobStart>();
    }

    private static void Storage(IGlobalConfiguration configuration, StoreOptions store)
    {
        if (store.Provider == "Sqlite")
            configuration.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(3) });
        else
            configuration.UsePostgreSqlStorage(
                options => options.UseNpgsqlConnection(store.ConnectionString),
                new PostgreSqlStorageOptions { SchemaName = Schema, PrepareSchemaIfNecessary = false }
            );
    }
}
