using System.Collections.Concurrent;

namespace HuskyFhir.Validation.Rules;

/// <summary>The base rules of each type, worked out once, at first use. Thread-safe.</summary>
internal sealed class TypeRulesTable
{
    private readonly ConcurrentDictionary<Type, TypeRules> known = new();

    public TypeRules Of(Type type) => known.GetOrAdd(type, static type => new TypeRules(type));
}
