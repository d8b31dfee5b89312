using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>One write that somebody asks for; the resource has passed <see cref="Intake"/>.</summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Grant">The permission for this interaction on this type.</param>
public abstract record WriteCommand(FhirType Type, Grant Grant)
{
    /// <summary>Bytes that came by themselves, and not within the resource; null where there are none.</summary>
    public Content? Content { get; init; }

    /// <summary>
    /// The client whose write this was before the service put in what follows from it; null where the permission names
    /// it.
    /// </summary>
    internal Caller? AskedBy { get; init; }

    /// <summary>The provider client that writes it; null for the plan.</summary>
    internal Caller? Author =>
        (AskedBy ?? Grant.Caller) is { Kind: CallerKind.Provider, Organization: not null } provider ? provider : null;
}

/// <summary>A new resource.</summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Grant">The permission.</param>
/// <param name="Resource">Taken over: it gets its id and meta.</param>
/// <param name="Id">Chosen beforehand where others of the same unit refer to it; null to choose now.</param>
/// <param name="Alias">The name by which a loaded file calls it.</param>
public sealed record CreateCommand(
    FhirType Type,
    Grant Grant,
    Resource Resource,
    Guid? Id = null,
    BusinessKey? Alias = null
) : WriteCommand(Type, Grant);

/// <summary>A new version.</summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Grant">The permission.</param>
/// <param name="Id">Which.</param>
/// <param name="Resource">Taken over: it gets its id and meta.</param>
/// <param name="IfMatch">What the caller demands of the version that is there; null when nothing.</param>
/// <param name="Alias">The name by which a loaded file calls it.</param>
public sealed record UpdateCommand(
    FhirType Type,
    Grant Grant,
    Guid Id,
    Resource Resource,
    VersionCondition? IfMatch = null,
    BusinessKey? Alias = null
) : WriteCommand(Type, Grant)
{
    /// <summary>The version that this work found; when another is locked, the work begins again.</summary>
    internal long? Seen { get; init; }
}

/// <summary>A deletion; the earlier versions stay.</summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Grant">The permission.</param>
/// <param name="Id">Which.</param>
/// <param name="IfMatch">What the caller demands of the version that is there; null when nothing.</param>
public sealed record DeleteCommand(FhirType Type, Grant Grant, Guid Id, VersionCondition? IfMatch = null)
    : WriteCommand(Type, Grant)
{
    /// <summary>The version that this work found; when another is locked, the work begins again.</summary>
    internal long? Seen { get; init; }
}

/// <summary>Writes that are kept together or not at all.</summary>
/// <param name="Request">The request's id, for the audit.</param>
/// <param name="Writes">In the order of the request.</param>
/// <param name="Place">Says where in the request a write's fault belongs; null where the caller says it.</param>
/// <param name="Origin">What their Provenance tells; null for none.</param>
public sealed record WriteUnit(
    string Request,
    IReadOnlyList<PreparedWrite> Writes,
    Func<int, Fault, Fault>? Place = null,
    WriteOrigin? Origin = null
)
{
    /// <summary>Whether it is part of a bulk load, which settles at its end what its files say together.</summary>
    public bool IsLoad { get; init; }

    /// <summary>
    /// The partner whose enrolment file says this, such as <c>dss</c>: what it told is not told back to it. Null where
    /// it came otherwise.
    /// </summary>
    public string? FromPartner { get; init; }

    /// <summary>Whose word it is, where that does not follow from who asks.</summary>
    internal HuskyFhir.Resources.Writing.FactSource? Source { get; init; }

    /// <summary>
    /// Told what of it was not taken over, since another source's word stands; null where nobody asks.
    /// </summary>
    public HuskyFhir.Resources.Writing.KeptFacts? Kept { get; init; }
}

/// <summary>What became of a write.</summary>
public enum WriteOutcome
{
    /// <summary>Stored as version 1.</summary>
    Created,

    /// <summary>Stored as a new version.</summary>
    Updated,

    /// <summary>The same as what is stored: no new version.</summary>
    Unchanged,

    /// <summary>A conditional create found one.</summary>
    Existing,

    /// <summary>Deleted, now or before.</summary>
    Deleted,

    /// <summary>Not there to be deleted, or not for this caller.</summary>
    Absent,
}

/// <summary>A write that was done.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Resource">The version that is now current.</param>
public sealed record Written(WriteOutcome Outcome, StoredResource Resource);
