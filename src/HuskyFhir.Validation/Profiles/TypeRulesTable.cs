using System.Collections.Concurrent;
using HuskyFhir.Validation.Constraints;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Validation.Profiles;

/// <summary>The base rules of each type, worked out once, at first use. Thread-safe.</summary>
internal sealed class TypeRulesTable(DefinitionSet definitions, FhirPaths paths)
{
    private readonly ConcurrentDictionary<Type, TypeRules> known = new();
    private readonly R4TypeCompiler? r4 = definitions.HasR4 ? new R4TypeCompiler(definitions, paths) : null;

    public TypeRules Of(Type type) =>
        known.TryGetValue(type, out var rules) ? rules : known.GetOrAdd(type, new TypeRules(type, r4));
}
