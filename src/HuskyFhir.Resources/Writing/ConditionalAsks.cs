using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Resources.Writing;

/// <summary>A write of which only the store can say what becomes of it; its transaction settles that first.</summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Grant">The permission for this interaction on this type.</param>
/// <param name="When">Finds the resource; null where it is named by its id.</param>
public abstract record OpenCommand(FhirType Type, Grant Grant, Criteria? When) : WriteCommand(Type, Grant);

/// <summary>
/// conditional create (R4 section 3.1.0.8.1): none found is created, one is left as it is, more are refused.
/// </summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Grant">The permission to create.</param>
/// <param name="Resource">Taken over.</param>
/// <param name="NewId">The id when it is created.</param>
/// <param name="Unless">Nothing is created when this finds one.</param>
public sealed record ConditionalCreateCommand(
    FhirType Type,
    Grant Grant,
    Resource Resource,
    Guid NewId,
    Criteria Unless
) : OpenCommand(Type, Grant, Unless);

/// <summary>
/// conditional update (R4 section 3.1.0.4.3): none found is created, one is updated, more are refused.
/// </summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Grant">The permission to update.</param>
/// <param name="Resource">Taken over.</param>
/// <param name="NewId">The id when it is created.</param>
/// <param name="GivenId">The id in the body; null without one.</param>
/// <param name="Where">Finds the resource.</param>
/// <param name="Creating">The permission to create, or why there is none.</param>
/// <param name="IfMatch">What the caller demands of the version that is there; null when nothing.</param>
public sealed record ConditionalUpdateCommand(
    FhirType Type,
    Grant Grant,
    Resource Resource,
    Guid NewId,
    string? GivenId,
    Criteria Where,
    Result<Grant> Creating,
    VersionCondition? IfMatch
) : OpenCommand(Type, Grant, Where);

/// <summary>conditional delete (R4 section 3.1.0.7.1): none found is well, one is deleted, more are refused.</summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Grant">The permission to delete.</param>
/// <param name="Where">Finds the resource.</param>
/// <param name="IfMatch">What the caller demands of the version that is there; null when nothing.</param>
public sealed record ConditionalDeleteCommand(FhirType Type, Grant Grant, Criteria Where, VersionCondition? IfMatch)
    : OpenCommand(Type, Grant, Where);

/// <summary>patch (R4 section 3.1.0.6), by id or by criteria: the new content follows from the stored one.</summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Grant">The permission to update.</param>
/// <param name="Id">Which; null where criteria find it.</param>
/// <param name="When">Finds the resource; null where it is named by its id.</param>
/// <param name="Change">Makes the new content from the stored version, checked like any that arrives; may run more than
/// once.</param>
/// <param name="IfMatch">What the caller demands of the version that is there; null when nothing.</param>
public sealed record PatchAsk(
    FhirType Type,
    Grant Grant,
    Guid? Id,
    Criteria? When,
    Func<StoredResource, Result<Resource>> Change,
    VersionCondition? IfMatch
) : OpenCommand(Type, Grant, When);

/// <summary>What an open ask came to when nothing is to be written: one was found, or none.</summary>
internal sealed record FoundCommand(FhirType Type, Grant Grant, Written Written) : WriteCommand(Type, Grant);
