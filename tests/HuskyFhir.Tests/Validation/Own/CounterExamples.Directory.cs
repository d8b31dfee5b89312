namespace HuskyFhir.Tests.Validation.Own;

/// <content>Of directory.</content>
internal static partial class CounterExamples
{
    private static readonly CounterExample[] Directory =
    [
        ("husky-practitioner", "identifier", null, "cardinality-min", "Practitioner.identifier"),
        ("husky-practitioner", "identifier/0/value", "\"12345\"", "husky-practitioner-1", "Practitioner"),
        ("husky-practitioner", "identifier/0/value", "\"1999901015\"", "husky-practitioner-2", "Practitioner"),
        ("husky-practitioner", "name", null, "cardinality-min", "Practitioner.name"),
        ("husky-practitioner", "name/0/family", null, "cardinality-min", "Practitioner.name[0].family"),
        ("husky-practitioner-role", "active", null, "cardinality-min", "PractitionerRole.active"),
        ("husky-practitioner-role", "practitioner", null, "cardinality-min", "PractitionerRole.practitioner"),
        ("husky-practitioner-role", "organization", null, "cardinality-min", "PractitionerRole.organization"),
        (
            "husky-practitioner-role",
            "location/0/reference",
            "\"Organization/1\"",
            "reference-target",
            "PractitionerRole.location[0]"
        ),
        (
            "husky-practitioner-role",
            "specialty/0/coding/0/system",
            null,
            "cardinality-min",
            "PractitionerRole.specialty[0].coding[0].system"
        ),
        ("husky-practitioner-role", "telecom", null, "husky-role-1", "PractitionerRole"),
        ("husky-organization", "identifier", null, "cardinality-min", "Organization.identifier"),
        ("husky-organization", "identifier/0/value", "\"0999900016\"", "husky-organization-1", "Organization"),
        ("husky-organization", "identifier/0/value", "\"1999900017\"", "husky-organization-2", "Organization"),
        (
            "husky-organization",
            "identifier/0",
            "{\"system\":\"urn:oid:2.16.840.1.113883.4.7\",\"value\":\"7\"}",
            "husky-organization-3",
            "Organization"
        ),
        (
            "husky-organization",
            "identifier/0",
            "{\"system\":\"urn:oid:2.16.840.1.113883.6.300\",\"value\":\"7\"}",
            "husky-organization-4",
            "Organization"
        ),
        ("husky-organization", "active", null, "cardinality-min", "Organization.active"),
        ("husky-organization", "name", null, "cardinality-min", "Organization.name"),
        (
            "husky-organization",
            "address/0/line",
            "[\"1\",\"2\",\"3\",\"4\",\"5\"]",
            "cardinality-max",
            "Organization.address[0].line"
        ),
        ("husky-location", "status", null, "cardinality-min", "Location.status"),
        ("husky-location", "mode", "\"kind\"", "fixed-value", "Location.mode"),
        ("husky-location", "address", null, "cardinality-min", "Location.address"),
        ("husky-location", "address/city", null, "cardinality-min", "Location.address.city"),
        ("husky-location", "address/postalCode", null, "cardinality-min", "Location.address.postalCode"),
        ("husky-location", "managingOrganization", null, "cardinality-min", "Location.managingOrganization"),
    ];
}
