using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.LegalClocks;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// What the clock of a request counts from, with the time that was added to it in writing (42 CFR 440.230(e)(1)).
/// Faults: those of <see cref="Extensions"/>.
/// </summary>
internal static class ClaimExtensions
{
    public static Result<ClockFacts> Facts(DeadlineRules book, Claim claim, HuskyProgramme programme)
    {
        var id = DecisionTerms.IsExpedited(claim) ? DeadlineId.ExpeditedAuthorization : DeadlineId.Authorization;
        var facts = new ClockFacts(programme)
        {
            Received = DecisionTerms.Moment(ClaimRules.ReceivedAt(claim) ?? claim.Created),
        };
        foreach (var extension in claim.GetExtensions(DecisionTerms.Extended).Select(Read))
        {
            if (Extensions.Refuse(book, id, facts, extension) is { } fault)
                return fault;
            facts = facts with { Extensions = [.. facts.Extensions, extension] };
        }

        return facts;
    }

    private static ClockExtension Read(Extension extended) =>
        new(
            DecisionTerms.Moment(extended.GetExtensionValue<FhirDateTime>("noticed")?.Value) ?? DateTimeOffset.MaxValue,
            extended.GetExtensionValue<PositiveInt>("days")?.Value ?? 0,
            extended.GetExtensionValue<FhirString>("reason")?.Value ?? string.Empty,
            extended.GetExtensionValue<FhirBoolean>("by-requester")?.Value == true
        );
}
