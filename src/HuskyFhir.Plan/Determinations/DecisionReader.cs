using Hl7.Fhir.Model;
using HuskyFhir.Resources.Types;
using static Hl7.Fhir.Model.FinancialResourceStatusCodes;

namespace HuskyFhir.Plan.Determinations;

/// <summary>Reads a stored decision; it was checked when it was written, and what is missing is null.</summary>
public static class DecisionReader
{
    /// <summary>The decision that a ClaimResponse says.</summary>
    public static Decision Read(ClaimResponse response) =>
        new()
        {
            Id = Guid.TryParseExact(response.Id, "D", out var id) ? id : null,
            Patient = response.Patient,
            Member = References.IdOf(response.Patient, "Patient"),
            Action = Action(response),
            NoticeDate = DecisionTerms.Day(response, DecisionTerms.NoticeDate),
            ActionDate = DecisionTerms.Day(response, DecisionTerms.ActionDate),
            NoticeException = response.GetExtensionValue<Code>(DecisionTerms.NoticeException)?.Value,
            Programme = DecisionClock.Of(response)?.Programme,
            Use = response.Use,
            Request = response.Request,
            Claim = References.IdOf(response.Request, "Claim"),
            PreviousAuthorization = response.GetExtensionValue<ResourceReference>(DecisionTerms.PreviousAuthorization),
            Replaces = References.IdOf(
                response.GetExtensionValue<ResourceReference>(DecisionTerms.Replaces),
                "ClaimResponse"
            ),
            InForce = response.Status == Active && IsFinal(response),
        };

    /// <summary>What it does to the service; null where it takes nothing.</summary>
    internal static ActionKind? Action(ClaimResponse response) =>
        ActionKinds.Find(response.GetExtensionValue<Code>(DecisionTerms.Action)?.Value);

    /// <summary>
    /// Whether it is a decision, and not word that one is still to come or that the request could not be read.
    /// </summary>
    internal static bool IsFinal(ClaimResponse response) =>
        response.Outcome is ClaimProcessingCodes.Complete or ClaimProcessingCodes.Partial;
}
