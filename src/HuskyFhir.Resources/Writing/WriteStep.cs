using HuskyFhir.Resources.Stored;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>A write that passed every check.</summary>
/// <param name="Write">What was asked.</param>
/// <param name="Written">What it becomes.</param>
internal sealed record WriteStep(PreparedWrite Write, Written Written)
{
    /// <summary>The file's name for the resource, where it is not known yet.</summary>
    public BusinessKey? NewAlias { get; init; }

    /// <summary>The bytes that the version has, kept outside the row; null where the type has none.</summary>
    public HuskyFhir.Resources.Contents.StoredContent? Content { get; init; }

    /// <summary>
    /// Whether it was deleted before: nothing is written but the audit. The clock cannot tell, since two deletions may
    /// share its tick.
    /// </summary>
    public bool DeletedBefore { get; init; }

    /// <summary>Who says what it says.</summary>
    public HuskyFhir.Resources.Writing.FactSource Source { get; init; }

    /// <summary>The version that it replaces; null for a create.</summary>
    public StoredResource? Before { get; init; }

    /// <summary>Codes of the security labels that it takes off, for the audit.</summary>
    public IReadOnlyList<string> Lowered { get; init; } = [];

    /// <summary>What the audit is told beside the write itself; null for nothing.</summary>
    public string? Detail =>
        Lowered.Count == 0
            ? Cause
            : string.Join("; ", new[] { Cause, "labels taken off: " + string.Join(' ', Lowered) }.OfType<string>());

    /// <summary>The write that brought this one, for the audit; null where a caller asked for it.</summary>
    public string? Cause { get; init; }
}
