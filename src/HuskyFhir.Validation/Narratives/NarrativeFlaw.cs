namespace HuskyFhir.Validation.Narratives;

/// <summary>Why a narrative is refused.</summary>
/// <param name="Detail">The stable code.</param>
/// <param name="Text">What is wrong and how to mend it.</param>
internal sealed record NarrativeFlaw(string Detail, string Text);
