using HuskyFhir.Core.Search;

namespace HuskyFhir.Registry.Families;

/// <summary>
/// The one table of families: where types and verbs cross. Interactions find a type here; the schema, the
/// CapabilityStatement and the searches are built from it. To add a family, write its folder and add its types to <see
/// cref="Default"/>.
/// </summary>
public sealed class FamilyTable : ISearchTypes
{
    private readonly Dictionary<string, FhirType> byName;
    private readonly HashSet<string> tied;

    private FamilyTable(params IReadOnlyList<FhirType> types)
    {
        Types = types;
        byName = types.ToDictionary(static type => type.Name, StringComparer.Ordinal);
        tied =
        [
            .. types.Where(static type => type.Declared.SeenWith.Count > 0).Select(static type => type.Name),
            .. types.SelectMany(static type => type.Declared.Shows).SelectMany(static part => part.Types),
        ];
    }

    /// <summary>Every type that the service exposes.</summary>
    public static FamilyTable Default { get; } =
        new(
            Members.PatientType.Declaration,
            Members.CoverageType.Declaration,
            Members.RelatedPersonType.Declaration,
            Members.IncomeType.Declaration,
            PcpAssignments.CareTeamType.Declaration,
            PcpAssignments.GroupType.Declaration,
            Requests.TaskType.Declaration,
            Decisions.ClaimType.Declaration,
            Decisions.ClaimResponseType.Declaration,
            Requests.Notices.NoticeType.Declaration,
            Documents.DocumentReferenceType.Declaration,
            Documents.BinaryType.Declaration,
            Privacy.ConsentType.Declaration,
            Directory.OrganizationType.Declaration,
            Directory.LocationType.Declaration,
            Directory.PractitionerType.Declaration,
            Directory.PractitionerRoleType.Declaration,
            Disclosures.ProvenanceType.Declaration
        );

    /// <summary>In the order of the families.</summary>
    public IReadOnlyList<FhirType> Types { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> Names => [.. byName.Keys];

    /// <inheritdoc />
    public ParameterInfo? Find(string type, string name) => Find(type)?.Find(name);

    /// <inheritdoc />
    public IEnumerable<ParameterInfo> References(string type) =>
        Find(type)?.Parameters.Where(static parameter => parameter.Kind == SearchKind.Reference) ?? [];

    /// <summary>Whether resources of a type may be about others, or part of them, and are seen with those.</summary>
    internal bool IsTied(FhirType type) => tied.Contains(type.Name);

    /// <summary>A type by its name in URLs; null when the service does not expose it.</summary>
    public FhirType? Find(string name) => byName.GetValueOrDefault(name);
}
