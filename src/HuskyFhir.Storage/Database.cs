using HuskyFhir.Storage.Audit;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Storage;

/// <summary>
/// One of the two databases, which only the layers between can ask: a host holds it and hands it on. Reads run at once and see whole transactions; writes run one <see cref="Work"/> at a time
/// each, and all of a work is kept or none of it.
/// </summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>What differs in their SQL.</summary>
    internal abstract Dialect Dialect { get; }

    /// <summary>The chains of audit rows that are written through this.</summary>
    public AuditChains Chains { get; } = new();

    /// <summary>Runs a query and maps every row.</summary>
    internal abstract Task<List<T>> QueryAsync<T>(
        Statement statement,
        Func<Row, T> map,
        CancellationToken cancellation
    );

    /// <summary>Runs a query over much, row by row and as of one moment.</summary>
    internal abstract IAsyncEnumerable<T> StreamAsync<T>(
        Statement statement,
        Func<Row, T> map,
        CancellationToken cancellation
    );

    /// <summary>
    /// Runs <paramref name="body"/> in a transaction; it is committed durably before the task completes, or rolled back
    /// when it throws.
    /// </summary>
    /// <exception cref="WriteConflictException">Another writer came first: do the whole work again.</exception>
    internal abstract Task<T> WriteAsync<T>(Func<Work, Task<T>> body, CancellationToken cancellation);

    /// <summary>Adds audit rows of looks, durably and together, without disturbing the readers of resources.</summary>
    internal abstract Task AppendAuditAsync(IReadOnlyList<object?[]> rows, CancellationToken cancellation);

    /// <summary>
    /// Like <see cref="WriteAsync"/>, where the audit rows of looks are kept: without disturbing the readers of
    /// resources.
    /// </summary>
    internal virtual Task<T> WriteBehindAsync<T>(Func<Work, Task<T>> body, CancellationToken cancellation) =>
        WriteAsync(body, cancellation);

    /// <summary>Refreshes the statistics that query plans are chosen by; worth doing after a large load.</summary>
    public abstract Task AnalyzeAsync(CancellationToken cancellation);

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}

/// <summary>
/// A transaction under way. Queries see what this work and earlier ones wrote; inserts are gathered and sent together.
/// </summary>
/// <param name="chains">Where the chain for its audit rows comes from.</param>
public abstract class Work(AuditChains chains)
{
    private AuditChain? chain;

    /// <summary>Adds an audit record, as the next link of a chain that this work has for itself.</summary>
    internal void Audit(AuditRecord record)
    {
        chain ??= chains.Rent();
        foreach (var row in chain.Extend(record))
        {
            if (row.Number == 1)
                Insert(AuditTables.AuditHeads, ChainHead.Announcement(row));
            Insert(AuditTables.Audit, row.ToRow());
        }
    }

    /// <summary>Tells the chain what became of the work: kept, not kept, or nobody knows.</summary>
    internal void End(bool? kept)
    {
        if (chain is null)
            return;
        if (kept is null)
        {
            chains.Leave(chain);
            return;
        }

        if (kept == true)
            chain.Keep();
        else
            chain.Undo();
        chains.Return(chain);
    }

    /// <summary>Runs a query inside the transaction.</summary>
    internal abstract Task<List<T>> QueryAsync<T>(
        Statement statement,
        Func<Row, T> map,
        CancellationToken cancellation
    );

    /// <summary>
    /// Runs a query for many ids at once. The SQL has <c>{ids}</c> where <c>column {ids}</c> limits it to them,
    /// and <c>{lock}</c>, <c>{revise}</c>, <c>{hold}</c> or <c>{share}</c> where the found rows are to be locked until
    /// the end of the work: before a deletion, before a change, against change by others, or against deletion by
    /// others.
    /// </summary>
    internal abstract Task<List<T>> QueryEachAsync<T>(
        string sql,
        IReadOnlyList<Guid> ids,
        Func<Row, T> map,
        CancellationToken cancellation
    );

    /// <summary>Finds which of many business keys are taken, and by which resource.</summary>
    internal abstract Task<List<(BusinessKey Key, Guid Id)>> FindKeysAsync(
        IReadOnlyList<BusinessKey> keys,
        CancellationToken cancellation
    );

    /// <summary>
    /// Makes works that name the same condition follow one another, so that two cannot both find nothing. To be called
    /// before rows are locked; a second call takes names of another kind, for everyone after the first.
    /// </summary>
    internal abstract Task SerializeAsync(IReadOnlyList<string> conditions, CancellationToken cancellation);

    /// <summary>Adds a row, in the order of the table's columns, when the work is sent.</summary>
    internal abstract void Insert(TableSpec table, object?[] row);

    /// <summary>
    /// Runs a statement for many ids (<c>{ids}</c> as in <see cref="QueryEachAsync"/>), after all that was added
    /// before.
    /// </summary>
    internal abstract void RunEach(string sql, IReadOnlyList<Guid> ids);

    /// <summary>Runs a statement, after all that was added before.</summary>
    internal abstract void Run(Statement statement);

    /// <summary>
    /// Sends what has been gathered, in order. It is done at the end anyway; in between, it keeps large works small in
    /// memory.
    /// </summary>
    internal abstract Task SendAsync(CancellationToken cancellation);
}

/// <summary>An identifier that may name one resource of a type only.</summary>
/// <param name="Type">Resource type.</param>
/// <param name="System">Identifier system.</param>
/// <param name="Value">Identifier value.</param>
public readonly record struct BusinessKey(string Type, string System, string Value)
{
    /// <summary>The system of the names by which loaded files call their resources; they outlive updates.</summary>
    public const string AliasSystem = "urn:huskyfhir:source";
}

/// <summary>The connection broke while a work was being committed: whether it was kept, nobody knows.</summary>
/// <param name="inner">What the database or the network said.</param>
public sealed class CommitLostException(Exception inner)
    : Exception("The store did not say whether the work was kept.", inner);

/// <summary>Two works wanted the same key or rows at once; the later one is to be done again from its start.</summary>
/// <param name="inner">What the database said; null when the work itself saw it.</param>
public sealed class WriteConflictException(Exception? inner = null)
    : Exception("Another writer came first; the work is to be repeated.", inner);
