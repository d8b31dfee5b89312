namespace HuskyFhir.Validation.Definitions;

/// <summary>
/// A loaded definition that cannot be used. It is caught where plans are made and told by name, path and reason.
/// </summary>
internal sealed class BrokenDefinitionException(Definition definition, string reason, string? path = null)
    : Exception(reason)
{
    public DefinitionProblem Problem { get; } = new(definition.Url, definition.Source, path, reason);
}
