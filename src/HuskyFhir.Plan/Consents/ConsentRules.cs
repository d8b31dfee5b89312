using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Terms;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Plan.Consents;

/// <summary>
/// What a privacy consent must be for the service to keep what it promises. A decision that could not be enforced is
/// refused, so that no member relies on it (45 CFR 164.522(a)(1)(iii): a covered entity that agrees to a restriction
/// may not violate it). Faults: 422.
/// </summary>
internal static class ConsentRules
{
    /// <summary>Terms of one consent.</summary>
    private const int Most = 200;

    public static IEnumerable<Issue> Check(Consent consent, FhirTypeCatalog types)
    {
        if (consent.Patient?.Reference is null)
            yield return Error(
                OperationOutcome.IssueType.Required,
                "A consent here belongs to a member: give patient.reference.",
                "patient",
                "patient-required"
            );
        if (ConsentKinds.IsAmbiguous(consent))
            yield return Error(
                OperationOutcome.IssueType.BusinessRule,
                "An advance directive (scope adr) is no other decision: it is written and seen by others. Record a "
                    + "decision about privacy, research or treatment as a Consent of its own.",
                "scope",
                "consent-scope"
            );
        if (!ConsentKinds.IsPrivacy(consent) || consent.Status != Consent.ConsentState.Active)
            yield break;
        if (consent.Provision is not { } provision)
        {
            yield return Error(
                OperationOutcome.IssueType.Required,
                "An active privacy consent says what it permits or denies: give provision.",
                "provision",
                "provision-required"
            );
            yield break;
        }

        if (provision.Type is null)
            yield return Error(
                OperationOutcome.IssueType.Required,
                "Say whether the provision permits or denies.",
                "provision.type",
                "provision-type"
            );
        if (provision.Provision.Count > 0)
            yield return Error(
                OperationOutcome.IssueType.NotSupported,
                "Exceptions within a provision are not kept apart here; record each as a consent of its own.",
                "provision.provision",
                "provision-nested"
            );
        if (provision.Data.Count > 0 || provision.DataPeriod is not null)
            yield return Error(
                OperationOutcome.IssueType.NotSupported,
                "A provision about single resources or a period of data cannot be enforced here; name types, codes or labels.",
                "provision.data",
                "provision-data"
            );
        foreach (var issue in Actors(provision).Concat(Classes(provision, types)).Concat(Labels(provision)))
            yield return issue;
        if (ConsentTerms.Count(provision) > Most)
            yield return Error(
                OperationOutcome.IssueType.TooCostly,
                $"The provision stands for more than {Most} rules; record it as several consents.",
                "provision",
                "provision-too-large"
            );
    }

    private static IEnumerable<Issue> Actors(Consent.provisionComponent provision) =>
        provision
            .Actor.Where(static actor => !NamesOrganization(actor.Reference))
            .Select(static _ =>
                Error(
                    OperationOutcome.IssueType.NotSupported,
                    "Name the organisation that is meant, as Organization/id: clients work for organisations, and are told apart by them.",
                    "provision.actor",
                    "provision-actor"
                )
            );

    /// <summary>By its address here, or by a link that the transaction around it settles.</summary>
    private static bool NamesOrganization(ResourceReference? reference) =>
        References.Read(reference) is { Type: "Organization", Id: not null }
        || reference?.Reference?.StartsWith("Organization?", StringComparison.Ordinal) == true
        || (
            reference is { Type: "Organization" }
            && reference.Reference?.StartsWith("urn:uuid:", StringComparison.Ordinal) == true
        );

    private static IEnumerable<Issue> Classes(Consent.provisionComponent provision, FhirTypeCatalog types) =>
        provision
            .Class.Where(coding =>
                coding.System != ConsentTerms.ResourceTypes || types.Find(coding.Code ?? string.Empty) is null
            )
            .Select(static coding =>
                Error(
                    OperationOutcome.IssueType.CodeInvalid,
                    $"'{coding.Code}' is not a resource type of this service, by {ConsentTerms.ResourceTypes}.",
                    "provision.class",
                    "provision-class"
                )
            );

    private static IEnumerable<Issue> Labels(Consent.provisionComponent provision)
    {
        foreach (var label in provision.SecurityLabel.Where(static label => Sensitivity.Of(label) == Restriction.None))
            yield return Error(
                OperationOutcome.IssueType.CodeInvalid,
                $"'{label.Code}' is not a label by which records are kept apart here; the table of labels is in the reference.",
                "provision.securityLabel",
                "provision-label"
            );
        if (provision.Type == Consent.ConsentProvisionType.Permit && provision.SecurityLabel.Count == 0)
            yield return Error(
                OperationOutcome.IssueType.Required,
                "A release names the sensitive kinds that it opens: give provision.securityLabel. All else is open to the member's providers without a consent.",
                "provision.securityLabel",
                "provision-label"
            );
    }

    private static Issue Error(OperationOutcome.IssueType code, string text, string element, string detail) =>
        Issue.Error(code, text, "Consent." + element, detail);
}
