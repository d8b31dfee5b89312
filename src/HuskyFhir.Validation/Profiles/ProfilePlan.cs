using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Profiles;

/// <summary>A compiled profile or extension.</summary>
/// <param name="Url">Its canonical URL.</param>
/// <param name="Type">The type that it constrains.</param>
/// <param name="Root">The checks.</param>
/// <param name="Contexts">For an extension, where it may stand; empty for anywhere.</param>
internal sealed record ProfilePlan(string Url, string Type, NodePlan Root, IReadOnlyList<StructureDefinition.ContextComponent> Contexts);
