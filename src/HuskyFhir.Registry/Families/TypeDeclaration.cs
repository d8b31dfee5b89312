using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Families.Narratives;

namespace HuskyFhir.Registry.Families;

/// <summary>What a family declares of one type.</summary>
internal sealed record TypeDeclaration(
    string Name,
    string Family,
    Openness Openness,
    IReadOnlyList<string> Profiles,
    IReadOnlyList<(string Canonical, Func<Resource, bool> When)> Required,
    string? EndsBy,
    IReadOnlyList<SearchParameter> Parameters,
    IReadOnlyList<Action<Resource, Projection>> Unlisted,
    Func<Resource, ResourceReference?>? MemberReference,
    Func<Resource, IEnumerable<Identifier>> Identifiers,
    IReadOnlyList<string> KeySystems,
    Func<Resource, bool> Restricted,
    bool HasRestricted,
    IReadOnlyList<Func<Resource, IEnumerable<Issue>>> Rules,
    IReadOnlyList<string> Effects,
    IReadOnlyList<string> Compartment,
    string? CareDate,
    string? Follows,
    Narration Narration)
{
    /// <summary>Whether the resource is itself the member.</summary>
    public bool IsMember => Name == "Patient";
}
