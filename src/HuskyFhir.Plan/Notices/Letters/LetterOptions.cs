namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>What the plan decides of letters, from the settings.</summary>
/// <param name="Book">The words.</param>
/// <param name="Phone">The number that members call.</param>
/// <param name="Tty">The same for TTY.</param>
public sealed record LetterOptions(LetterBook Book, string Phone, string Tty)
{
    /// <summary>What a PDF says for taglines that it cannot draw, by language.</summary>
    public IReadOnlyDictionary<string, string> Drawn =>
        Book
            .Taglines.Where(static line => line.Drawn is not null)
            .ToDictionary(static line => line.Language, line => Said(line.Drawn!), StringComparer.Ordinal);

    /// <summary>The words for a page's number in a language, with {0} and {1}.</summary>
    public string PageWords(string language) => (Book.Find(language) ?? Book.English).Word("page");

    /// <summary>A text with the plan's numbers filled in.</summary>
    internal string Said(string text) =>
        text.Replace("{phone}", Phone, StringComparison.Ordinal).Replace("{tty}", Tty, StringComparison.Ordinal);

    /// <summary>A number that is plainly invented, for letters that do not leave.</summary>
    public const string SamplePhone = "1-800-555-0100";

    /// <summary>The relay service.</summary>
    public const string Relay = "711";
}
