using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Catalog.Schema;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Conformance;
using HuskyFhir.Server.Hosting;
using HuskyFhir.Server.Http;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Server.Commands;

/// <summary>
/// What commands need that do not serve: the same settings and the same road in, without a web server.
/// </summary>
internal static class Configured
{
    /// <summary>The settings as the service reads them.</summary>
    public static IConfiguration Load() => WebApplication.CreateSlimBuilder(Starting.Options).Configuration;

    /// <summary>The parser, the engine and the families' rules.</summary>
    public static Intake Intake(IConfiguration configuration) => Engines(configuration).Configured;

    /// <summary>The engines over the configured definitions.</summary>
    public static ValidationEngines Engines(IConfiguration configuration)
    {
        var validation = Validation(configuration);
        var definitions = validation.Definitions();
        return new(
            validation,
            definitions,
            validation.HuskyEngine(definitions),
            Settings.Read<HttpSettings>(configuration, "Http").MaxDepth
        );
    }

    /// <summary>What resources are checked against.</summary>
    public static ValidationSettings Validation(IConfiguration configuration) =>
        Settings.Read<ValidationSettings>(configuration, "Validation");

    /// <summary>The database's settings.</summary>
    public static StoreOptions Store(IConfiguration configuration) =>
        Settings.Read<StoreSettings>(configuration, "Store").Options(configuration);

    /// <summary>The write path on an open database.</summary>
    public static WritePipeline Writes(Database database, IConfiguration? configuration = null) =>
        new(
            database,
            PlanCatalog.Types,
            TimeProvider.System,
            PlanCatalog.Reactions(configuration is null ? null : FamilySettings.Read(configuration))
        );

    /// <summary>The trace of a change that was made here, at the machine, and not over HTTP.</summary>
    /// <param name="database">Where it was made.</param>
    /// <param name="action">What was done.</param>
    /// <param name="what">To what; an id.</param>
    public static async Task RecordAsync(Database database, string action, string what)
    {
        await using var trail = new AuditTrail(database);
        await trail.RecordAsync(
            new AuditRecord(
                TimeProvider.System.GetUtcNow(),
                Caller.Operator.ClientId,
                action,
                null,
                null,
                null,
                null,
                "ok",
                Guid.NewGuid().ToString("N"),
                what
            )
        );
    }
}
