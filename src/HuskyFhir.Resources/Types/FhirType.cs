using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Core.Time;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Types;

/// <summary>
/// All that the service knows of one FHIR type: whose its rows are, its business keys, its search parameters and its
/// rules. A family builds one with <see cref="FhirTypeBuilder{T}"/>; nothing else names the type.
/// </summary>
public sealed class FhirType
{
    /// <summary>Columns that every type's row begins with.</summary>
    internal static readonly ColumnSpec[] BaseColumns =
    [
        new("id", ColumnType.Uuid),
        new("member", ColumnType.Uuid, true),
        new("restricted", ColumnType.Long),
        new("updated", ColumnType.Long),
    ];

    private readonly Dictionary<string, SearchParameter> byName;
    private readonly int[] positions;
    private FhirTypeCatalog? catalog;

    internal FhirType(TypeDeclaration declared)
    {
        Declared = declared;
        byName = declared.Parameters.ToDictionary(static parameter => parameter.Info.Name, StringComparer.Ordinal);
        positions = new int[declared.Parameters.Count];
        var columns = BaseColumns.ToList();
        for (var at = 0; at < positions.Length; at++)
        {
            positions[at] = columns.Count;
            columns.AddRange(declared.Parameters[at].Columns);
        }

        var table = TableOf(declared.Name.ToLowerInvariant());
        Row = new(table, columns, ["id"], [.. Indexes()]);
        Strings = KeyTable(
            table + "_string",
            [new("folded", ColumnType.Text), new("value", ColumnType.Text)],
            ["part", "folded", "owner"]
        );
        Tokens = KeyTable(
            table + "_token",
            [new("system", ColumnType.Text, true), new("code", ColumnType.Text)],
            ["part", "code", "owner", "system"]
        );
    }

    /// <summary>As in URLs.</summary>
    public string Name => Declared.Name;

    /// <summary>The family that it belongs to.</summary>
    public string Family => Declared.Family;

    /// <summary>To whom its rows are open before scopes.</summary>
    public AccessClass Openness => Declared.Openness;

    /// <summary>Whether its rows belong to members.</summary>
    public bool IsOfMembers => Openness is AccessClass.Member or AccessClass.Eligibility;

    /// <summary>Profiles that its resources must meet, or may claim.</summary>
    public IReadOnlyList<string> Profiles => Declared.Profiles;

    /// <summary>How a record ends instead of being deleted; null when delete is offered.</summary>
    public string? EndsBy => Declared.EndsBy;

    /// <summary>What searches offer, for the CapabilityStatement.</summary>
    public IEnumerable<ParameterInfo> Parameters => Declared.Parameters.Select(static parameter => parameter.Info);

    /// <summary>Identifier systems in which a value names one resource of this type.</summary>
    public IReadOnlyList<string> KeySystems => Declared.KeySystems;

    /// <summary>
    /// Whether its resources only tell of others, to which they belong: <c>$everything</c> has them where they are
    /// asked for.
    /// </summary>
    public bool TellsOfOthers => Declared.Follows is not null;

    /// <summary>Whether its bytes are kept outside its row, and served in their own media type.</summary>
    public bool HasBytes => Declared.Bytes is not null;

    internal TypeDeclaration Declared { get; }

    /// <summary>The table that the type is in.</summary>
    internal FhirTypeCatalog Catalog =>
        catalog ?? throw new InvalidOperationException($"{Name} is in no table of types yet.");

    /// <summary>Whether its resources may be about others, or part of them, and are seen with those.</summary>
    internal bool IsTied => Catalog.IsTied(this);

    internal TableSpec Row { get; }

    internal TableSpec Strings { get; }

    internal TableSpec Tokens { get; }

    internal IEnumerable<TableSpec> Tables =>
        [Row, Strings, Tokens, .. Declared.OwnTables.Select(static own => own.Table)];

    /// <summary>Told by a table, once, that the type is in it.</summary>
    internal void Enter(FhirTypeCatalog table) =>
        catalog = catalog is null ? table : throw new InvalidOperationException($"{Name} is in two tables of types.");

    /// <summary>The profiles of ours that this resource must meet, claimed or not.</summary>
    public IEnumerable<string> RequiredOf(Resource resource) =>
        Declared.Required.Where(profile => profile.When(resource)).Select(static profile => profile.Canonical);

    /// <summary>
    /// What puts a resource of this type into a member's compartment (R4 CompartmentDefinition/patient); null when
    /// nothing does.
    /// </summary>
    public SearchCondition? InCompartment(Guid member)
    {
        if (!IsOfMembers)
            return null;
        var ways = Declared.Compartment.Select(name => Refers(Parameter(name)!.Info, member)).ToList<SearchCondition>();
        var own = Declared.Parameters.FirstOrDefault(static parameter => parameter.Place == ParameterStorage.Member);
        ways.Insert(
            0,
            own is null
                ? new SearchFilter(Find("_id")!, null, [new TokenValue(null, member.ToString("D"))], null)
                : Refers(own.Info, member)
        );
        return ways.Count == 1 ? ways[0] : new EitherFilter(ways);
    }

    /// <summary>A parameter by the name in the URL.</summary>
    public ParameterInfo? Find(string name) => Parameter(name)?.Info;

    internal SearchParameter? Parameter(string name) => byName.GetValueOrDefault(name);

    /// <summary>Everything that searches need of the resource; the base columns are left for the writer.</summary>
    internal Projection Project(Resource resource)
    {
        var projection = new Projection(Row.Columns.Count);
        // What is masked for some is found by nobody: a search would tell what it hides.
        resource = ConfidentialElements.Without(resource, this);
        for (var at = 0; at < positions.Length; at++)
            Declared.Parameters[at].Write?.Invoke(resource, projection, positions[at]);
        foreach (var write in Declared.Unlisted)
            write(resource, projection);
        return projection;
    }

    /// <summary>The time of care that a resource tells of; null where its type has none, or it says none.</summary>
    internal Interval? CareOf(Resource resource)
    {
        if (Declared.CareDate is not { } name)
            return null;
        var at = Declared.Parameters.ToList().FindIndex(parameter => parameter.Info.Name == name);
        var projection = new Projection(Row.Columns.Count);
        Declared.Parameters[at].Write?.Invoke(resource, projection, positions[at]);
        return (projection.Columns[positions[at]], projection.Columns[positions[at] + 1]) is (long low, long high)
            ? new Interval(low, high)
            : null;
    }

    /// <summary>
    /// Why the resource is not open to all who may see its member, and whether elements of it are masked.
    /// </summary>
    internal Restriction RestrictionOf(Resource resource) =>
        (IsOfMembers ? Declared.Restricted(resource) : Restriction.None)
        | (Declared.HasHidden ? Sensitivity.Of(resource) : Restriction.None)
        | (ConfidentialElements.AreIn(resource, this) ? Restriction.Masked : Restriction.None);

    /// <summary>The identifiers of a resource that may name no other resource of this type.</summary>
    public IEnumerable<BusinessKey> KeysOf(Resource resource) =>
        Declared
            .Identifiers(resource)
            .Where(identifier =>
                !string.IsNullOrEmpty(identifier.Value) && Declared.KeySystems.Contains(identifier.System)
            )
            .Select(identifier => new BusinessKey(Name, identifier.System!, identifier.Value!));

    /// <summary>The family's own rules on an arriving resource; an empty list lets it pass.</summary>
    internal IEnumerable<Issue> Check(Resource resource) =>
        Declared
            .Rules.SelectMany(rule => rule(resource, this))
            .Concat(PartialBody.Check(this, resource))
            .Concat(LabelRule.Check(this, resource))
            .Concat(KeyLimits.Check(this, Project(resource)));

    /// <summary>Where in a resource the values of a part of a key table come from.</summary>
    internal string ExpressionOf(string part)
    {
        // Texts, types and second halves are kept in parts named after the first, with a mark behind.
        var mark = part.IndexOfAny([':', '$']);
        var whole = mark < 0 ? part : part[..mark];
        return Declared.Parameters.FirstOrDefault(parameter => parameter.Parts.Contains(whole))?.Info.Expression
            ?? Name; // some parts no search finds by themselves
    }

    /// <summary>Where in a resource the value of a column of the type's row comes from.</summary>
    internal string ExpressionOfColumn(int at) =>
        Declared.Parameters[Array.FindLastIndex(positions, position => position <= at)].Info.Expression;

    private static SearchFilter Refers(ParameterInfo reference, Guid member) =>
        new SearchFilter(reference, null, [new ReferenceValue("Patient", member, null)], null);

    /// <summary>Some names of types are words of SQL.</summary>
    private static string TableOf(string name) => name is "binary" or "group" or "order" ? name + "_row" : name;

    private static TableSpec KeyTable(string name, ColumnSpec[] columns, string[] index) =>
        new(
            name,
            [new("owner", ColumnType.Uuid), new("part", ColumnType.Text), new("n", ColumnType.Long), .. columns],
            ["owner", "n"],
            [new(index)]
        );

    private IEnumerable<IndexSpec> Indexes()
    {
        yield return new(["updated", "id"]);
        if (IsOfMembers)
            yield return new(["member", "id"]);
        foreach (var parameter in Declared.Parameters.Where(static parameter => parameter.Indexed))
            yield return new([.. parameter.Columns.Select(static column => column.Name), "id"]);
        if (Declared.Worklist is not var (date, code))
            yield break;
        yield return new([LowOf(date), "id"]);
        yield return new([byName[code].Columns[0].Name, LowOf(date), "id"]);
    }

    private string LowOf(string date) => byName[date].Columns[0].Name;
}
