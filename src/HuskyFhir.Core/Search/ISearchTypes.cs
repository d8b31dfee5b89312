using HuskyFhir.Core.Answers;

namespace HuskyFhir.Core.Search;

/// <summary>What a search needs to know of the types, wherever they are declared.</summary>
public interface ISearchTypes
{
    /// <summary>Every type that can be searched.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>A parameter of a type; null when there is no such type or parameter.</summary>
    ParameterInfo? Find(string type, string name);

    /// <summary>The reference parameters of a type.</summary>
    IEnumerable<ParameterInfo> References(string type);
}

/// <summary>
/// What a search needs of terminology, for <c>:in</c>, <c>:not-in</c>, <c>:below</c> and <c>:above</c>. Faults: 400 for
/// what is not loaded, or holds too many codes.
/// </summary>
public interface ISearchTerms
{
    /// <summary>The codes of a value set.</summary>
    /// <param name="valueSet">Canonical URL, or <c>ValueSet/id</c>.</param>
    Result<TokenSetValue> In(string valueSet);

    /// <summary>A code with all that it subsumes, or that subsume it.</summary>
    /// <param name="system">The code system.</param>
    /// <param name="code">The code.</param>
    /// <param name="above">Whether the ancestors are meant rather than the descendants.</param>
    Result<TokenSetValue> Around(string system, string code, bool above);
}
