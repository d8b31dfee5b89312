using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Profiles;

/// <summary>What compiling all loaded profiles came to.</summary>
/// <param name="Profiles">Profiles and extensions that are ready.</param>
/// <param name="Elements">Elements that their plans look at.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Problems">Those that cannot be used, by name, path and reason.</param>
public sealed record PlanSummary(int Profiles, int Elements, TimeSpan Time, IReadOnlyList<DefinitionProblem> Problems);
