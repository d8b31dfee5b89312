using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Requests.Letters;

namespace HuskyFhir.Tests.Registry.Requests.Letters;

/// <summary>
/// Letters are read by people of a sixth-grade level: the grade of Flesch and Kincaid for English, the ease of
/// Fernández Huerta for Spanish (70 and more is "fairly easy", the level of the sixth grade).
/// </summary>
public sealed class ReadingLevelTests
{
    private const double HighestGrade = 6.5;
    private const double LowestEase = 70;

    public static TheoryData<string> Names => [.. LetterSamples.All.Select(static each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void English_IsOfASixthGradeLevel(string name)
    {
        var (sentences, words, syllables) = Count(name, "en", English);
        var grade = (0.39 * words / sentences) + (11.8 * syllables / words) - 15.59;
        Assert.True(grade <= HighestGrade, $"{name}: grade {grade:F1}, {words} words, {sentences} sentences");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Spanish_IsFairlyEasy(string name)
    {
        var (sentences, words, syllables) = Count(name, "es", Spanish);
        var ease = 206.84 - (60.0 * syllables / words) - (1.02 * words / sentences);
        Assert.True(ease >= LowestEase, $"{name}: ease {ease:F1}, {words} words, {sentences} sentences");
    }

    [Theory]
    [InlineData("record", 2)]
    [InlineData("decided", 3)]
    [InlineData("care", 1)]
    [InlineData("people", 2)]
    public void English_SyllablesAreCounted(string word, int syllables) => Assert.Equal(syllables, English(word));

    [Theory]
    [InlineData("médico", 3)]
    [InlineData("audiencia", 3)]
    [InlineData("quien", 1)]
    [InlineData("todavía", 4)]
    public void Spanish_SyllablesAreCounted(string word, int syllables) => Assert.Equal(syllables, Spanish(word));

    /// <summary>
    /// The words of the templates; names, numbers and what the plan wrote into a case are not theirs.
    /// </summary>
    private static (int Sentences, int Words, int Syllables) Count(
        string name,
        string language,
        Func<string, int> syllables
    )
    {
        var (_, row, kind) = LetterSamples.All.First(each => each.Name == name);
        var text = LetterSamples
            .Write(row, kind, language)
            .Letter.Blocks.SkipLast(RequestLetters.Book.Taglines.Count + 1)
            .Where(static block =>
                !block.Text.Contains(": ", StringComparison.Ordinal) || block.Kind != BlockKind.Paragraph
            )
            .Select(static block => block.Text.TrimEnd('.', ':', '?', '!') + ".")
            .Where(static line => !line.Contains("CFR", StringComparison.Ordinal));
        var (sentences, words, all) = (0, 0, 0);
        foreach (var line in text)
        {
            foreach (var sentence in line.Split(['.', '?', '!', '\u00BF'], StringSplitOptions.RemoveEmptyEntries))
            {
                var found = sentence
                    .Split([' ', ',', '-', ':'], StringSplitOptions.RemoveEmptyEntries)
                    .Where(static word => word.All(char.IsLetter))
                    .ToList();
                sentences += found.Count > 0 ? 1 : 0;
                words += found.Count;
                all += found.Sum(syllables);
            }
        }

        return (sentences, words, all);
    }

    /// <summary>Groups of vowels; a silent e at the end, and the e of most past forms, are none.</summary>
    private static int English(string word)
    {
        var lower = word.ToLowerInvariant();
        var count = Groups(lower, "aeiouy");
        if (lower.EndsWith('e') && !lower.EndsWith("le", StringComparison.Ordinal) && count > 1)
            count--;
        else if (
            lower.EndsWith("ed", StringComparison.Ordinal)
            && lower.Length > 3
            && lower[^3] is not ('t' or 'd')
            && count > 1
        )
            count--;
        return Math.Max(1, count);
    }

    /// <summary>Vowels; a weak one beside another is one syllable with it, an accented weak one is not.</summary>
    private static int Spanish(string word)
    {
        var lower = word.ToLowerInvariant()
            .Replace("qu", "k", StringComparison.Ordinal)
            .Replace("gue", "ge", StringComparison.Ordinal)
            .Replace("gui", "gi", StringComparison.Ordinal);
        var count = 0;
        for (var at = 0; at < lower.Length; at++)
        {
            if (!"aeiouáéíóúü".Contains(lower[at]) && !(lower[at] == 'y' && at == lower.Length - 1))
                continue;
            var weak =
                at > 0
                && "aeiouáéíóúü".Contains(lower[at - 1])
                && ("iuü".Contains(lower[at]) || "iuü".Contains(lower[at - 1]));
            count += weak ? 0 : 1;
        }

        return Math.Max(1, count);
    }

    private static int Groups(string word, string vowels)
    {
        var (count, within) = (0, false);
        foreach (var letter in word)
        {
            var isVowel = vowels.Contains(letter);
            count += isVowel && !within ? 1 : 0;
            within = isVowel;
        }

        return count;
    }
}
