using System.Collections.Concurrent;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Terminology;

/// <summary>What a loaded system says of a code.</summary>
/// <param name="SystemName">Name of the code system.</param>
/// <param name="Version">Its business version.</param>
/// <param name="Display">Of the code.</param>
/// <param name="Definition">Of the code.</param>
/// <param name="Parents">Codes right above it.</param>
/// <param name="Children">Codes right below it.</param>
public sealed record LoadedConcept(
    string SystemName,
    string? Version,
    string? Display,
    string? Definition,
    IReadOnlyList<string> Parents,
    IReadOnlyList<string> Children
);

/// <summary>The codes of what is loaded, for searches by value set and by hierarchy. Thread-safe.</summary>
/// <param name="definitions">What is loaded.</param>
public sealed class LoadedCodes(DefinitionSet definitions)
{
    private readonly LoadedTerminology loaded = new(definitions);
    private readonly ConcurrentDictionary<string, SystemCodes?> systems = new(StringComparer.Ordinal);

    /// <summary>Whether a code system is loaded whole.</summary>
    public bool Knows(string system) => System(system) is not null;

    /// <summary>What is known of a code; null when its system is not loaded whole, or has no such code.</summary>
    public LoadedConcept? Concept(string system, string code) => System(system)?.Concept(code);

    /// <summary>
    /// All codes of a value set by their system; null when it is not loaded, or cannot be listed whole.
    /// </summary>
    /// <param name="valueSet">Canonical URL.</param>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>>? Of(string valueSet) =>
        loaded.Set(valueSet).Whole();

    /// <summary>
    /// A code with all that it subsumes, or that subsume it; null when the system is not loaded whole, or has no such
    /// code.
    /// </summary>
    /// <param name="system">The code system.</param>
    /// <param name="code">The code.</param>
    /// <param name="above">Whether the ancestors are meant rather than the descendants.</param>
    public IReadOnlyCollection<string>? Around(string system, string code, bool above)
    {
        if (System(system) is not { } codes || !codes.All.Contains(code))
            return null;
        return [code, .. codes.All.Where(other => above ? codes.Below(code, other) : codes.Below(other, code))];
    }

    /// <summary>Only what is loaded is remembered: names come from outside.</summary>
    private SystemCodes? System(string system)
    {
        if (systems.TryGetValue(system, out var known))
            return known;
        return definitions.CodeSystem(system) is null
            ? null
            : systems.GetOrAdd(system, SystemCodes.Of(definitions, system, null));
    }
}
