using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Terminology;

/// <summary>The codes of what is loaded, for searches by value set and by hierarchy. Thread-safe.</summary>
/// <param name="definitions">What is loaded.</param>
public sealed class LoadedCodes(DefinitionSet definitions)
{
    /// <summary>All codes of a value set by their system; null when it is not loaded, or cannot be listed whole.</summary>
    /// <param name="valueSet">Canonical URL.</param>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>>? Of(string valueSet) =>
        Expansion.Knows(definitions, valueSet) ? new Expansion(definitions).Of(valueSet).Whole() : null;

    /// <summary>A code with all that it subsumes, or that subsume it; null when the system is not loaded whole, or has no such code.</summary>
    /// <param name="system">The code system.</param>
    /// <param name="code">The code.</param>
    /// <param name="above">Whether the ancestors are meant rather than the descendants.</param>
    public IReadOnlyCollection<string>? Around(string system, string code, bool above)
    {
        if (SystemCodes.Of(definitions, system, null) is not { } codes || !codes.All.Contains(code))
            return null;
        return [code, .. codes.All.Where(other => above ? codes.Below(code, other) : codes.Below(other, code))];
    }
}
