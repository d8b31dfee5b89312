using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>Codes of the PCP assignment.</summary>
public static class AssignmentTerms
{
    /// <summary>SNOMED CT "Primary care provider" (US Core CareTeam).</summary>
    public const string PcpRole = "453231000124104";

    /// <summary>Why an assignment began (<c>CareTeam.reasonCode</c>), or ended (<see cref="EndReason"/>).</summary>
    public const string Reasons = Systems.Base + "/CodeSystem/husky-assignment-reason";

    /// <summary>The extension that says why an assignment ended.</summary>
    public const string EndReason = Systems.Base + "/StructureDefinition/husky-end-reason";

    /// <summary>The member, or who speaks for the member, chose the provider.</summary>
    public const string Chosen = "chosen";

    /// <summary>The plan assigned the provider.</summary>
    public const string Assigned = "assigned";

    /// <summary>One provider took the place of another.</summary>
    public const string Changed = "changed";

    /// <summary>The member moved.</summary>
    public const string Moved = "moved";

    /// <summary>The provider's panel was closed.</summary>
    public const string PanelClosed = "panel-closed";

    /// <summary>The provider left.</summary>
    public const string ProviderLeft = "provider-left";

    /// <summary>Ended without another provider in the place.</summary>
    public const string Removed = "removed";

    /// <summary>Taken back before it took effect.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>The member's record named the provider before there was an assignment.</summary>
    public const string Recorded = "recorded";

    /// <summary>A reason as it stands in a resource.</summary>
    public static CodeableConcept Concept(string reason) => new(Reasons, reason);

    /// <summary>Whether a concept is the role of a primary care provider.</summary>
    public static bool IsPcp(CodeableConcept concept) =>
        concept.Coding.Any(static coding => coding is { System: "http://snomed.info/sct", Code: PcpRole });
}
