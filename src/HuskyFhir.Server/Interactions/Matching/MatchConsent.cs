using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Matching;

/// <summary>
/// The consent, or the attestation of treatment, that comes with a match (HRex member-match; PDex
/// provider-member-match). Faults: 422.
/// </summary>
internal static class MatchConsent
{
    /// <summary>Until when it holds, in UTC ticks, or why it cannot be honoured.</summary>
    /// <param name="consent">As sent.</param>
    /// <param name="now">The service's clock.</param>
    public static Result<long> Until(Consent? consent, DateTimeOffset now)
    {
        if (consent is null)
            return Refused("Give the consent as a Consent.", "consent-missing");
        if (consent.Status != Consent.ConsentState.Active)
            return Refused("The consent is not active.", "consent-inactive");
        if (consent.Provision?.Type == Consent.ConsentProvisionType.Deny)
            return Refused("The consent denies what is asked.", "consent-denies");
        if (consent.Provision?.Provision.Count > 0)
            return Refused("The consent has exceptions that this service cannot keep apart.", "consent-exceptions");
        var period = consent.Provision?.Period is { } given ? Interval.Of(given) : null;
        if (period is { } known && (known.Low > now.UtcTicks || known.High <= now.UtcTicks))
            return Refused("The consent's period does not include today.", "consent-period");
        return period?.High ?? long.MaxValue;
    }

    private static Fault Refused(string text, string rule) =>
        new(FaultKind.Unprocessable, IssueType.BusinessRule, text, "Consent", rule);
}
