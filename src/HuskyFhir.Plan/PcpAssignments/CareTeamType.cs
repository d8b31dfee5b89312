using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// The assignment of a member to a primary care provider: now, in the past, or from a day to come (US Core CareTeam; R4
/// section 9.7). What it says, the member's record and the organisation's panel say too.
/// </summary>
internal static class CareTeamType
{
    public static FhirType Declaration { get; } = Declare().Build();

    private static FhirTypeBuilder<CareTeam> Declare()
    {
        var type = new FhirTypeBuilder<CareTeam>("PcpAssignments", AccessClass.Member)
            .Must("husky-pcp-assignment")
            .Profile("http://hl7.org/fhir/us/core/StructureDefinition/us-core-careteam")
            .Ends(
                "An assignment ends by its provider's period: set participant.period.end. One that was entered in error gets that status."
            )
            .BelongsTo(static team => team.Subject, "CareTeam.subject", "patient", "subject")
            .Narrates(
                ("Primary care", static team => Words.Of(Assignment.Pcp(team)?.Member)),
                ("When", static team => Words.Of(Assignment.Pcp(team)?.Period)),
                ("Of", static team => Words.Of(team.Subject)),
                ("Began", static team => Words.Of(team.ReasonCode)),
                (
                    "Ended",
                    static team => Words.Of(team.GetExtension(AssignmentTerms.EndReason)?.Value as CodeableConcept)
                ),
                ("Status", static team => team.StatusElement?.JsonValue as string)
            )
            .Keys(static team => team.Identifier, Systems.AssignmentKey)
            .Rule(AssignmentRules.Check)
            .Table(AssignmentTable.Table, AssignmentTable.Of)
            .Identifiers("Any identifier.", static team => team.Identifier)
            .TokenColumn(
                "status",
                "CareTeam.status",
                "Proposed, active, inactive, or entered in error.",
                static team => Tokens.Of(team.StatusElement)
            )
            .Token("category", "CareTeam.category", "Kind of team.", static team => team.Category.SelectMany(Tokens.Of))
            .Token(
                "role",
                "CareTeam.participant.role",
                "What a participant is, such as primary care provider.",
                static team => team.Participant.SelectMany(static each => each.Role).SelectMany(Tokens.Of)
            )
            .DateColumn(
                "date",
                "CareTeam.period",
                "When the provider is responsible.",
                static team => Interval.Of(team.Period)
            )
            .Reference(
                "participant",
                "CareTeam.participant.member",
                "Who takes part: the primary care provider.",
                ["PractitionerRole", "Practitioner", "Organization", "RelatedPerson", "Patient"],
                static team => team.Participant.Select(static each => each.Member)
            )
            .CareDate("date")
            .Compartment("participant");
        foreach (var effect in Attribution.OfAssignments)
            type.Effect(effect);
        return type;
    }
}
