using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Resources.Types.Narratives;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// The panel of a provider organisation: the members whose primary care provider works there (PDex provider group; R4
/// section 8.10). Stored without its members, who follow from the assignments and are added when it is read (<see
/// cref="PanelView"/>): a change of one member rewrites no list of thousands. It is in nobody's compartment: it would
/// tell each member's record of all the others.
/// </summary>
internal static class GroupType
{
    public static FhirType Declaration { get; } =
        new FhirTypeBuilder<Group>("PcpAssignments", AccessClass.Organization)
            .Must("husky-panel")
            .Profile("http://hl7.org/fhir/us/davinci-pdex/StructureDefinition/pdex-provider-group")
            .Ends("A panel is kept for good: set active to false.")
            .Narrates(
                ("Name", static group => group.Name),
                ("Organisation", static group => Words.Of(group.ManagingEntity)),
                ("Record", static group => group.Active == false ? "not in use" : null)
            )
            .Keys(static group => group.Identifier, Systems.PanelKey)
            .Rule(Check)
            .Completes(PanelView.CompleteAsync)
            .Identifiers(
                "The organisation's id in the panel system, or any other identifier.",
                static group => group.Identifier
            )
            .TokenColumn("type", "Group.type", "Kind of member: person.", static group => Tokens.Of(group.TypeElement))
            .FlagColumn("actual", "Group.actual", "Whether its members are listed.", static group => group.Actual)
            .Token("code", "Group.code", "What the members have in common.", static group => Tokens.Of(group.Code))
            .Reference(
                "managing-entity",
                "Group.managingEntity",
                "The organisation whose panel it is.",
                ["Organization"],
                static group => [group.ManagingEntity]
            )
            .ReferenceIn("member", "Group.member.entity", "A member of the panel.", ["Patient"], PanelView.Members)
            .Build();

    private static IEnumerable<Issue> Check(Group group)
    {
        if (group.Member.Count > 0)
            yield return Issue.Error(
                OperationOutcome.IssueType.BusinessRule,
                "The members of a panel follow from their assignments: leave member out, and use $member-add and $member-remove.",
                "Group.member",
                "panel-members"
            );
        if (group.ManagingEntity?.Reference is null)
            yield return Issue.Error(
                OperationOutcome.IssueType.Required,
                "A panel belongs to an organisation: give managingEntity.reference.",
                "Group.managingEntity",
                "panel-organization"
            );
    }
}
