namespace HuskyFhir.Resources.Writing;

/// <summary>
/// What a write of one type changes elsewhere, in the same transaction: an assignment changes the member's record, a
/// revoked directive its flag. The catalog pairs it with its type. It is idempotent.
/// </summary>
internal interface IWriteReaction
{
    /// <summary>
    /// What the write is about, such as a member: works that share a name follow one another. Asked before any row is
    /// locked.
    /// </summary>
    IEnumerable<string> Names(PreparedWrite write);

    /// <summary>
    /// Told of accepted writes that change something, all of its type, as they will be stored; brings further writes or
    /// refuses. The rows themselves are not sent yet: what this transaction writes is asked of <see cref="WriteContext"/>
    /// and not of the tables.
    /// </summary>
    Task FollowAsync(IReadOnlyList<WriteStep> steps, WriteContext following, CancellationToken cancellation);
}
