using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Precedence;

/// <summary>Where a conflict stands.</summary>
public enum ConflictState
{
    /// <summary>The plan is asked.</summary>
    Open,

    /// <summary>What stood was kept.</summary>
    Kept,

    /// <summary>What was offered was taken.</summary>
    Taken,
}

/// <summary>A fact that a source said otherwise than it stands: for the plan to settle.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Member">Whose; null in the directory.</param>
/// <param name="Type">FHIR type.</param>
/// <param name="Resource">The resource that tells the fact.</param>
/// <param name="Fact">Such as <c>address</c>.</param>
/// <param name="Says">Who says otherwise.</param>
/// <param name="Stands">Who said what stands.</param>
/// <param name="Origin">The load or the file that said otherwise, as the audit names it.</param>
/// <param name="Offered">What it says, as JSON: the elements of the fact.</param>
/// <param name="Digest">SHA-256 of that.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Opened">When it was said.</param>
/// <param name="Settled">When it was settled; null before.</param>
/// <param name="SettledBy">Who settled it.</param>
/// <param name="Reason">Why, in the words of who settled it.</param>
public sealed record Conflict(
    Guid Id,
    Guid? Member,
    string Type,
    Guid Resource,
    string Fact,
    FactSource Says,
    FactSource Stands,
    string Origin,
    byte[] Offered,
    string Digest,
    ConflictState State,
    DateTimeOffset Opened,
    DateTimeOffset? Settled,
    string? SettledBy,
    string? Reason
)
{
    internal const string Columns =
        "c.id, c.member, c.type, c.resource, c.fact, c.says, c.stands, c.origin, c.offered, c.digest, c.state, c.opened, c.settled, c.settled_by, c.reason";

    internal static Conflict Read(Row row) =>
        new(
            row.Uuid(0),
            row.UuidOrNull(1),
            row.Text(2),
            row.Uuid(3),
            row.Text(4),
            FactSources.Find(row.Text(5)),
            FactSources.Find(row.Text(6)),
            row.Text(7),
            row.Bytes(8),
            row.Text(9),
            HuskyFhir.Core.Terms.Codes.Find<ConflictState>(row.Text(10))
                ?? throw new InvalidOperationException($"No state '{row.Text(10)}'."),
            At(row.Long(11)),
            row.LongOrNull(12) is { } ticks ? At(ticks) : null,
            row.TextOrNull(13),
            row.TextOrNull(14)
        );

    internal object?[] Row() =>
        [
            Id,
            Member,
            Type,
            Resource,
            Fact,
            Says.Code(),
            Stands.Code(),
            Origin,
            Offered,
            Digest,
            HuskyFhir.Core.Terms.Codes.Of(State),
            Opened.UtcTicks,
            Settled?.UtcTicks,
            SettledBy,
            Reason,
        ];

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
