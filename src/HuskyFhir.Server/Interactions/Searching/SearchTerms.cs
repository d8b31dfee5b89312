using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Plan.Definitions;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Server.Interactions.Searching;

/// <summary>
/// Value sets and hierarchies for searches, from what is loaded. Faults: 400 for what is not, or is too large to search
/// by.
/// </summary>
internal sealed class SearchTerms(LoadedCodes codes) : ISearchTerms
{
    /// <summary>Codes that one condition may name.</summary>
    private const int Most = 2000;

    public Result<TokenSetValue> In(string valueSet) =>
        codes.Of(Canonical(valueSet)) is { } found
            ? Bounded(found)
            : new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.NotFound,
                $"The value set '{valueSet}' is not loaded here, or not all of its codes are known.",
                null,
                "search-terminology"
            );

    public Result<TokenSetValue> Around(string system, string code, bool above) =>
        codes.Around(system, code, above) is { } found
            ? Bounded(new Dictionary<string, IReadOnlyCollection<string>> { [system] = found })
            : new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.NotFound,
                $"The code system '{system}' is not loaded here, or has no code '{code}'.",
                null,
                "search-terminology"
            );

    /// <summary>A value set of ours may be named by its address here.</summary>
    private static string Canonical(string valueSet) =>
        valueSet.StartsWith("ValueSet/", StringComparison.Ordinal)
            ? OwnDefinitions
                .All.FirstOrDefault(own => own.Type == "ValueSet" && own.Id == valueSet["ValueSet/".Length..])
                ?.Url
                ?? valueSet
            : valueSet;

    private static Result<TokenSetValue> Bounded(IReadOnlyDictionary<string, IReadOnlyCollection<string>> found) =>
        found.Values.Sum(static set => set.Count) > Most
            ? new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.TooCostly,
                $"This stands for more than {Most} codes; name a smaller set.",
                null,
                "search-too-large"
            )
            : new TokenSetValue(
                found.ToDictionary(
                    static pair => pair.Key,
                    static pair => (IReadOnlyList<string>)[.. pair.Value],
                    StringComparer.Ordinal
                )
            );
}
