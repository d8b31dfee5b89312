using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.ProviderDirectory;

/// <summary>
/// A practitioner at an organisation: what a member's PCP is (US Core PractitionerRole; R4 section 8.4).
/// </summary>
internal static class PractitionerRoleType
{
    public static FhirType Declaration { get; } = Declare().Build();

    private static FhirTypeBuilder<PractitionerRole> Declare()
    {
        var type = new FhirTypeBuilder<PractitionerRole>("Directory", AccessClass.Directory)
            .Must("husky-practitioner-role")
            .Profile("http://hl7.org/fhir/us/core/StructureDefinition/us-core-practitionerrole")
            .Narrates(
                ("Practitioner", static role => Words.Of(role.Practitioner)),
                ("Organisation", static role => Words.Of(role.Organization)),
                ("Role", static role => Words.Of(role.Code)),
                ("Specialty", static role => Words.Of(role.Specialty)),
                ("Sites", static role => Words.Join(", ", role.Location.Select(Words.Of))),
                ("Works there", static role => Words.Of(role.Period)),
                ("Record", static role => role.Active == false ? "not in use" : null)
            )
            .Keys(static role => role.Identifier, Systems.RoleKey)
            .Table(HuskyFhir.Plan.PcpAssignments.PanelTable.Table, HuskyFhir.Plan.PcpAssignments.PanelTable.Of)
            .Identifiers("Any identifier.", static role => role.Identifier)
            .Token(
                "specialty",
                "PractitionerRole.specialty",
                "Specialty, by NUCC taxonomy code.",
                static role => role.Specialty.SelectMany(Tokens.Of)
            )
            .Token(
                "role",
                "PractitionerRole.code",
                "Role at the organisation.",
                static role => role.Code.SelectMany(Tokens.Of)
            )
            .Telecoms(static role => role.Telecom)
            .FlagColumn(
                "active",
                "PractitionerRole.active",
                "Whether the record is in use.",
                static role => role.Active
            )
            .DateColumn(
                "date",
                "PractitionerRole.period",
                "When the practitioner works there.",
                static role => Interval.Of(role.Period)
            )
            .Reference(
                "practitioner",
                "PractitionerRole.practitioner",
                "The person.",
                ["Practitioner"],
                static role => [role.Practitioner]
            )
            .Reference(
                "organization",
                "PractitionerRole.organization",
                "The organisation.",
                ["Organization"],
                static role => [role.Organization]
            )
            .Reference(
                "location",
                "PractitionerRole.location",
                "A site of the practice.",
                ["Location"],
                static role => role.Location
            );
        foreach (var effect in Attribution.OfRoles)
            type.Effect(effect);
        return type;
    }
}
