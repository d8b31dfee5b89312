namespace HuskyFhir.Storage.Audit;

/// <summary>
/// Who did or saw what, and when (45 CFR 164.312(b)). Ids only: no names, no search values.
/// </summary>
/// <param name="At">The service's clock.</param>
/// <param name="Client">The authenticated client, or <c>unauthenticated</c>.</param>
/// <param name="Action">Interaction, such as <c>read</c> or <c>search</c>.</param>
/// <param name="Type">FHIR type, when there is one.</param>
/// <param name="Resource">Resource, when there is one.</param>
/// <param name="Version">Its version.</param>
/// <param name="Member">The member whose data it is.</param>
/// <param name="Outcome"><c>ok</c>, or the fault's kind.</param>
/// <param name="Request">The request's id, which the response and the log carry too.</param>
/// <param name="Detail">For a search, the names of its parameters.</param>
/// <param name="Seen">What a search or a history showed, packed.</param>
public sealed record AuditRecord(
    DateTimeOffset At,
    string Client,
    string Action,
    string? Type,
    Guid? Resource,
    long? Version,
    Guid? Member,
    string Outcome,
    string Request,
    string? Detail = null,
    byte[]? Seen = null
)
{
    /// <summary>Why, as a code of v3-PurposeOfUse such as <c>TREAT</c>; null where the token did not say.</summary>
    public string? Purpose { get; init; }

    /// <summary>The reason that was given in words, for emergency access.</summary>
    public string? Reason { get; init; }
}
