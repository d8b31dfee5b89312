using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Profiles;

/// <summary>A compiled profile or extension.</summary>
/// <param name="Url">Its canonical URL.</param>
/// <param name="Type">The type that it constrains.</param>
/// <param name="Root">The checks.</param>
/// <param name="Placing">For an extension, where and how it may stand.</param>
/// <param name="Losses">What of it cannot be used.</param>
internal sealed record ProfilePlan(
    string Url,
    string Type,
    NodePlan Root,
    ExtensionPlacing Placing,
    IReadOnlyList<DefinitionProblem> Losses
)
{
    /// <summary>The profiles that this one builds on.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    /// <summary>Profiles that whoever meets this one must meet too (imposeProfile).</summary>
    public IReadOnlyList<string> Imposed { get; init; } = [];
}
