using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// What the families add to writes: what follows from those of each type, who is told of every transaction, and whose
/// word may overwrite whose. Handed to the write path; it knows no family itself.
/// </summary>
public sealed class WriteReactions
{
    private readonly IReadOnlyDictionary<FhirType, IReadOnlyList<IWriteReaction>> byType;
    private readonly WriteObserver? observer;
    private readonly Func<WriteLookups, Work, DateTimeOffset, IWritePrecedence>? precedence;

    internal WriteReactions(
        IReadOnlyDictionary<FhirType, IReadOnlyList<IWriteReaction>> byType,
        WriteObserver? observer,
        Func<WriteLookups, Work, DateTimeOffset, IWritePrecedence>? precedence
    ) => (this.byType, this.observer, this.precedence) = (byType, observer, precedence);

    /// <summary>What writes of a type bring with them, in order.</summary>
    internal IReadOnlyList<IWriteReaction> Of(FhirType type) => byType.GetValueOrDefault(type, []);

    /// <summary>Tells of what will be stored, before it is sent.</summary>
    internal Task ObserveAsync(
        IReadOnlyList<(WriteUnit Unit, WriteStep Step)> done,
        Work work,
        CancellationToken cancellation
    ) => observer?.Invoke(done, work, cancellation) ?? Task.CompletedTask;

    /// <summary>Whose word stands, for one transaction; null where every word is taken.</summary>
    internal IWritePrecedence? Precedence(WriteLookups known, Work work, DateTimeOffset now) =>
        precedence?.Invoke(known, work, now);
}

/// <summary>Told of the accepted writes of a transaction, and adds rows of its own to it.</summary>
internal delegate Task WriteObserver(
    IReadOnlyList<(WriteUnit Unit, WriteStep Step)> done,
    Work work,
    CancellationToken cancellation
);

/// <summary>Holds what files say against what stands, in the transaction that writes it.</summary>
internal interface IWritePrecedence
{
    /// <summary>The units with what is to be stored of them; the same list where all of it is taken.</summary>
    Task<IReadOnlyList<WriteUnit>> MergeAsync(IReadOnlyList<WriteUnit> units, CancellationToken cancellation);

    /// <summary>Keeps what was not taken, with what was stored, and tells each unit.</summary>
    Task KeepAsync(IReadOnlyList<WriteUnit> units, IReadOnlyCollection<int> refused, CancellationToken cancellation);
}
