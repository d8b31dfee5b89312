using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Resources.Writing;

/// <summary>Refusals that more than one road of writing gives, in the same words.</summary>
public static class WriteFaults
{
    /// <summary>405: ids are given by the service, so that an update never creates.</summary>
    public static Fault NoUpdateAsCreate(FhirType type) =>
        new(
            FaultKind.NotAllowed,
            OperationOutcome.IssueType.NotSupported,
            $"There is no such {type.Name} to update, and ids are given by the service; create it with POST {type.Name}.",
            null,
            "update-as-create"
        );

    /// <summary>405 with how a record of this type ends; null when its records may be deleted.</summary>
    public static Fault? NotDeleted(FhirType type) =>
        type.EndsBy is { } how
            ? new(FaultKind.NotAllowed, OperationOutcome.IssueType.NotSupported, how, null, "not-deleted")
            : null;

    internal static Fault Unknown(FhirType type, string id) =>
        new(
            FaultKind.NotFound,
            OperationOutcome.IssueType.NotFound,
            $"{type.Name}/{id} is not known here.",
            null,
            "unknown-id"
        );

    internal static Fault NoMatch(FhirType type, Criteria condition) =>
        new(
            FaultKind.NotFound,
            OperationOutcome.IssueType.NotFound,
            $"No {type.Name} meets the criteria.",
            condition.Place,
            "condition-none"
        );

    internal static Fault ManyMatches(Criteria condition) =>
        new(
            FaultKind.PreconditionFailed,
            OperationOutcome.IssueType.MultipleMatches,
            "More than one resource meets the condition; make it narrower.",
            condition.Place,
            "condition-many"
        );

    internal static Fault Twice(FhirType type) =>
        new(
            FaultKind.Malformed,
            OperationOutcome.IssueType.Duplicate,
            $"Another entry writes the same {type.Name}; a transaction may hold a resource once.",
            null,
            "entry-twice"
        );

    internal static Fault Deleted(FhirType type, Guid id) =>
        new(
            FaultKind.Gone,
            OperationOutcome.IssueType.Deleted,
            $"{type.Name}/{id} was deleted; create a new one.",
            null,
            "deleted"
        );

    internal static Fault? Version(VersionCondition? condition, StoredResource now) => condition?.Refuses(now);
}
