using System.Collections.Concurrent;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Terminology;

/// <summary>
/// Terminology from the loaded ValueSets and CodeSystems, and from the value sets that R4 itself fixes. Each value set
/// is expanded once, at first use; one that cannot be expanded stays unknown, and that is remembered too. Thread-safe.
/// </summary>
/// <param name="definitions">What is loaded.</param>
public sealed class LoadedTerminology(DefinitionSet definitions) : ITerminology
{
    private readonly ConcurrentDictionary<string, Lazy<SystemCodes?>> systems = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<CodeSet>> expanded = new(StringComparer.Ordinal);

    /// <summary>Looks a code up; never waits.</summary>
    public Membership Find(string valueSet, string? system, string code) =>
        FormatSets.Find(valueSet, code) ?? Set(valueSet).Find(system, code);

    /// <inheritdoc />
    public Lookup Find(string valueSet, string? system, string code, LookupTime time) => Find(valueSet, system, code);

    /// <inheritdoc />
    public Membership InSystem(string system, string code)
    {
        if (system == Ucum.System)
            return Ucum.IsUnit(code) ? Membership.In : Membership.Unknown;
        if (!systems.TryGetValue(system, out var known))
        {
            // Only what is loaded is remembered: the names of systems come from outside.
            if (definitions.CodeSystem(system) is null)
                return Membership.Unknown;
            known = systems.GetOrAdd(
                system,
                static (url, all) => new Lazy<SystemCodes?>(() => Read(all, url)),
                definitions
            );
        }

        return known.Value is not { } codes ? Membership.Unknown
            : codes.Has(code) ? Membership.In
            : Membership.Out;
    }

    private static SystemCodes? Read(DefinitionSet definitions, string system)
    {
        try
        {
            return SystemCodes.Of(definitions, system, null);
        }
        catch (BrokenDefinitionException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public string Listed(string valueSet) => Set(valueSet).Listed();

    internal CodeSet Set(string valueSet)
    {
        if (expanded.TryGetValue(valueSet, out var known))
            return known.Value;

        // Only what is loaded is remembered: the names of value sets may come from outside.
        return Expansion.Knows(definitions, valueSet)
            ? expanded
                .GetOrAdd(
                    valueSet,
                    static (url, all) => new Lazy<CodeSet>(() => new Expansion(all).Of(url)),
                    definitions
                )
                .Value
            : CodeSet.Unknown;
    }
}
