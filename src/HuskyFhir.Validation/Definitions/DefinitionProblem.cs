namespace HuskyFhir.Validation.Definitions;

/// <summary>Why a definition or a package is not in use.</summary>
/// <param name="Name">Its canonical URL, or the package's name.</param>
/// <param name="Source">The package or file that it came from.</param>
/// <param name="Path">The element in it, where one is to blame.</param>
/// <param name="Reason">What is wrong, to end the sentence "cannot be used because …".</param>
public sealed record DefinitionProblem(string Name, string Source, string? Path, string Reason)
{
    /// <summary>Whether the definition is out of use; otherwise this is a note.</summary>
    public bool Fatal { get; init; } = true;

    /// <summary>Whether only that element of the definition is out of use.</summary>
    public bool Partial { get; init; }

    /// <inheritdoc />
    public override string ToString() =>
        $"{Name} from {Source}{(Path is null ? string.Empty : $", element {Path}")} {(Partial ? "is out of use there: " : Fatal ? "cannot be used because " : "is in use, but ")}{Reason}.";
}
