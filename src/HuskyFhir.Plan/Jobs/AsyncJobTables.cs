using HuskyFhir.Storage.Sql;
using static HuskyFhir.Storage.Sql.ColumnType;

namespace HuskyFhir.Plan.Jobs;

/// <summary>The tables of work that is done after its request.</summary>
public static class AsyncJobTables
{
    /// <summary>
    /// What was asked to be done later (<c>Prefer: respond-async</c>), with its answer once there is one. A lease says
    /// that someone works on it.
    /// </summary>
    public static TableSpec AsyncJobs { get; } =
        new(
            "async_jobs",
            [
                new("id", Uuid),
                new("client", Text),
                new("organization", Uuid, true),
                new("operation", Text),
                new("request", Text),
                new("made", Long),
                new("lease", Long),
                new("finished", Long, true),
                new("input", Bytes),
                new("output", Bytes, true),
            ],
            ["id"],
            [new(["made"])]
        );
}
