namespace HuskyFhir.Core.Terms;

/// <summary>The canonical URLs of identifier and code systems that the service's rules name.</summary>
public static class Systems
{
    /// <summary>Base of every canonical that this project defines.</summary>
    public const string Base = "https://fhir.huskyfhir.example";

    /// <summary>National Provider Identifier: 10 digits, Luhn over the prefix 80840 (45 CFR 162.406).</summary>
    public const string Npi = "http://hl7.org/fhir/sid/us-npi";

    /// <summary>DSS client id, the member's Medicaid number (Patient, type MA): the business key of a member.</summary>
    public const string ClientId = Base + "/NamingSystem/husky-client-id";

    /// <summary>The case under which DSS keeps a household (Patient): members of one household have the same.</summary>
    public const string HouseholdCase = Base + "/NamingSystem/husky-household-case";

    /// <summary>Member number on the HUSKY Health card (Coverage, type MB): the business key of a coverage.</summary>
    public const string MemberNumber = Base + "/NamingSystem/husky-member-number";

    /// <summary>Key of one household person or representative of one member (RelatedPerson).</summary>
    public const string RelatedPersonKey = Base + "/NamingSystem/husky-related-person";

    /// <summary>Key of one income record (Observation).</summary>
    public const string IncomeKey = Base + "/NamingSystem/husky-income";

    /// <summary>Key of a member's flag "has an advance directive" (Observation): the member's own id.</summary>
    public const string DirectiveFlagKey = Base + "/NamingSystem/husky-directive-flag";

    /// <summary>Key of one document (DocumentReference).</summary>
    public const string DocumentKey = Base + "/NamingSystem/husky-document";

    /// <summary>
    /// Key of one assignment of a member to a primary care provider (CareTeam), where it comes from outside.
    /// </summary>
    public const string AssignmentKey = Base + "/NamingSystem/husky-assignment";

    /// <summary>Key of the panel of an organisation (Group): the organisation's id.</summary>
    public const string PanelKey = Base + "/NamingSystem/husky-panel";

    /// <summary>Case number of a request (Task).</summary>
    public const string CaseNumber = Base + "/NamingSystem/husky-case";

    /// <summary>Key of one notice (Communication): the occasion that it was sent on.</summary>
    public const string NoticeKey = Base + "/NamingSystem/husky-notice";

    /// <summary>Number of a request for an authorisation, or of a claim for payment (Claim).</summary>
    public const string ClaimNumber = Base + "/NamingSystem/husky-claim";

    /// <summary>Number of one decision on either (ClaimResponse); one that replaces another has its own.</summary>
    public const string DecisionNumber = Base + "/NamingSystem/husky-decision";

    /// <summary>Number of an authorisation, which the decisions about it share.</summary>
    public const string AuthorizationNumber = Base + "/NamingSystem/husky-authorization";

    /// <summary>Key of one decision of a member (Consent).</summary>
    public const string ConsentKey = Base + "/NamingSystem/husky-consent";

    /// <summary>Key of one practitioner at one organisation (PractitionerRole).</summary>
    public const string RoleKey = Base + "/NamingSystem/husky-practitioner-role";

    /// <summary>Key of one practice site (Location).</summary>
    public const string LocationKey = Base + "/NamingSystem/husky-location";

    /// <summary>Key of an organisation that has no NPI, such as a state agency.</summary>
    public const string OrganizationKey = Base + "/NamingSystem/husky-organization";

    /// <summary>A client of the service, as it is registered.</summary>
    public const string ApiClient = Base + "/NamingSystem/husky-api-client";

    /// <summary>A request to the service: the <c>X-Request-Id</c> of its answer.</summary>
    public const string Request = Base + "/NamingSystem/husky-request";

    /// <summary>Local observation codes; <c>household-income</c> and its components.</summary>
    public const string ObservationCode = Base + "/CodeSystem/husky-observation-code";
}
