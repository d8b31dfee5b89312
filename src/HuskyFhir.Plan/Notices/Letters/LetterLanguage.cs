using System.Globalization;
using HuskyFhir.Core.Time;

namespace HuskyFhir.Plan.Notices.Letters;

/// <summary>The letters of one language: its templates, and the words that facts are said with.</summary>
internal sealed class LetterLanguage
{
    private const int Months = 12;

    private readonly IReadOnlyDictionary<string, string> words;
    private readonly IReadOnlyDictionary<string, LetterTemplate> templates;
    private readonly DateTimeFormatInfo format;

    public LetterLanguage(
        string code,
        IReadOnlyDictionary<string, string> words,
        IReadOnlyDictionary<string, LetterTemplate> templates
    )
    {
        (Code, this.words, this.templates) = (code, words, templates);
        var (months, halves) = (List("months"), List("halves"));
        if (months.Length != Months || halves.Length != 2)
            throw new LetterFlawException(
                $"The letters in '{code}': the words 'months' and 'halves' take twelve and two, parted by commas."
            );
        format = new DateTimeFormatInfo
        {
            MonthNames = [.. months, string.Empty],
            MonthGenitiveNames = [.. months, string.Empty],
            AMDesignator = halves[0],
            PMDesignator = halves[1],
        };
    }

    /// <summary>BCP 47.</summary>
    public string Code { get; }

    /// <summary>The names of its templates.</summary>
    public IEnumerable<string> Templates => templates.Keys;

    /// <summary>A template; null where there is none.</summary>
    public LetterTemplate? Template(string name) => templates.GetValueOrDefault(name);

    /// <summary>A word that every language has.</summary>
    public string Word(string name) =>
        Find(name) ?? throw new LetterFlawException($"The letters in '{Code}' lack the word '{name}'; add it.");

    /// <summary>A word; null where the language has none.</summary>
    public string? Find(string name) => words.GetValueOrDefault(name);

    /// <summary>A day.</summary>
    public string Day(DateOnly day) => day.ToString(Word("date"), format);

    /// <summary>A moment, in Connecticut.</summary>
    public string Moment(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, ProgrammeTime.Zone).ToString(Word("moment"), format);

    private string[] List(string name) => Word(name).Split(',', StringSplitOptions.TrimEntries);
}
