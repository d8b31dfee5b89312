namespace HuskyFhir.Validation.Terminology;

/// <summary>What a look-up found.</summary>
/// <param name="Membership">Whether the code is in.</param>
/// <param name="Reason">Why nobody can tell, to end a sentence; null for the usual reason, that something is not
/// loaded.</param>
public readonly record struct Lookup(Membership Membership, string? Reason = null)
{
    /// <summary>A look-up that needs no reason.</summary>
    public static implicit operator Lookup(Membership membership) => new(membership);

    /// <summary>The reason in words.</summary>
    internal string Why => Reason ?? "the value set or the code system is not loaded";
}
