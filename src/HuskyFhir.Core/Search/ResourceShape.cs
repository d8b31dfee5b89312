namespace HuskyFhir.Core.Search;

/// <summary>What <c>_summary</c> asks (R4 section 3.1.1.5.8).</summary>
public enum SummaryMode
{
    /// <summary>Whole resources.</summary>
    False,

    /// <summary>The elements that the specification marks as summary.</summary>
    True,

    /// <summary>Text, id, meta and what is mandatory.</summary>
    Text,

    /// <summary>Everything but the text.</summary>
    Data,

    /// <summary>The number of matches alone.</summary>
    Count,
}

/// <summary>How much of each resource is shown.</summary>
/// <param name="Summary">As asked by <c>_summary</c>.</param>
/// <param name="Elements">As asked by <c>_elements</c>, each after the type that it is of (null for every type); empty
/// for all.</param>
public sealed record ResourceShape(SummaryMode Summary, IReadOnlyList<(string? Type, string Element)> Elements)
{
    /// <summary>Whole resources.</summary>
    public static ResourceShape Whole { get; } = new(SummaryMode.False, []);

    /// <summary>Whether the stored bytes are shown as they are.</summary>
    public bool IsWhole => Summary is SummaryMode.False or SummaryMode.Count && Elements.Count == 0;
}
