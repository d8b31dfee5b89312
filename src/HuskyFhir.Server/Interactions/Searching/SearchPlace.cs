using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Http;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Searching;

/// <summary>
/// Where a search looks: a type, a member's compartment (one type of it or all), or the whole system.
/// </summary>
/// <param name="Path">As in the URL, after the base.</param>
/// <param name="Types">The types searched.</param>
/// <param name="Compartment">The member whose compartment it is; null for none.</param>
internal sealed record SearchPlace(string Path, IReadOnlyList<FhirType> Types, Guid? Compartment)
{
    /// <summary>
    /// The place that the address names, and <c>_type</c> narrows. Faults: 400 for an unknown type, 403 for one that is
    /// not allowed.
    /// </summary>
    public static Result<SearchPlace> Of(
        HttpContext context,
        FhirCall call,
        FhirTypeCatalog families,
        SearchGrants grants,
        List<KeyValuePair<string, string>> given
    )
    {
        var patient = context.Request.RouteValues["compartment"] as string;
        var prefix = patient is null ? string.Empty : $"Patient/{patient}/";
        // An id that cannot be one of ours has an empty compartment, like any that is unknown.
        Guid? compartment = patient is null ? null : FhirCall.IdOf(patient) ?? Guid.Empty;
        if (call.Named is { } type)
            return compartment is not null && type.InCompartment(Guid.Empty) is null
                ? new Fault(
                    FaultKind.NotFound,
                    IssueType.NotFound,
                    $"{type.Name} is not in a member's compartment; search it by itself.",
                    null,
                    "address"
                )
                : new SearchPlace(prefix + type.Name, [type], compartment);
        var within = families
            .Types.Where(each => compartment is null || each.InCompartment(Guid.Empty) is not null)
            .ToList();
        var names = given
            .Where(static pair => pair.Key == "_type")
            .SelectMany(static pair => pair.Value.Split(','))
            .Distinct()
            .ToList();
        if (names.FirstOrDefault(name => !within.Exists(each => each.Name == name)) is { } unknown)
            return new Fault(
                FaultKind.Malformed,
                IssueType.Value,
                $"_type takes {string.Join(", ", within.Select(static each => each.Name))}; '{unknown}' is none of them.",
                "_type",
                "search-value"
            );
        var types = within
            .Where(each => names.Count == 0 ? grants.Decide(each).Fault is null : names.Contains(each.Name))
            .ToList();
        // With nothing left that is allowed, the first denial says what to ask for.
        return (types.Count > 0 ? types : within)
                .Select(each => grants.Decide(each).Fault)
                .FirstOrDefault(static fault => fault is not null)
            ?? (Result<SearchPlace>)new SearchPlace(patient is null ? string.Empty : prefix + "*", types, compartment);
    }

    /// <summary>A search cut to the compartment.</summary>
    public SearchQuery Within(SearchQuery query) =>
        Compartment is not { } member
            ? query
            : query with
            {
                Filters = [.. query.Filters, new CompartmentFilter(member)],
            };
}
