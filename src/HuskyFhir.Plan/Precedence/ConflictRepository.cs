using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.Precedence;

/// <summary>What a conflict is about, before it is one: a fact that was said otherwise.</summary>
/// <param name="Member">Whose; null in the directory.</param>
/// <param name="Type">FHIR type.</param>
/// <param name="Resource">The resource that tells the fact.</param>
/// <param name="Fact">Such as <c>address</c>.</param>
/// <param name="Says">Who says otherwise.</param>
/// <param name="Stands">Who said what stands.</param>
/// <param name="Offered">The elements of the fact.</param>
public sealed record Disagreement(
    Guid? Member,
    string Type,
    Guid Resource,
    string Fact,
    FactSource Says,
    FactSource Stands,
    JsonObject Offered
)
{
    /// <summary>Another provider than the one who holds, whoever says so and however: one question for each.</summary>
    /// <param name="member">Whose.</param>
    /// <param name="role">The PractitionerRole that was said.</param>
    /// <param name="says">By whom.</param>
    /// <param name="stands">Who said what stands.</param>
    public static Disagreement OfPcp(Guid member, Guid role, FactSource says, FactSource stands) =>
        new(
            member,
            "Patient",
            member,
            Pcp,
            says,
            stands,
            new()
            {
                ["generalPractitioner"] = new JsonArray(
                    new JsonObject { ["reference"] = $"PractitionerRole/{role:D}" }
                ),
            }
        );

    /// <summary>The name of the fact who the primary care provider is.</summary>
    public const string Pcp = "primary-care-provider";
}

/// <summary>The conflicts between sources: opened with what was stored, listed, found.</summary>
public sealed class ConflictRepository(Database database)
{
    /// <summary>
    /// Opens what is no question yet, in the transaction that keeps what stands; answers for each which question it is,
    /// and whether it is new.
    /// </summary>
    public static async Task<IReadOnlyList<(Guid? Open, bool IsNew)>> OpenAsync(
        Work work,
        IReadOnlyList<Disagreement> found,
        string origin,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        const string Asked =
            "SELECT c.resource, c.fact, c.digest, c.id, c.state FROM fact_conflicts c WHERE c.resource {ids}";
        var known = (
            await work.QueryEachAsync(
                Asked,
                [.. found.Select(static each => each.Resource).Distinct()],
                static row =>
                    (Key: (row.Uuid(0), row.Text(1), row.Text(2)), Id: row.Uuid(3), IsOpen: row.Text(4) == "open"),
                cancellation
            )
        ).ToDictionary(static row => row.Key, static row => (row.Id, row.IsOpen));
        var answers = new List<(Guid?, bool)>(found.Count);
        foreach (var each in found)
        {
            var offered = JsonSerializer.SerializeToUtf8Bytes(each.Offered);
            var digest = Convert.ToHexStringLower(SHA256.HashData(offered));
            if (known.TryGetValue((each.Resource, each.Fact, digest), out var asked))
            {
                answers.Add((asked.IsOpen ? asked.Id : null, false));
                continue;
            }

            var conflict = new Conflict(
                Guid.CreateVersion7(now),
                each.Member,
                each.Type,
                each.Resource,
                each.Fact,
                each.Says,
                each.Stands,
                origin,
                offered,
                digest,
                ConflictState.Open,
                now,
                null,
                null,
                null
            );
            work.Insert(ConflictTables.Conflicts, conflict.Row());
            known[(each.Resource, each.Fact, digest)] = (conflict.Id, true);
            answers.Add((conflict.Id, true));
        }

        return answers;
    }

    /// <summary>Conflicts, the oldest first.</summary>
    /// <param name="state">In which state; null for all.</param>
    /// <param name="member">Whose; null for everybody's.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="cancellation">Ends the query.</param>
    public Task<List<Conflict>> ListAsync(
        ConflictState? state,
        Guid? member,
        int count,
        CancellationToken cancellation
    ) =>
        database.QueryAsync(
            new(
                $"SELECT {Conflict.Columns} FROM fact_conflicts c WHERE ($1 = '' OR c.state = $1) AND ($2 = 0 OR c.member = $3) ORDER BY c.opened, c.id LIMIT $4",
                state is { } one ? HuskyFhir.Core.Terms.Codes.Of(one) : string.Empty,
                member is null ? 0L : 1L,
                member ?? Guid.Empty,
                (long)count
            ),
            Conflict.Read,
            cancellation
        );

    /// <summary>One conflict; null for none.</summary>
    public async Task<Conflict?> FindAsync(Guid id, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new($"SELECT {Conflict.Columns} FROM fact_conflicts c WHERE c.id = $1", id),
                Conflict.Read,
                cancellation
            )
        ).FirstOrDefault();

    /// <summary>The conflicts that a load or a file opened, settled ones included.</summary>
    public Task<List<Guid>> OfOriginAsync(string origin, CancellationToken cancellation) =>
        database.QueryAsync(
            new("SELECT c.id FROM fact_conflicts c WHERE c.origin = $1 ORDER BY c.id", origin),
            static row => row.Uuid(0),
            cancellation
        );

    /// <summary>Settles an open one, in a transaction; false where it is settled already.</summary>
    internal static async Task<bool> SettleAsync(
        Work work,
        Guid id,
        ConflictState state,
        string by,
        string? reason,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var open = await work.QueryEachAsync(
            "SELECT c.state FROM fact_conflicts c WHERE c.id {ids} {revise}",
            [id],
            static row => row.Text(0),
            cancellation
        );
        if (open is not ["open"])
            return false;
        work.Run(
            new(
                "UPDATE fact_conflicts SET state = $2, settled = $3, settled_by = $4 WHERE id = $1",
                id,
                HuskyFhir.Core.Terms.Codes.Of(state),
                now.UtcTicks,
                by
            )
        );
        if (reason is not null)
            work.Run(new("UPDATE fact_conflicts SET reason = $2 WHERE id = $1", id, reason));
        return true;
    }
}
