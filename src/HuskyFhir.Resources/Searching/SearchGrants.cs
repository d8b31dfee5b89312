using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Searching;

/// <summary>
/// What one caller may see of each type that a search touches: the searched ones, those that chains lead through, and
/// those that are included. Each type is decided by the policy for itself; a chain must not tell what a search would
/// not show.
/// </summary>
/// <param name="families">Every type.</param>
/// <param name="caller">Who asks.</param>
public sealed class SearchGrants(FhirTypeCatalog families, Caller caller)
{
    private readonly Dictionary<string, Result<Grant>> decided = new(StringComparer.Ordinal);

    /// <summary>With one decision already made at the gate.</summary>
    public SearchGrants(FhirTypeCatalog families, FhirType type, Grant grant)
        : this(families, grant.Caller) => decided[type.Name] = grant;

    /// <summary>Who asks.</summary>
    public Caller Caller => caller;

    /// <summary>The decision for a type.</summary>
    public Result<Grant> Decide(FhirType type)
    {
        if (!decided.TryGetValue(type.Name, out var answer))
            decided[type.Name] = answer = Policy.Decide(caller, Interaction.Search, type.Name, type.Openness);
        return answer;
    }

    /// <summary>Every type that the caller may search, with the permission.</summary>
    public IEnumerable<(FhirType Type, Grant Grant)> Open =>
        families.Types.Where(type => Decide(type).Fault is null).Select(type => (type, Decide(type).Value));

    /// <summary>The first denial among the types that a search looks at; null when all are allowed.</summary>
    public Fault? Denies(SearchQuery query) =>
        query.Traversed.Select(name => Decide(Type(name)).Fault).FirstOrDefault(static fault => fault is not null);

    /// <summary>A type that is known to exist.</summary>
    internal FhirType Type(string name) =>
        families.Find(name) ?? throw new InvalidOperationException($"There is no type {name}.");

    /// <summary>Every type.</summary>
    internal IReadOnlyList<FhirType> Types => families.Types;

    /// <summary>The table of types.</summary>
    internal FhirTypeCatalog Families => families;

    /// <summary>The grant as a condition on a row of the type; false for every row where there is none.</summary>
    internal string Within(SqlText sql, FhirType type, string alias) =>
        Decide(type).Try(out var grant, out _) ? sql.Within(grant, type, alias) : "1 = 0";
}
