using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace HuskyFhir.Plan.Catalog.Schema;

/// <summary>What an upgrade did.</summary>
/// <param name="Applied">Migrations applied now, in order; empty when the schema was current.</param>
public sealed record SchemaUpgradeReport(IReadOnlyList<string> Applied);

/// <summary>The database was written by a later build; this one must not touch it.</summary>
/// <param name="unknown">The first migration that this build does not know.</param>
public sealed class NewerSchemaException(string unknown)
    : Exception(
        $"The database has the migration '{unknown}', which this build does not know: a newer HuskyFhir has upgraded it. Start that build, or restore a backup taken before the upgrade."
    );

/// <summary>The database was made before the first release; its schema has no way up to this one.</summary>
/// <param name="unknown">A migration of that build.</param>
public sealed class UnreleasedSchemaException(string unknown)
    : Exception(
        $"The database has the migration '{unknown}' of a build before the first release, which cannot be upgraded. "
            + "Name another database in Store:ConnectionString (or move this one away), run the command 'migrate', "
            + "and load the plan's files anew with 'load FOLDER'."
    );

/// <summary>Brings the schema up to this build: under a lock, once, and never downward.</summary>
public abstract class SchemaUpgrade
{
    /// <summary>
    /// Applies what is missing. Several processes may call it at once: one works, the others wait and find nothing to
    /// do.
    /// </summary>
    /// <exception cref="NewerSchemaException">The database is newer than this build.</exception>
    /// <exception cref="UnreleasedSchemaException">The database is older than the first release.</exception>
    public virtual async Task<SchemaUpgradeReport> RunAsync(CancellationToken cancellation)
    {
        var known = Migrations();
        var applied = await AppliedAsync(cancellation);
        Refuse(known, applied);
        if (applied.Count == known.Count)
            return new([]); // the usual start: EF Core's model is not even built
        await using var held = await LockAsync(cancellation);
        applied = await AppliedAsync(cancellation);
        Refuse(known, applied);
        await using var context = Context();
        await context.Database.MigrateAsync(cancellation);
        foreach (var statement in Afterwards)
            await context.Database.ExecuteSqlRawAsync(statement, cancellation);
        return new([.. known.Except(applied)]);
    }

    /// <summary>Whether there is nothing to upgrade.</summary>
    /// <exception cref="NewerSchemaException">The database is newer than this build.</exception>
    /// <exception cref="UnreleasedSchemaException">The database is older than the first release.</exception>
    public async Task<bool> IsCurrentAsync(CancellationToken cancellation)
    {
        var applied = await AppliedAsync(cancellation);
        Refuse(Migrations(), applied);
        return applied.Count == Migrations().Count;
    }

    /// <summary>Whether the declarations have drifted from the migrations; a build must never ship so.</summary>
    public bool HasPendingModelChanges()
    {
        using var context = Context();
        return context.Database.HasPendingModelChanges();
    }

    /// <summary>A context on the database.</summary>
    protected abstract HuskyContext Context();

    /// <summary>
    /// What EF Core's model cannot say, set again after each upgrade: the audit tables take new rows only, and how
    /// bytes are stored.
    /// </summary>
    protected abstract IEnumerable<string> Afterwards { get; }

    /// <summary>Migrations that the database has; none when it is new.</summary>
    protected abstract Task<IReadOnlyList<string>> AppliedAsync(CancellationToken cancellation);

    /// <summary>
    /// Held while upgrading; given back by the operating system or the database when the process dies.
    /// </summary>
    protected abstract Task<IAsyncDisposable> LockAsync(CancellationToken cancellation);

    /// <summary>The context's class, on which its migrations are marked.</summary>
    protected abstract Type ContextType { get; }

    private List<string> Migrations() =>
        [
            .. ContextType
                .Assembly.GetTypes()
                .Where(type =>
                    type.IsSubclassOf(typeof(Microsoft.EntityFrameworkCore.Migrations.Migration))
                    && Marked(type)?.ContextType == ContextType
                )
                .Select(static type =>
                    (
                        (Microsoft.EntityFrameworkCore.Migrations.MigrationAttribute)
                            Attribute.GetCustomAttribute(
                                type,
                                typeof(Microsoft.EntityFrameworkCore.Migrations.MigrationAttribute)
                            )!
                    ).Id
                )
                .Order(StringComparer.Ordinal),
        ];

    private static DbContextAttribute? Marked(Type type) =>
        (DbContextAttribute?)Attribute.GetCustomAttribute(type, typeof(DbContextAttribute));

    private static void Refuse(List<string> known, IReadOnlyList<string> applied)
    {
        if (applied.Except(known).FirstOrDefault() is not { } unknown)
            return;
        // Migrations are named by the time at which they were made: one before the first was made by an unreleased
        // build.
        throw string.CompareOrdinal(unknown, known[0]) < 0
            ? new UnreleasedSchemaException(unknown)
            : new NewerSchemaException(unknown);
    }
}
