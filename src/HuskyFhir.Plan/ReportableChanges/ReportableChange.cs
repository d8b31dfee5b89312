namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>
/// One change that a write made, as it is kept: a row of <c>reportable_changes</c>, written in the write's own
/// transaction and never altered.
/// </summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Member">Whose.</param>
/// <param name="Kind">Of what.</param>
/// <param name="Before">What was, as JSON text in one fixed form, so that equal values are equal texts; null for
/// nothing.</param>
/// <param name="After">What is, in the same form; null for nothing.</param>
/// <param name="Effective">The day in Connecticut from which it holds.</param>
/// <param name="Reporter">Who reported it, as a reference; null where only the client is known.</param>
/// <param name="Client">The client that wrote it.</param>
/// <param name="Known">When the service learned of it.</param>
/// <param name="Due">The last day to tell DSS; null where no rule sets one, such as for an income that moved by 100 USD
/// a month or less.</param>
/// <param name="ExchangeDue">The last day to tell the exchange marketplace; null as before.</param>
/// <param name="Type">FHIR type of the resource that changed.</param>
/// <param name="Resource">Its id.</param>
/// <param name="Version">Its version with the change; the one before it has what was.</param>
/// <param name="Source">How it came: <c>client</c>, <c>load</c>, or <c>partner:</c> with a partner's name.</param>
public sealed record ReportableChange(
    Guid Id,
    Guid Member,
    ChangeKind Kind,
    string? Before,
    string? After,
    DateOnly Effective,
    string? Reporter,
    string Client,
    DateTimeOffset Known,
    DateOnly? Due,
    DateOnly? ExchangeDue,
    string Type,
    Guid Resource,
    long Version,
    string Source
);

/// <summary>A change with where it stands on its way to one partner.</summary>
/// <param name="Change">What changed.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Run">The run that has it; null in none.</param>
/// <param name="Reason">Why it was set aside, refused or not needed; a sentence without a member's data.</param>
public sealed record ChangeStanding(ReportableChange Change, ChangeState State, Guid? Run, string? Reason);
