using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.ProviderDirectory;

/// <summary>A provider organisation, the plan, or an agency (US Core Organization; R4 section 8.6).</summary>
internal static class OrganizationType
{
    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<Organization>("Directory", AccessClass.Directory)
            .Must("husky-organization")
            .Profile("http://hl7.org/fhir/us/core/StructureDefinition/us-core-organization")
            .Narrates(
                ("Name", static organization => organization.Name),
                ("Kind", static organization => Words.Of(organization.Type)),
                ("NPI", static organization => Words.Of(organization.Identifier, Systems.Npi)),
                ("Address", static organization => Words.Of(organization.Address.FirstOrDefault())),
                (
                    "Telephone",
                    static organization => Words.Of(organization.Telecom, ContactPoint.ContactPointSystem.Phone)
                ),
                ("Record", static organization => organization.Active == false ? "not in use" : null)
            )
            .Keys(static organization => organization.Identifier, Systems.Npi, Systems.OrganizationKey)
            .Rule(static organization => NpiRule.Check(organization.Identifier, "Organization"))
            .Identifiers("The NPI, or any other identifier.", static organization => organization.Identifier)
            .Text(
                "name",
                "Organization.name | Organization.alias",
                "A name or alias.",
                static organization => [organization.Name, .. organization.Alias]
            )
            .Addresses(static organization => organization.Address)
            .FlagColumn(
                "active",
                "Organization.active",
                "Whether the record is in use.",
                static organization => organization.Active
            )
            .Token(
                "type",
                "Organization.type",
                "Kind of organisation.",
                static organization => organization.Type.SelectMany(Tokens.Of)
            )
            .Reference(
                "partof",
                "Organization.partOf",
                "The organisation that this one is part of.",
                ["Organization"],
                static organization => [organization.PartOf]
            )
            .Build();
}
