namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>A kind of request, as far as letters know it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Steps">Every step that it can come to, with the business status that it begins in.</param>
internal sealed record LetterKind(string Code, IReadOnlyList<(string Step, string? From)> Steps);

/// <summary>What letters can be about, as who declares it says: the words of letters are checked against it.</summary>
/// <param name="Steps">The code of every step.</param>
/// <param name="Kinds">Every kind of request.</param>
/// <param name="Notices">The code of every kind of notice.</param>
/// <param name="Words">Words that every language must have.</param>
internal sealed record LetterMatters(
    IReadOnlyList<string> Steps,
    IReadOnlyList<LetterKind> Kinds,
    IReadOnlyList<string> Notices,
    IReadOnlyList<string> Words
);
