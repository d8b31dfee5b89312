using HuskyFhir.Core.Search;

namespace HuskyFhir.Plan.Definitions;

/// <summary>The definitions' types, as a search reads them: the same grammar as everywhere, and no references to rows.</summary>
public sealed class DefinitionTypes : ISearchTypes
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; } =
    [
        .. DefinitionParameters
            .All.SelectMany(static parameter => parameter.Types)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <inheritdoc/>
    public ParameterInfo? Find(string type, string name) =>
        DefinitionParameters.Of(type).FirstOrDefault(parameter => parameter.Name == name)?.Info;

    /// <inheritdoc/>
    public IEnumerable<ParameterInfo> References(string type) => [];
}
