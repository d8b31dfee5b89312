using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.PartnerRuns;

/// <summary>Looks into the ledger.</summary>
public sealed class RunList(Database database)
{
    private const string Select = $"SELECT {ExchangeRun.Columns} FROM exchange_runs WHERE partner = $1";

    /// <summary>The run that has not been delivered yet; null for none.</summary>
    public Task<ExchangeRun?> UnderWayAsync(string partner, CancellationToken cancellation) =>
        OneAsync(new($"{Select} AND state IN ('claimed', 'written')", partner), cancellation);

    /// <summary>The run of a control number.</summary>
    public Task<ExchangeRun?> FindAsync(string partner, int number, CancellationToken cancellation) =>
        OneAsync(new($"{Select} AND number = $2", partner, (long)number), cancellation);

    /// <summary>The run of a period.</summary>
    public Task<ExchangeRun?> OfPeriodAsync(string partner, string period, CancellationToken cancellation) =>
        OneAsync(new($"{Select} AND period = $2", partner, period), cancellation);

    /// <summary>Runs whose answer is awaited, the oldest first.</summary>
    public Task<List<ExchangeRun>> AwaitedAsync(string partner, CancellationToken cancellation) =>
        database.QueryAsync(
            new($"{Select} AND state <> 'closed' AND state = 'sent' ORDER BY number", partner),
            ExchangeRun.Read,
            cancellation
        );

    /// <summary>The latest runs, the newest first.</summary>
    public Task<List<ExchangeRun>> LatestAsync(string partner, int most, CancellationToken cancellation) =>
        database.QueryAsync(
            new($"{Select} ORDER BY number DESC LIMIT $2", partner, (long)most),
            ExchangeRun.Read,
            cancellation
        );

    /// <summary>All runs in the order of their numbers.</summary>
    public IAsyncEnumerable<ExchangeRun> AllAsync(string partner, CancellationToken cancellation) =>
        database.StreamAsync(new($"{Select} ORDER BY number", partner), ExchangeRun.Read, cancellation);

    /// <summary>
    /// Where the members of a run stand in its file; null where no file was written, or its answer is long in.
    /// </summary>
    public async Task<byte[]?> PlacesAsync(Guid run, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new("SELECT places FROM exchange_places WHERE run = $1", run),
                static row => row.Bytes(0),
                cancellation
            )
        ).FirstOrDefault();

    /// <summary>How many changes a run has in each state.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountsAsync(
        string partner,
        Guid run,
        CancellationToken cancellation
    ) =>
        (
            await database.QueryAsync(
                new(
                    "SELECT state, COUNT(*) FROM change_states WHERE partner = $1 AND run = $2 GROUP BY state",
                    partner,
                    run
                ),
                static row => (row.Text(0), row.Long(1)),
                cancellation
            )
        ).ToDictionary(static row => row.Item1, static row => row.Item2);

    /// <summary>Members of a run that were refused or set aside, with the reason.</summary>
    public Task<List<(Guid Member, string State, string? Reason)>> ToMendAsync(
        string partner,
        Guid run,
        int most,
        CancellationToken cancellation
    ) =>
        database.QueryAsync(
            new(
                "SELECT DISTINCT member, state, reason FROM change_states WHERE partner = $1 AND run = $2 AND state IN ('rejected', 'set-aside') ORDER BY member LIMIT $3",
                partner,
                run,
                (long)most
            ),
            static row => (row.Uuid(0), row.Text(1), row.TextOrNull(2)),
            cancellation
        );

    /// <summary>Members of a run of whom not all could be written, with what is missing.</summary>
    public Task<List<(Guid Member, string Reason)>> RemarksAsync(
        string partner,
        Guid run,
        int most,
        CancellationToken cancellation
    ) =>
        database.QueryAsync(
            new(
                "SELECT DISTINCT member, reason FROM change_states WHERE partner = $1 AND run = $2 AND state NOT IN ('rejected', 'set-aside', 'not-needed') AND reason IS NOT NULL ORDER BY member LIMIT $3",
                partner,
                run,
                (long)most
            ),
            static row => (row.Uuid(0), row.Text(1)),
            cancellation
        );

    /// <summary>Members with a coverage in force at a time, in the order of their ids; a page.</summary>
    public Task<List<Guid>> CoveredAsync(Guid? after, DateTimeOffset at, int members, CancellationToken cancellation) =>
        database.QueryAsync(
            new(
                "SELECT DISTINCT c.member FROM coverage c WHERE c.status_code = 'active' AND c.period_low <= $1 AND (c.period_high IS NULL OR c.period_high > $1) AND c.member > $2 ORDER BY c.member LIMIT $3",
                at.UtcTicks,
                after ?? Guid.Empty,
                (long)members
            ),
            static row => row.Uuid(0),
            cancellation
        );

    private async Task<ExchangeRun?> OneAsync(Statement statement, CancellationToken cancellation) =>
        (await database.QueryAsync(statement, ExchangeRun.Read, cancellation)).FirstOrDefault();
}
