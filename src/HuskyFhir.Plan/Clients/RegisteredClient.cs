using HuskyFhir.Core.Access;

namespace HuskyFhir.Plan.Clients;

/// <summary>A client as it was registered: what it is, and the most that it may ask for.</summary>
/// <param name="Id">As in its tokens and in every audit row.</param>
/// <param name="Kind">Which part of the policy applies.</param>
public sealed record RegisteredClient(string Id, CallerKind Kind)
{
    /// <summary>For people; the id where none was given.</summary>
    public string Name { get; init; } = Id;

    /// <summary>For a provider: its organisation's NPI.</summary>
    public string? Npi { get; init; }

    /// <summary>
    /// The scopes that it may be granted; null where its tokens come from elsewhere and no limit was set.
    /// </summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>The purposes of use that it may name, as codes of v3-PurposeOfUse.</summary>
    public IReadOnlyList<string> Purposes { get; init; } = [];

    /// <summary>Where its keys are published; null where they were given by value.</summary>
    public Uri? KeysUrl { get; init; }

    /// <summary>Its public keys, where they were given by value.</summary>
    public IReadOnlyList<ClientKey> Keys { get; init; } = [];

    /// <summary>Whether it may come in.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>A client's public key.</summary>
/// <param name="Id">Its <c>kid</c>.</param>
/// <param name="Jwk">The key, as JSON (RFC 7517).</param>
/// <param name="Added">Since when it is known.</param>
/// <param name="Until">When its overlap with the keys that replaced it ends; null while it is current.</param>
public sealed record ClientKey(string Id, string Jwk, DateTimeOffset Added, DateTimeOffset? Until = null)
{
    /// <summary>Whether it may still be used.</summary>
    public bool Holds(DateTimeOffset now) => Until is not { } end || now < end;
}
