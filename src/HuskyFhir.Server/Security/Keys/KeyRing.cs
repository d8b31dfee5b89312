using HuskyFhir.Plan.Clients;

namespace HuskyFhir.Server.Security.Keys;

/// <summary>
/// The signing keys at one moment, and what each is for, which follows from the clock alone: the latest that has become
/// active signs; one that is still to become active is published already; one that was followed by another verifies
/// until the last token that it signed has expired.
/// </summary>
/// <param name="Keys">In the order in which they become active.</param>
internal sealed record KeyRing(IReadOnlyList<StoredSigningKey> Keys)
{
    /// <summary>
    /// How long a key verifies after the next one became active: the life of a token, and as much again for clocks that
    /// differ.
    /// </summary>
    public static readonly TimeSpan Linger = 2 * AccessTokens.Lifetime;

    /// <summary>
    /// The one that signs; null where there is none. When the clock went back to before the first became active, that
    /// one signs all the same.
    /// </summary>
    public StoredSigningKey? Signer(DateTimeOffset now) =>
        Keys.LastOrDefault(key => key.Active <= now) ?? (Keys.Count > 0 ? Keys[0] : null);

    /// <summary>Those by which a token may be verified, with the next one.</summary>
    public IEnumerable<StoredSigningKey> Verifying(DateTimeOffset now) => Keys.Where(key => now < Retires(key));

    /// <summary>When a key stops to verify; never while no other follows it.</summary>
    public DateTimeOffset Retires(StoredSigningKey key) =>
        Keys.FirstOrDefault(next => next.Active > key.Active) is { } after
            ? after.Active + Linger
            : DateTimeOffset.MaxValue;

    /// <summary>Whether the last key has signed for so long that the next is to be made.</summary>
    public bool IsDue(DateTimeOffset now, TimeSpan term) => Keys.Count == 0 || now - Keys[^1].Active > term;

    /// <summary>As people call it: <c>next</c>, <c>active</c>, <c>retiring</c> or <c>retired</c>.</summary>
    public string State(StoredSigningKey key, DateTimeOffset now) =>
        key.Active > now ? "next"
        : key == Signer(now) ? "active"
        : now < Retires(key) ? "retiring"
        : "retired";
}
