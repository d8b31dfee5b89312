using Hl7.Fhir.Model;

namespace HuskyFhir.Plan.Determinations;

/// <summary>What claims and decisions say, as a person would write it.</summary>
internal static class DecisionWords
{
    public static string? Of(ClaimUseCode? use) =>
        use switch
        {
            ClaimUseCode.Preauthorization => "authorised beforehand",
            ClaimUseCode.Predetermination => "estimated",
            ClaimUseCode.Claim => "paid",
            _ => null,
        };

    public static string? Action(ClaimResponse response) =>
        DecisionReader.Action(response) switch
        {
            ActionKind.DeniedFull => "denied",
            ActionKind.DeniedPartial => "denied in part",
            ActionKind.Suspended => "suspended",
            ActionKind.Reduced => "reduced",
            ActionKind.Terminated => "ended",
            _ => null,
        };

    public static string? Received(Claim claim) =>
        claim.GetExtensionValue<FhirDateTime>(DecisionTerms.Received)?.Value ?? claim.Created;

    /// <summary>The day with its reason.</summary>
    public static string? Due(DomainResource resource) =>
        DecisionClock.Of(resource) is { Due: { } due } clock
            ? $"{due} ({clock.Reason}){clock.Met switch { true => ", in time", false => ", late", null => string.Empty }}"
            : null;
}
