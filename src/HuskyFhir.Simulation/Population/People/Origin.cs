using HuskyFhir.Simulation.Population.Chance;

namespace HuskyFhir.Simulation.Population.People;

/// <summary>A community: what its members answer about race, ethnicity and language, and how they are named.</summary>
/// <param name="Names">Its names.</param>
/// <param name="Races">Answers about race: <c>W B A I</c> joined by +, or <c>UNK</c>, <c>ASKU</c>; each with its
/// frequency.</param>
/// <param name="Hispanic">The answer about ethnicity; null: not known.</param>
/// <param name="Languages">BCP 47 codes with their frequency among adults.</param>
internal sealed record Origin(NameBook Names, Weighted<string> Races, bool? Hispanic, Weighted<string> Languages)
{
    /// <summary>The detailed race of the CDC's code system, where the community has one.</summary>
    public Term? Race { get; init; }

    /// <summary>The detailed ethnicity of the same system.</summary>
    public Term? Ethnicity { get; init; }
}
