using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Types.Narratives;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Types;

/// <summary>
/// A table of a family's own, filled with each write: its first column is the resource, and its rows go when the
/// resource changes.
/// </summary>
/// <param name="Table">The columns.</param>
/// <param name="Rows">What of a resource goes into them; the member is the row's, and null in the directory.</param>
internal sealed record OwnTable(TableSpec Table, Func<Resource, Guid, Guid?, IEnumerable<object?[]>> Rows);

/// <summary>What a family declares of one type.</summary>
internal sealed record TypeDeclaration(
    string Name,
    string Family,
    AccessClass Openness,
    IReadOnlyList<string> Profiles,
    IReadOnlyList<(string Canonical, Func<Resource, bool> When)> Required,
    string? EndsBy,
    IReadOnlyList<SearchParameter> Parameters,
    IReadOnlyList<Action<Resource, Projection>> Unlisted,
    Func<Resource, ResourceReference?>? MemberReference,
    Func<Resource, IEnumerable<Identifier>> Identifiers,
    IReadOnlyList<string> KeySystems,
    Func<Resource, Restriction> Restricted,
    IReadOnlyList<OwnTable> OwnTables,
    IReadOnlyList<Func<Resource, FhirType, IEnumerable<Issue>>> Rules,
    IReadOnlyList<string> Effects,
    Completing? Completes,
    IReadOnlyList<string> Compartment,
    string? CareDate,
    string? Follows,
    Narration Narration
)
{
    /// <summary>
    /// For a type whose bytes are kept outside its row: their kind by what the resource says, and how they come apart.
    /// </summary>
    public (
        Func<Resource, ContentKind?> Kind,
        Func<Resource, (Resource Without, Content? Content)> Apart
    )? Bytes { get; init; }

    /// <summary>What a resource is about, or part of: who may not see that, may not see the resource.</summary>
    public IReadOnlyList<Func<Resource, IEnumerable<ResourceReference?>>> SeenWith { get; init; } = [];

    /// <summary>
    /// What is part of a resource of this type, or about it, by the types that it may be of: who may not see the
    /// resource, may not see that.
    /// </summary>
    public IReadOnlyList<(
        IReadOnlyList<string> Types,
        Func<Resource, IEnumerable<ResourceReference?>> Of
    )> Shows { get; init; } = [];

    /// <summary>
    /// Whether a resource of this type is nothing by itself, and seen by nobody but with what it is about or part of.
    /// </summary>
    public bool OnlyWithOthers { get; init; }

    /// <summary>The part of references by which a resource lays others before the agency.</summary>
    public const string Submitted = "submitted";

    /// <summary>
    /// Whether what the agency hears opens a resource of this type only where it is named there, and never with another:
    /// a request that only refers to a hearing stays what it is.
    /// </summary>
    public bool OpenedByName { get; init; }

    /// <summary>
    /// The reference parameters of this type that what the agency hears opens, too, where it is about the resource: the
    /// claim of a decision.
    /// </summary>
    public IReadOnlyList<string> Leads { get; init; } = [];

    /// <summary>
    /// Resources that are part of one of this type, such as the bytes of a document, with where it says so: they belong
    /// to the same member.
    /// </summary>
    public Func<Resource, IEnumerable<(string Type, Guid Id, string Path)>> Holds { get; init; } = static _ => [];

    /// <summary>What a resource is, as far as it decides who may write it.</summary>
    public Func<Resource, WriteContent> WrittenAs { get; init; } = static _ => WriteContent.Record;

    /// <summary>
    /// A list that people work through: by which date it is sorted, and by which code it is mostly narrowed. Its rows
    /// lie in indexes in that order.
    /// </summary>
    public (string Date, string Code)? Worklist { get; init; }

    /// <summary>
    /// Elements that the plan alone is shown, labelled or not: whether a resource has any, and how they leave a body.
    /// </summary>
    public (Func<Resource, bool> AreIn, Action<System.Text.Json.Nodes.JsonObject> Remove)? Masks { get; init; }

    /// <summary>Whether the resource is itself the member.</summary>
    public bool IsMember => Name == "Patient";

    /// <summary>
    /// Whether rows can be hidden from some who may see their member. A member's own record cannot: it would hide the
    /// member.
    /// </summary>
    public bool HasHidden => Openness is AccessClass.Member or AccessClass.Eligibility && !IsMember;
}
