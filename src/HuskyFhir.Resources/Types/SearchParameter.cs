using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Types;

/// <summary>Where the values of a search parameter are kept.</summary>
internal enum ParameterStorage
{
    /// <summary>In columns of the type's own row, named after the parameter: single values.</summary>
    Row,

    /// <summary>In the type's string or token table, or the shared reference table, by part: many values.</summary>
    Keys,

    /// <summary>The row's <c>member</c> column: the reference that says whose the resource is.</summary>
    Member,

    /// <summary>Nowhere of its own: a composite whose parts are all elements of the resource itself.</summary>
    Parts,

    /// <summary>A composite of two tokens of one element, in two neighbouring rows of the token table.</summary>
    Pairs,

    /// <summary>The row's id.</summary>
    Id,

    /// <summary>The row's last update.</summary>
    Updated,
}

/// <summary>
/// A search parameter, declared once: what the outside sees, where its values are kept, and how they come out of a
/// resource. Table columns, search conditions, sort orders and the CapabilityStatement all follow from it.
/// </summary>
/// <param name="Info">What the outside sees.</param>
/// <param name="Place">Where the values are kept.</param>
/// <param name="Parts">Parts of a key table that are searched; several for one such as <c>name</c>.</param>
/// <param name="Columns">Columns of the type's row that it needs, in the order that <see cref="Write"/> fills.</param>
/// <param name="Indexed">Whether the columns get an index.</param>
/// <param name="Write">Fills the projection; null where other parameters already do. The number is the first column's
/// position.</param>
/// <param name="Normalize">Comparable form of a searched code, where keys are kept in one.</param>
internal sealed record SearchParameter(
    ParameterInfo Info,
    ParameterStorage Place,
    IReadOnlyList<string> Parts,
    IReadOnlyList<ColumnSpec> Columns,
    bool Indexed,
    Action<Resource, Projection, int>? Write,
    Func<string, string>? Normalize = null
)
{
    /// <summary>In place of the shared reference table, for references that follow from other tables.</summary>
    public Func<HuskyFhir.Storage.Sql.SqlText, string>? Table { get; init; }

    /// <summary>Columns are named after the parameter.</summary>
    public string Prefix { get; } = Info.Name.Replace('-', '_') + "_";

    /// <summary>The part of the string table that holds the texts of a token parameter's codes.</summary>
    public static string TextPart(string part) => part + ":text";

    /// <summary>The part of the token table that holds identifiers by their type.</summary>
    public static string TypePart(string part) => part + ":of-type";

    /// <summary>The part of the token table that holds the identifiers of references.</summary>
    public static string IdentifierPart(string part) => part + ":identifier";
}
