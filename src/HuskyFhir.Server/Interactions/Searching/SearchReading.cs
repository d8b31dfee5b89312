using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Interactions.Searching;

/// <summary>
/// Reads searches with the service's own limits, base and terminology, wherever one is written: in a URL, a form, or a
/// condition.
/// </summary>
internal sealed class SearchReading(
    FhirTypeCatalog families,
    PublicBase publicBase,
    ISearchTerms terms,
    IOptions<HttpSettings> settings
)
{
    /// <summary>A search in one type.</summary>
    public Result<SearchQuery> Read(
        FhirType type,
        IReadOnlyCollection<KeyValuePair<string, string>> given,
        bool strict
    ) => Read([type.Name], given, strict, anyType: false);

    /// <summary>A search in one or several types.</summary>
    public Result<SearchQuery> Read(
        IReadOnlyList<string> types,
        IReadOnlyCollection<KeyValuePair<string, string>> given,
        bool strict,
        bool anyType
    ) => Reader(families, strict).Read(types, given, anyType);

    /// <summary>A reader of one search, in types that may be declared elsewhere.</summary>
    public SearchReader Reader(ISearchTypes types, bool strict) =>
        new(
            types,
            new(publicBase.Url, terms),
            new SearchLimits(MaxValues: settings.Value.MaxSearchValues, MaxCount: settings.Value.MaxPageSize),
            strict || settings.Value.RefuseUnknownParameters
        );

    /// <summary>
    /// The parameters of a scope (<see cref="HuskyFhir.Core.Access.ScopeReader"/>): plain parameters of the type, each
    /// of which must be understood.
    /// </summary>
    public IReadOnlyList<SearchCondition>? Scope(string type, string parameters)
    {
        var given = SearchGiven.Pairs(QueryHelpers.ParseQuery(parameters));
        return
            families.Find(type) is { } found
            && Read(found, given, strict: true).Try(out var query, out _)
            // A parameter of the result, such as _count, is no condition; a chain would lead through other types.
            && query.Filters.Count > 0
            && query.Filters.Count == given.Count
            && query.Filters.All(static filter => filter is SearchFilter)
            ? query.Filters
            : null;
    }

    /// <summary>
    /// How much of a resource a read asks for: <c>_summary</c> and <c>_elements</c> (R4 section 3.1.0.1.8).
    /// </summary>
    public Result<ResourceShape> Shape(HttpRequest request)
    {
        if (
            !request.QueryString.HasValue
            || !(request.Query.ContainsKey("_summary") || request.Query.ContainsKey("_elements"))
        )
            return ResourceShape.Whole;
        var given = SearchGiven.Pairs(request.Query.Where(static pair => pair.Key is "_summary" or "_elements"));
        return Read([families.Types[0].Name], given, strict: true, anyType: false).Try(out var query, out var fault)
            ? query.Shape
            : fault;
    }
}
