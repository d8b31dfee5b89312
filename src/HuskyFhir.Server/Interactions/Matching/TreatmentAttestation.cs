using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Matching;

/// <summary>
/// A provider's attestation that it treats somebody, as PDex 2.2.0 asks for it (StructureDefinition
/// provider-treatment-relationship-consent): who
/// attests, of whom, when, since when, for whom and for what. Faults: 422 <c>attestation-incomplete</c>,
/// <c>attestation-of-another</c>.
/// </summary>
internal static class TreatmentAttestation
{
    private const string Scopes = "http://terminology.hl7.org/CodeSystem/consentscope";

    /// <summary>The guide's editions differ in the scope.</summary>
    private static readonly string[] AsScope = ["treatment", "patient-privacy"];

    private static readonly string[] Attesters = ["Practitioner", "PractitionerRole", "Organization"];

    /// <summary>The attestation among the parts of one person's description.</summary>
    public static Consent? In(Parameters.ParameterComponent person) =>
        person.Part.Find(static part => part.Name is "Consent" or "TreatmentAttestation")?.Resource as Consent;

    /// <summary>All that it lacks; nothing where it is whole.</summary>
    /// <param name="consent">As sent; null where there is none.</param>
    /// <param name="at">Where in the request it stands, such as <c>MemberBundle[0].Consent</c>.</param>
    /// <param name="attester">The organization that attests.</param>
    /// <param name="npis">By which numbers it is known.</param>
    /// <param name="now">The service's clock.</param>
    public static IEnumerable<Issue> Lacks(
        Consent? consent,
        string at,
        Guid attester,
        IReadOnlyCollection<string> npis,
        DateTimeOffset now
    )
    {
        if (consent is null)
            return [Lack("Give the attestation of treatment as a Consent.", at)];
        return Said(consent, at, now).Concat(Provided(consent.Provision, at)).Concat(Of(consent, at, attester, npis));
    }

    /// <summary>
    /// As it is kept with the member's record: of this member, and without links that lead nowhere here. It opens no
    /// sensitive record: its scope is treatment.
    /// </summary>
    public static Consent Kept(Consent consent, Guid member, Guid organization, string key)
    {
        var kept = (Consent)consent.DeepCopy();
        (kept.Id, kept.Meta, kept.Text, kept.Contained) = (null, null, null, []);
        kept.Identifier =
        [
            .. kept.Identifier.Where(static each => each.System != Systems.ConsentKey),
            new(Systems.ConsentKey, key),
        ];
        kept.Scope = new(Scopes, "treatment");
        foreach (var (reference, _) in References.In(kept))
        {
            reference.Display ??= reference.Identifier is null ? reference.Reference : null;
            reference.Reference = null;
        }

        kept.Patient = new($"Patient/{member:D}");
        kept.Organization.Insert(0, new($"Organization/{organization:D}"));
        return kept;
    }

    private static IEnumerable<Issue> Said(Consent consent, string at, DateTimeOffset now)
    {
        if (consent.Status != Consent.ConsentState.Active)
            yield return Lack("The attestation is active.", $"{at}.status");
        if (consent.Scope?.Coding.Exists(static code => code.System == Scopes && AsScope.Contains(code.Code)) != true)
            yield return Lack($"Say that it is about treatment: {Scopes}|treatment.", $"{at}.scope");
        if (consent.Category.Count == 0)
            yield return Lack("Say what kind of consent it is, such as LOINC 64292-6.", $"{at}.category");
        if (consent.Patient is null)
            yield return Lack("Say who is treated.", $"{at}.patient");
        if (Interval.Of(consent.DateTime) is not { } made || made.Low > now.UtcTicks)
            yield return Lack("Say when it was attested, which is not in the future.", $"{at}.dateTime");
        if (!consent.Performer.Exists(IsAttester))
            yield return Lack(
                "Say who attests: a practitioner, a role or an organization, by NPI or by reference.",
                $"{at}.performer"
            );
        if (consent.Policy.Count == 0 && consent.PolicyRule is null)
            yield return Lack("Say by which policy it is attested (policy or policyRule).", $"{at}.policy");
    }

    private static IEnumerable<Issue> Provided(Consent.provisionComponent? provision, string at)
    {
        if (provision?.Type != Consent.ConsentProvisionType.Permit)
            yield return Lack("The provision permits.", $"{at}.provision.type");
        if (provision?.Period?.Start is null)
            yield return Lack("Say since when the person is treated: period.start.", $"{at}.provision.period");
        if (provision?.Actor.Exists(static actor => IsAttester(actor.Reference)) != true)
            yield return Lack("Say who treats the person and receives the record.", $"{at}.provision.actor");
        if (provision?.Purpose.Exists(static purpose => purpose.Code == "TREAT") != true)
            yield return Lack("Say for which purpose: TREAT of v3-ActReason.", $"{at}.provision.purpose");
    }

    private static IEnumerable<Issue> Of(Consent consent, string at, Guid attester, IReadOnlyCollection<string> npis)
    {
        var named = consent
            .Organization.Concat(consent.Performer)
            .Concat((consent.Provision?.Actor ?? []).Select(static actor => actor.Reference));
        bool IsIt(ResourceReference? each) =>
            References.IdOf(each, "Organization") == attester
            || (each?.Identifier is { System: Systems.Npi, Value: { } npi } && npis.Contains(npi));
        if (!named.Any(IsIt))
            yield return Issue.Error(
                IssueType.BusinessRule,
                "It is your own organization that attests: name it in organization, performer or provision.actor, "
                    + "by its NPI.",
                $"{at}.organization",
                "attestation-of-another"
            );
    }

    private static bool IsAttester(ResourceReference? who) =>
        who is { Identifier.Value.Length: > 0 }
        || (
            who?.Reference is { } text
            && Attesters.Any(type => $"/{text}".Contains($"/{type}/", StringComparison.Ordinal))
        );

    private static Issue Lack(string text, string expression) =>
        Issue.Error(IssueType.Required, text, expression, "attestation-incomplete");
}
