using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Core.Terms;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Types.Keys;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Types;

/// <summary>
/// The words in which a family declares a type. Each search parameter says what it searches and where that is kept.
/// </summary>
/// <typeparam name="T">The SDK's class.</typeparam>
internal sealed class FhirTypeBuilder<T>(string family, AccessClass openness)
    where T : Resource, new()
{
    private static readonly Func<Resource, IEnumerable<Identifier>> NoIdentifiers = static _ => [];

    private readonly List<SearchParameter> parameters = [];
    private readonly List<Func<Resource, FhirType, IEnumerable<Issue>>> rules = [];
    private readonly List<Action<Resource, Projection>> unlisted = [];
    private IReadOnlyList<string> leads = [];
    private bool openedByName;
    private readonly List<string> effects = [];
    private readonly List<string> profiles = [];
    private readonly List<string> compartment = [];
    private readonly List<(string Canonical, Func<Resource, bool> When)> required = [];
    private readonly List<(string Label, Func<Resource, string?> Value)> narrative = [];
    private string? endsBy;
    private string? careDate;
    private (string Date, string Code)? worklist;
    private Completing? completes;
    private Func<Resource, ResourceReference?>? member;
    private Func<Resource, IEnumerable<Identifier>> identifiers = NoIdentifiers;
    private IReadOnlyList<string> keySystems = [];
    private readonly List<OwnTable> ownTables = [];
    private Func<Resource, Restriction>? restricted;
    private string? follows;
    private (Func<Resource, ContentKind?> Kind, Func<Resource, (Resource Without, Content? Content)> Apart)? bytes;
    private readonly List<Func<Resource, IEnumerable<ResourceReference?>>> seenWith = [];
    private readonly List<(IReadOnlyList<string> Types, Func<Resource, IEnumerable<ResourceReference?>> Of)> shows = [];
    private bool onlyWithOthers;
    private (Func<Resource, bool> AreIn, Action<System.Text.Json.Nodes.JsonObject> Remove)? masks;
    private Func<Resource, IEnumerable<(string Type, Guid Id, string Path)>> holds = static _ => [];
    private Func<Resource, WriteContent> writtenAs = static _ => WriteContent.Record;

    /// <summary>A guide's profile that resources of this type may claim.</summary>
    public FhirTypeBuilder<T> Profile(string canonical) => With(() => profiles.Add(canonical));

    /// <summary>
    /// A profile of ours that each resource of this type must meet, claimed or not; only those for which <paramref
    /// name="when"/> holds, where it is given.
    /// </summary>
    public FhirTypeBuilder<T> Must(string name, Func<T, bool>? when = null) =>
        With(() =>
        {
            var canonical = $"{Systems.Base}/StructureDefinition/{name}";
            profiles.Add(canonical);
            required.Add((canonical, resource => when?.Invoke((T)resource) ?? true));
        });

    /// <summary>Delete is refused with this sentence, which says how a record ends.</summary>
    public FhirTypeBuilder<T> Ends(string how) => With(() => endsBy = how);

    /// <summary>The lines of the narrative that resources of this type get when they come without one.</summary>
    public FhirTypeBuilder<T> Narrates(params (string Label, Func<T, string?> Value)[] lines) =>
        With(() =>
            narrative.AddRange(
                lines.Select(static line =>
                    (line.Label, (Func<Resource, string?>)(resource => line.Value((T)resource)))
                )
            )
        );

    /// <summary>The reference that says whose the resource is; also the parameters <paramref name="names"/>.</summary>
    public FhirTypeBuilder<T> BelongsTo(Func<T, ResourceReference?> reference, string expression, params string[] names)
    {
        member = resource => reference((T)resource);
        foreach (var name in names)
        {
            parameters.Add(
                new(
                    new(name, SearchKind.Reference, expression, "The member whose this is.", ["Patient"]),
                    ParameterStorage.Member,
                    [name],
                    [],
                    false,
                    null
                )
            );
            unlisted.Add((resource, projection) => WriteIdentifier(name, reference((T)resource), projection));
        }

        return this;
    }

    /// <summary>
    /// A resource of this type belongs to whom the targets of its references at <paramref name="path"/> belong to; also
    /// the parameter <paramref name="name"/>.
    /// </summary>
    public FhirTypeBuilder<T> Follows(string path, string name) =>
        With(() =>
        {
            follows = path;
            parameters.Add(
                new(
                    new(name, SearchKind.Reference, path, "The member whose records it is about.", ["Patient"]),
                    ParameterStorage.Member,
                    [name],
                    [],
                    false,
                    null
                )
            );
        });

    /// <summary>Identifiers in these systems are unique among the type.</summary>
    public FhirTypeBuilder<T> Keys(Func<T, IEnumerable<Identifier>> of, params string[] systems) =>
        With(() =>
        {
            identifiers = resource => of((T)resource);
            keySystems = systems;
        });

    /// <summary>Why a row is not open to all who may see its member; security labels are read without this.</summary>
    public FhirTypeBuilder<T> Restrict(Func<T, Restriction> why) =>
        With(() => restricted = resource => why((T)resource));

    /// <summary>
    /// What a resource is in the table of who may write what (<see cref="WriteRights"/>); the plan's record without
    /// this.
    /// </summary>
    public FhirTypeBuilder<T> WrittenAs(Func<T, WriteContent> content) =>
        With(() => writtenAs = resource => content((T)resource));

    /// <summary>A table of the family's own, filled with each write.</summary>
    public FhirTypeBuilder<T> Table(TableSpec table, Func<T, Guid, Guid?, IEnumerable<object?[]>> rows) =>
        With(() => ownTables.Add(new(table, (resource, id, member) => rows((T)resource, id, member))));

    /// <summary>
    /// Bytes that are kept outside the row: their kind by what the resource says, and how they come apart from it.
    /// </summary>
    public FhirTypeBuilder<T> Bytes(Func<T, ContentKind?> kind, Func<T, (T Without, Content? Content)> apart) =>
        With(() => bytes = (resource => kind((T)resource), resource => apart((T)resource)));

    /// <summary>
    /// A resource of this type is about what these references lead to, and is seen by exactly those who may see that,
    /// at the moment of the look.
    /// </summary>
    public FhirTypeBuilder<T> SeenWith(Func<T, IEnumerable<ResourceReference?>> others) =>
        With(() => seenWith.Add(resource => others((T)resource)));

    /// <summary>
    /// What these references lead to is part of a resource of this type, or about it: the same rule told from the other
    /// end.
    /// </summary>
    public FhirTypeBuilder<T> Shows(Func<T, IEnumerable<ResourceReference?>> parts, params string[] types) =>
        With(() => shows.Add((types, resource => parts((T)resource))));

    /// <summary>
    /// A resource of this type is nothing by itself: until there is something that it is about or part of, the plan
    /// alone sees it.
    /// </summary>
    public FhirTypeBuilder<T> OnlyWithOthers() => With(() => onlyWithOthers = true);

    /// <summary>
    /// What a resource of this type lays before the agency where the agency hears it, beside what it is about. What only
    /// refers to one is not opened with it.
    /// </summary>
    public FhirTypeBuilder<T> Submits(Func<T, IEnumerable<ResourceReference?>> of) =>
        With(() =>
        {
            openedByName = true;
            unlisted.Add(
                (resource, projection) =>
                    projection.References.AddRange(
                        of((T)resource)
                            .Select(References.Read)
                            .Where(static target => target is { Id: not null, Type: not null })
                            .Select(static target => (Type: target!.Value.Type!, Id: target.Value.Id!.Value))
                            .Distinct()
                            .Select(static target => new ReferenceKey(
                                TypeDeclaration.Submitted,
                                target.Type,
                                target.Id,
                                null
                            ))
                    )
            );
        });

    /// <summary>What a hearing about a resource of this type opens with it, by reference parameters.</summary>
    public FhirTypeBuilder<T> Leads(params string[] parameters) => With(() => leads = parameters);

    /// <summary>
    /// Resources that are part of one of this type: they must be of the same member, and are seen with it. Found as
    /// references under <paramref name="part"/>.
    /// </summary>
    public FhirTypeBuilder<T> Holds(string part, string type, Func<T, IEnumerable<(Guid Id, string Path)>> of) =>
        With(() =>
        {
            holds = resource => of((T)resource).Select(held => (type, held.Id, held.Path));
            shows.Add(
                ([type], resource => of((T)resource).Select(held => new ResourceReference($"{type}/{held.Id:D}")))
            );
            unlisted.Add(
                (resource, projection) =>
                    projection.References.AddRange(
                        of((T)resource).Select(held => new ReferenceKey(part, type, held.Id, null))
                    )
            );
        });

    /// <summary>A rule on arriving resources, in a file of its own beside the family.</summary>
    public FhirTypeBuilder<T> Rule(Func<T, IEnumerable<Issue>> rule) =>
        With(() => rules.Add((resource, _) => rule((T)resource)));

    /// <summary>A rule that asks which types there are.</summary>
    public FhirTypeBuilder<T> Rule(Func<T, FhirTypeCatalog, IEnumerable<Issue>> rule) =>
        With(() => rules.Add((resource, type) => rule((T)resource, type.Catalog)));

    /// <summary>A statement run after rows of this type were written, once for their ids (<c>{ids}</c>).</summary>
    public FhirTypeBuilder<T> Effect(string sql) => With(() => effects.Add(sql));

    /// <summary>Elements that the plan alone is shown: whether a resource has any, and how they leave a body.</summary>
    public FhirTypeBuilder<T> Masks(Func<T, bool> areIn, Action<System.Text.Json.Nodes.JsonObject> remove) =>
        With(() => masks = (resource => areIn((T)resource), remove));

    /// <summary>Strings kept as keys, in a part named after the parameter.</summary>
    public FhirTypeBuilder<T> Text(string name, string expression, string about, Func<T, IEnumerable<string?>> of) =>
        Add(
            SearchKind.String,
            name,
            expression,
            about,
            (resource, projection, _) =>
            {
                foreach (var value in of((T)resource))
                    if (!string.IsNullOrWhiteSpace(value))
                        projection.Strings.Add(new(name, value));
            }
        );

    /// <summary>A string parameter over the parts of others.</summary>
    public FhirTypeBuilder<T> TextOver(string name, string expression, string about, params string[] parts) =>
        With(() =>
            parameters.Add(
                new(new(name, SearchKind.String, expression, about, []), ParameterStorage.Keys, parts, [], false, null)
            )
        );

    /// <summary>Strings that are found only through a parameter over several parts.</summary>
    public FhirTypeBuilder<T> TextPart(string part, Func<T, IEnumerable<string?>> of) =>
        With(() =>
            unlisted.Add(
                (resource, projection) =>
                {
                    foreach (var value in of((T)resource))
                        if (!string.IsNullOrWhiteSpace(value))
                            projection.Strings.Add(new(part, value));
                }
            )
        );

    /// <summary>Codes kept as keys, with their texts.</summary>
    public FhirTypeBuilder<T> Token(
        string name,
        string expression,
        string about,
        Func<T, IEnumerable<Tokens.Pair>> of,
        TokenForm form = TokenForm.Concept,
        Func<string, string>? normalize = null
    ) =>
        With(() =>
            parameters.Add(
                new(
                    new(name, SearchKind.Token, expression, about, []) { Form = form },
                    ParameterStorage.Keys,
                    [name],
                    [],
                    false,
                    WriteTokens(name, of),
                    normalize
                )
            )
        );

    /// <summary>The parameter <c>identifier</c>.</summary>
    public FhirTypeBuilder<T> Identifiers(
        string about,
        Func<T, IEnumerable<Identifier>> of,
        string? expression = null
    ) =>
        Token(
            "identifier",
            expression ?? new T().TypeName + ".identifier",
            about,
            resource => of(resource).SelectMany(Tokens.Of),
            TokenForm.Identifier
        );

    /// <summary>An address kept as a key.</summary>
    public FhirTypeBuilder<T> Uri(string name, string expression, string about, Func<T, IEnumerable<string?>> of) =>
        With(() =>
            parameters.Add(
                new(
                    new(name, SearchKind.Uri, expression, about, []),
                    ParameterStorage.Keys,
                    [name],
                    [],
                    false,
                    WriteTokens(
                        name,
                        resource =>
                            of(resource)
                                .Where(static each => !string.IsNullOrEmpty(each))
                                .Select(static each => new Tokens.Pair(null, each))
                    )
                )
            )
        );

    /// <summary>A composite of parameters that are declared above, all of them about the resource itself.</summary>
    public FhirTypeBuilder<T> Both(string name, string about, params string[] components) =>
        With(() =>
            parameters.Add(
                new(
                    Composite(
                        name,
                        new T().TypeName,
                        about,
                        [.. components.Select(part => parameters.First(each => each.Info.Name == part).Info)]
                    ),
                    ParameterStorage.Parts,
                    [],
                    [],
                    false,
                    null
                )
            )
        );

    /// <summary>A composite of two codes of the same repeating element.</summary>
    public FhirTypeBuilder<T> Pairs(
        string name,
        string expression,
        string about,
        Func<T, IEnumerable<(IEnumerable<Tokens.Pair> First, IEnumerable<Tokens.Pair> Second)>> of
    ) =>
        With(() =>
        {
            var half = new ParameterInfo("code", SearchKind.Token, expression, about, []);
            parameters.Add(
                new(
                    Composite(name, expression, about, [half, half with { Name = "value" }]),
                    ParameterStorage.Pairs,
                    [name],
                    [],
                    false,
                    (resource, projection, _) =>
                    {
                        foreach (var (firsts, seconds) in of((T)resource))
                        foreach (var first in firsts.Where(static pair => pair.Code is not null))
                        foreach (var second in seconds.Where(static pair => pair.Code is not null))
                            projection.Tokens.AddRange([
                                new(name, first.System, first.Code!),
                                new(name + "$", second.System, second.Code!),
                            ]);
                    }
                )
            );
        });

    /// <summary>
    /// The date parameter that says when the resource holds, for <c>start</c> and <c>end</c> of <c>$everything</c>.
    /// </summary>
    public FhirTypeBuilder<T> CareDate(string name) => With(() => careDate = name);

    /// <summary>
    /// People work through this type by a date that is a column, the earliest first, mostly of some codes of another
    /// column.
    /// </summary>
    public FhirTypeBuilder<T> Worklist(string date, string code) => With(() => worklist = (date, code));

    /// <summary>
    /// By these parameters a resource is in a member's compartment (R4 CompartmentDefinition/patient), besides being
    /// the member's own.
    /// </summary>
    public FhirTypeBuilder<T> Compartment(params string[] names) => With(() => compartment.AddRange(names));

    /// <summary>Tokens that are found only through a parameter over several parts.</summary>
    public FhirTypeBuilder<T> TokenPart(string part, Func<T, IEnumerable<Tokens.Pair>> of)
    {
        var write = WriteTokens(part, of);
        return With(() => unlisted.Add((resource, projection) => write(resource, projection, 0)));
    }

    /// <summary>A token parameter over the parts of others.</summary>
    public FhirTypeBuilder<T> TokenOver(
        string name,
        string expression,
        string about,
        Func<string, string>? normalize,
        params string[] parts
    ) =>
        With(() =>
            parameters.Add(
                new(
                    new(name, SearchKind.Token, expression, about, []) { Form = TokenForm.Plain },
                    ParameterStorage.Keys,
                    parts,
                    [],
                    false,
                    null,
                    normalize
                )
            )
        );

    /// <summary>A flag, in columns of the row.</summary>
    public FhirTypeBuilder<T> FlagColumn(string name, string expression, string about, Func<T, bool?> of) =>
        TokenColumn(name, expression, about, resource => Tokens.Of(of(resource)), TokenForm.Plain);

    /// <summary>A code of which a resource has one at most, in columns of its row.</summary>
    public FhirTypeBuilder<T> TokenColumn(
        string name,
        string expression,
        string about,
        Func<T, IEnumerable<Tokens.Pair>> of,
        TokenForm form = TokenForm.Code
    )
    {
        var column = name.Replace('-', '_');
        return With(() =>
            parameters.Add(
                new(
                    new(name, SearchKind.Token, expression, about, []) { Form = form },
                    ParameterStorage.Row,
                    [],
                    [new(column + "_code", ColumnType.Text, true), new(column + "_system", ColumnType.Text, true)],
                    false,
                    (resource, projection, at) =>
                    {
                        foreach (var pair in of((T)resource))
                            (projection.Columns[at], projection.Columns[at + 1]) = (pair.Code, pair.System);
                    }
                )
            )
        );
    }

    /// <summary>A date of which a resource has one at most, as an interval in columns of its row.</summary>
    public FhirTypeBuilder<T> DateColumn(string name, string expression, string about, Func<T, Interval?> of)
    {
        var column = name.Replace('-', '_');
        return With(() =>
            parameters.Add(
                new(
                    new(name, SearchKind.Date, expression, about, []),
                    ParameterStorage.Row,
                    [],
                    [new(column + "_low", ColumnType.Long, true), new(column + "_high", ColumnType.Long, true)],
                    true,
                    (resource, projection, at) =>
                    {
                        if (of((T)resource) is { } interval)
                            (projection.Columns[at], projection.Columns[at + 1]) = (interval.Low, interval.High);
                    }
                )
            )
        );
    }

    /// <summary>A quantity of which a resource has one at most, in columns of its row.</summary>
    public FhirTypeBuilder<T> QuantityColumn(string name, string expression, string about, Func<T, Quantity?> of)
    {
        var column = name.Replace('-', '_');
        return With(() =>
            parameters.Add(
                new(
                    new(name, SearchKind.Quantity, expression, about, []),
                    ParameterStorage.Row,
                    [],
                    [
                        new(column + "_value", ColumnType.Double, true),
                        new(column + "_code", ColumnType.Text, true),
                        new(column + "_system", ColumnType.Text, true),
                        new(column + "_unit", ColumnType.Text, true),
                    ],
                    true,
                    (resource, projection, at) =>
                    {
                        if (of((T)resource) is not { Value: { } value } quantity)
                            return;
                        (projection.Columns[at], projection.Columns[at + 1]) = ((double)value, quantity.Code);
                        (projection.Columns[at + 2], projection.Columns[at + 3]) = (quantity.System, quantity.Unit);
                    }
                )
            )
        );
    }

    /// <summary>References kept in the shared table.</summary>
    public FhirTypeBuilder<T> Reference(
        string name,
        string expression,
        string about,
        string[] targets,
        Func<T, IEnumerable<ResourceReference?>> of
    ) =>
        With(() =>
            parameters.Add(
                new(
                    new(name, SearchKind.Reference, expression, about, targets),
                    ParameterStorage.Keys,
                    [name],
                    [],
                    false,
                    (resource, projection, _) =>
                    {
                        foreach (var reference in of((T)resource))
                        {
                            if (References.Read(reference) is { } target)
                                projection.References.Add(new(name, target.Type, target.Id, target.Url));
                            WriteIdentifier(name, reference, projection);
                        }
                    }
                )
            )
        );

    /// <summary>
    /// References that are not stored with the resource but follow from other tables: a query with the columns of the
    /// shared table.
    /// </summary>
    public FhirTypeBuilder<T> ReferenceIn(
        string name,
        string expression,
        string about,
        string[] targets,
        Func<HuskyFhir.Storage.Sql.SqlText, string> table
    ) =>
        With(() =>
            parameters.Add(
                new(
                    new(name, SearchKind.Reference, expression, about, targets),
                    ParameterStorage.Keys,
                    [name],
                    [],
                    false,
                    null
                )
                {
                    Table = table,
                }
            )
        );

    /// <summary>Rows are shown with what is not stored in them.</summary>
    public FhirTypeBuilder<T> Completes(Completing how) => With(() => completes = how);

    /// <summary>The finished type.</summary>
    public FhirType Build()
    {
        parameters.Add(
            new(
                new("_id", SearchKind.Token, "Resource.id", "The logical id.", []) { Form = TokenForm.Plain },
                ParameterStorage.Id,
                [],
                [],
                false,
                null
            )
        );
        parameters.Add(
            new(
                new("_lastUpdated", SearchKind.Date, "Resource.meta.lastUpdated", "When this version was stored.", []),
                ParameterStorage.Updated,
                [],
                [],
                false,
                null
            )
        );
        Token(
            "_tag",
            "Resource.meta.tag",
            "A tag.",
            static resource => (resource.Meta?.Tag ?? []).SelectMany(Tokens.Of)
        );
        Token(
            "_security",
            "Resource.meta.security",
            "A security label.",
            static resource => (resource.Meta?.Security ?? []).SelectMany(Tokens.Of)
        );
        Uri(
            "_profile",
            "Resource.meta.profile",
            "A profile that the resource claims.",
            static resource => (resource.Meta?.Profile ?? []).SelectMany(WithoutVersion)
        );
        Uri(
            "_source",
            "Resource.meta.source",
            "Where the resource came from.",
            static resource => [resource.Meta?.Source]
        );
        return new(
            new(
                new T().TypeName,
                family,
                openness,
                profiles,
                required,
                endsBy,
                parameters,
                unlisted,
                member,
                identifiers,
                keySystems,
                restricted ?? (static _ => Restriction.None),
                ownTables,
                rules,
                effects,
                completes,
                compartment,
                careDate,
                follows,
                new(new T().TypeName, narrative)
            )
            {
                Bytes = bytes,
                SeenWith = seenWith,
                Shows = shows,
                OnlyWithOthers = onlyWithOthers,
                OpenedByName = openedByName,
                Leads = leads,
                Holds = holds,
                WrittenAs = writtenAs,
                Worklist = worklist,
                Masks = masks,
            }
        );
    }

    private static Action<Resource, Projection, int> WriteTokens(string part, Func<T, IEnumerable<Tokens.Pair>> of) =>
        (resource, projection, _) =>
        {
            foreach (var pair in of((T)resource))
            {
                if (pair.Code is { } code)
                    projection.Tokens.Add(new(part, pair.System, code));
                if (!string.IsNullOrWhiteSpace(pair.Text))
                    projection.Strings.Add(new(SearchParameter.TextPart(part), pair.Text));
                foreach (var type in pair.Types ?? [])
                    if (!string.IsNullOrEmpty(type.Code))
                        projection.Tokens.Add(
                            new(SearchParameter.TypePart(part), type.System, $"{type.Code}|{pair.Code}")
                        );
            }
        };

    /// <summary>A canonical is found with and without its version.</summary>
    private static IEnumerable<string?> WithoutVersion(string? canonical)
    {
        yield return canonical;
        if (canonical?.IndexOf('|', StringComparison.Ordinal) is > 0 and var bar)
            yield return canonical[..bar];
    }

    private static void WriteIdentifier(string part, ResourceReference? reference, Projection projection)
    {
        foreach (var pair in Tokens.Of(reference?.Identifier))
            projection.Tokens.Add(new(SearchParameter.IdentifierPart(part), pair.System, pair.Code!));
    }

    private static ParameterInfo Composite(
        string name,
        string expression,
        string about,
        IReadOnlyList<ParameterInfo> components
    ) => new(name, SearchKind.Composite, expression, about, []) { Components = components };

    private FhirTypeBuilder<T> Add(
        SearchKind kind,
        string name,
        string expression,
        string about,
        Action<Resource, Projection, int> write
    ) =>
        With(() =>
            parameters.Add(new(new(name, kind, expression, about, []), ParameterStorage.Keys, [name], [], false, write))
        );

    private FhirTypeBuilder<T> With(Action change)
    {
        change();
        return this;
    }
}
