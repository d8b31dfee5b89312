namespace HuskyFhir.Core.Terms;

/// <summary>Code systems that enrollment files and invented people use, beside those that the service's rules name.</summary>
internal static class CodeSystems
{
    public const string IdentifierType = Terminology + "v2-0203";
    public const string NullFlavor = Terminology + "v3-NullFlavor";
    public const string MaritalStatus = Terminology + "v3-MaritalStatus";
    public const string Role = Terminology + "v3-RoleCode";
    public const string CoverageClass = Terminology + "coverage-class";
    public const string SubscriberRelationship = Terminology + "subscriber-relationship";
    public const string OrganizationType = Terminology + "organization-type";
    public const string Degree = Terminology + "v2-0360";
    public const string SiteType = Terminology + "location-physical-type";
    public const string Payment = "https://nahdo.org/sopt";
    public const string Race = "urn:oid:2.16.840.1.113883.6.238";
    public const string Language = "urn:ietf:bcp:47";
    public const string Snomed = "http://snomed.info/sct";
    public const string Taxonomy = "http://nucc.org/provider-taxonomy";
    public const string Currency = "urn:iso:std:iso:4217";
    public const string CoreCategory = "http://hl7.org/fhir/us/core/CodeSystem/us-core-category";
    public const string IncomeFrequency = Systems.Base + "/CodeSystem/husky-income-frequency";
    public const string IncomeSource = Systems.Base + "/CodeSystem/husky-income-source";
    public const string ClaimType = Terminology + "claim-type";
    public const string Priority = Terminology + "processpriority";
    public const string Adjudication = Terminology + "adjudication";
    public const string DenialReason = Systems.Base + "/CodeSystem/husky-denial-reason";
    public const string RequestType = Systems.Base + "/CodeSystem/husky-request-type";
    public const string RequestStatus = Systems.Base + "/CodeSystem/husky-request-status";
    public const string GrievanceReason = Systems.Base + "/CodeSystem/husky-grievance-reason";
    public const string TaskParameter = Systems.Base + "/CodeSystem/husky-task-parameter";
    public const string NoticeKind = Systems.Base + "/CodeSystem/husky-notice-kind";
    public const string Hcpcs = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets";

    private const string Terminology = "http://terminology.hl7.org/CodeSystem/";
}
