namespace HuskyFhir.Core.Search;

/// <summary>One <c>_include</c> or <c>_revinclude</c> (R4 section 3.1.1.5.5).</summary>
/// <param name="Reverse">Whether it asks for what refers to the matches rather than for what they refer to.</param>
/// <param name="Iterate">Whether it applies to what was included as well.</param>
/// <param name="Source">The type that refers.</param>
/// <param name="Parameters">By which of its reference parameters; several for <c>*</c>.</param>
/// <param name="Targets">Only what is of these types; null for any.</param>
public sealed record IncludeRule(
    bool Reverse,
    bool Iterate,
    string Source,
    IReadOnlyList<ParameterInfo> Parameters,
    IReadOnlyList<string>? Targets
);
