using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;

namespace HuskyFhir.Plan.Terms;

/// <summary>
/// Which kind of decision a Consent is. The kinds exclude each other: what decides about privacy is no directive,
/// whatever else it says it is,
/// and a Consent that says both is refused by the rules of consents.
/// </summary>
internal static class ConsentKinds
{
    private const string Scopes = "http://terminology.hl7.org/CodeSystem/consentscope";
    private const string Directive = "adr";
    private const string ApiPurpose = "http://hl7.org/fhir/us/davinci-pdex/CodeSystem/pdex-consent-api-purpose";

    /// <summary>About who may see the record.</summary>
    public static bool IsPrivacy(Consent consent) => Has(consent.Scope, Scopes, "patient-privacy");

    /// <summary>An advance directive and nothing else.</summary>
    public static bool IsDirective(Consent consent) => Has(consent.Scope, Scopes, Directive) && !IsAmbiguous(consent);

    /// <summary>
    /// Whether it says that it is a directive and something else: nobody could tell who may write it, and who may see
    /// it.
    /// </summary>
    public static bool IsAmbiguous(Consent consent) =>
        Has(consent.Scope, Scopes, Directive)
        && consent.Scope.Coding.Any(static coding => coding.System == Scopes && coding.Code != Directive);

    /// <summary>Who may write it.</summary>
    public static WriteContent ContentOf(Consent consent) =>
        IsDirective(consent) ? WriteContent.Directive : WriteContent.PrivacyDecision;

    /// <summary>No sharing with providers through the Provider Access API (CMS-0057-F; PDex consent).</summary>
    public static bool IsOptOut(Consent consent) =>
        IsPrivacy(consent) && consent.Category.Any(static category => Has(category, ApiPurpose, "provider-access"));

    /// <summary>A sensitive kind of record is opened to someone (42 CFR 2.31).</summary>
    public static bool IsRelease(Consent consent) =>
        IsPrivacy(consent) && !IsOptOut(consent) && consent.Provision?.Type == Consent.ConsentProvisionType.Permit;

    /// <summary>The rule, with the rules within it.</summary>
    public static IEnumerable<Consent.provisionComponent> Provisions(Consent consent) =>
        consent.Provision is { } root ? Walk(root) : [];

    private static IEnumerable<Consent.provisionComponent> Walk(Consent.provisionComponent provision) =>
        provision.Provision.SelectMany(Walk).Prepend(provision);

    private static bool Has(CodeableConcept? concept, string system, string code) =>
        concept?.Coding.Any(coding => coding.System == system && coding.Code == code) == true;
}
