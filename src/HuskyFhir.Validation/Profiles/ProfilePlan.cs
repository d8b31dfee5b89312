namespace HuskyFhir.Validation.Profiles;

/// <summary>A compiled profile or extension.</summary>
/// <param name="Url">Its canonical URL.</param>
/// <param name="Type">The type that it constrains.</param>
/// <param name="Root">The checks.</param>
/// <param name="Placing">For an extension, where and how it may stand.</param>
internal sealed record ProfilePlan(string Url, string Type, NodePlan Root, ExtensionPlacing Placing);
