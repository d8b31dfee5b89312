using HuskyFhir.Core.Access;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// An operation, declared once: routes, OPTIONS, the CapabilityStatement and the reference all follow from <see
/// cref="OperationList"/>.
/// </summary>
/// <param name="Name">As in the URL, with its dollar sign.</param>
/// <param name="Definition">Canonical of its OperationDefinition.</param>
/// <param name="Types">Types that have it; empty for every type of the families.</param>
/// <param name="OnType">Whether it is asked of a type.</param>
/// <param name="OnInstance">Whether it is asked of one resource.</param>
/// <param name="Methods">HTTP methods.</param>
/// <param name="Needs">What the scope must allow; null for what is open to everyone.</param>
/// <param name="Answer">Who answers.</param>
internal sealed record Operation(
    string Name,
    string Definition,
    IReadOnlyList<string> Types,
    bool OnType,
    bool OnInstance,
    IReadOnlyList<string> Methods,
    Interaction? Needs,
    Func<IServiceProvider, RequestDelegate> Answer
)
{
    /// <summary>
    /// Whether a type has it; <paramref name="ofFamilies"/> tells whether the type is one of the families'.
    /// </summary>
    public bool IsOf(string type, bool ofFamilies) => Types.Count == 0 ? ofFamilies : Types.Contains(type);

    /// <summary>The methods at an address, for Allow.</summary>
    public string Allow => string.Join(", ", [.. Methods, "OPTIONS"]);
}
