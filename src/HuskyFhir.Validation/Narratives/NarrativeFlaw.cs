using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation.Narratives;

/// <summary>Why a narrative is refused.</summary>
/// <param name="Detail">The stable code.</param>
/// <param name="Text">What is wrong and how to mend it.</param>
internal sealed record NarrativeFlaw(string Detail, string Text)
{
    /// <summary>No form of it is safe to show.</summary>
    public static NarrativeFlaw Unreadable { get; } =
        new(
            Details.NarrativeMalformed,
            "The narrative cannot be read as XHTML, so it cannot be shown safely. Close every tag, and use the elements of XHTML alone."
        );
}
