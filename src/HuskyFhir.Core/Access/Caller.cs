namespace HuskyFhir.Core.Access;

/// <summary>What kind of organisation a client works for; decides which part of the policy applies.</summary>
public enum CallerKind
{
    /// <summary>A provider organisation's EHR: the members whose current PCP works there.</summary>
    Provider,

    /// <summary>DSS: what eligibility needs.</summary>
    Agency,

    /// <summary>The plan itself.</summary>
    Plan,
}

/// <summary>Who asks: an authenticated client. Never built without a verified token or a local command.</summary>
/// <param name="ClientId">As registered; in every audit row.</param>
/// <param name="Kind">Which part of the policy applies.</param>
/// <param name="Organization">The provider organisation's resource id; null for other kinds.</param>
/// <param name="Scopes">As granted in the token.</param>
/// <param name="Purpose">Why, as a code of v3-PurposeOfUse such as <c>TREAT</c> or <c>BTG</c>; null where the token
/// does not say.</param>
public sealed record Caller(
    string ClientId,
    CallerKind Kind,
    Guid? Organization,
    ScopeSet Scopes,
    string? Purpose = null
)
{
    /// <summary>
    /// The one member whom a request in an emergency is about; null while none is named, and in the usual course.
    /// </summary>
    public Guid? Member { get; init; }

    /// <summary>Whether elements that are for the plan alone are left out of what it is shown.</summary>
    public bool Masked => Kind != CallerKind.Plan;

    /// <summary>
    /// The service itself, where something follows from a write of this client; the audit names the client.
    /// </summary>
    public Caller Service => Operator with { ClientId = ClientId };

    /// <summary>The plan's own commands on this machine, such as <c>load</c>.</summary>
    public static Caller Operator { get; } = new("operator", CallerKind.Plan, null, ScopeSet.Parse("system/*.cruds"));
}
