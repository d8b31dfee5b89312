using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>An entry of a transaction that writes, read and authorised.</summary>
/// <param name="At">Which entry, from 0.</param>
/// <param name="Method">POST, PUT, PATCH or DELETE.</param>
/// <param name="Type">On which type.</param>
/// <param name="Grant">With which permission.</param>
/// <param name="Id">The resource; where it is found or created by the transaction, the id that a new one gets.</param>
internal sealed record PlannedEntry(int At, Bundle.HTTPVerb Method, FhirType Type, Grant Grant, Guid Id)
{
    /// <summary>By which the others refer to it.</summary>
    public string? FullUrl { get; init; }

    /// <summary>Criteria of a conditional interaction.</summary>
    public Criteria? When { get; init; }

    /// <summary>For a conditional update that finds none.</summary>
    public Result<Grant> Creating { get; init; }

    /// <summary>The version that the caller has seen.</summary>
    public VersionCondition? IfMatch { get; init; }

    /// <summary>The content, or the Parameters of a FHIRPath Patch.</summary>
    public Resource? Resource { get; init; }

    /// <summary>A JSON Patch.</summary>
    public ReadOnlyMemory<byte>? JsonPatch { get; init; }

    /// <summary>Whether only the transaction can say which resource it is.</summary>
    public bool IsOpen => When is not null && Method != Bundle.HTTPVerb.DELETE;
}
