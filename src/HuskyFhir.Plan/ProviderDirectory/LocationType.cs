using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.ProviderDirectory;

/// <summary>A practice site (US Core Location; R4 section 8.7).</summary>
internal static class LocationType
{
    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<Location>("Directory", AccessClass.Directory)
            .Must("husky-location")
            .Profile("http://hl7.org/fhir/us/core/StructureDefinition/us-core-location")
            .Narrates(
                ("Name", static location => location.Name),
                ("Address", static location => Words.Of(location.Address)),
                ("Telephone", static location => Words.Of(location.Telecom, ContactPoint.ContactPointSystem.Phone)),
                ("Run by", static location => Words.Of(location.ManagingOrganization)),
                ("Status", static location => location.StatusElement?.JsonValue as string)
            )
            .Keys(static location => location.Identifier, Systems.LocationKey)
            .Identifiers("Any identifier.", static location => location.Identifier)
            .Text(
                "name",
                "Location.name | Location.alias",
                "A name or alias.",
                static location => [location.Name, .. location.Alias]
            )
            .Addresses(static location => location.Address is null ? [] : [location.Address])
            .TokenColumn(
                "status",
                "Location.status",
                "Active, suspended or inactive.",
                static location => Tokens.Of(location.StatusElement)
            )
            .Token("type", "Location.type", "Kind of site.", static location => location.Type.SelectMany(Tokens.Of))
            .Reference(
                "organization",
                "Location.managingOrganization",
                "The organisation that runs it.",
                ["Organization"],
                static location => [location.ManagingOrganization]
            )
            .Reference(
                "partof",
                "Location.partOf",
                "The site that this one is part of.",
                ["Location"],
                static location => [location.PartOf]
            )
            .Build();
}
