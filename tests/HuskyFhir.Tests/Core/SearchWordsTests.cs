using CsCheck;
using HuskyFhir.Core.Search;

namespace HuskyFhir.Tests.Core;

/// <summary>Folding and escapes (R4 sections 3.1.1.4.2 and 3.1.1.4.8).</summary>
public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("Muñoz", "munoz")]
    [InlineData("MUÑOZ", "munoz")]
    [InlineData("mun\u0303oz", "munoz")]
    [InlineData("Straße", "strasse")]
    [InlineData("STRAẞE", "strasse")]
    [InlineData("Ærø", "aero")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Nguyễn", "nguyen")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("ıſ", "is")]
    [InlineData("Þór", "thor")]
    [InlineData("  two \t words\u00a0 ", "two words")]
    [InlineData("O'Brien-Smith", "o'brien-smith")]
    [InlineData("陳 大文", "陳 大文")]
    [InlineData("ΑΘΗΝΑ", "αθηνα")]
    [InlineData("😀", "😀")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("\u0301", "")]
    public void Fold_OfText_IsItsComparableForm(string text, string folded) => Assert.Equal(folded, Folding.Fold(text));

    [Fact]
    public void Fold_OfWhatIsFolded_ChangesNothing() =>
        Gen.String.Sample(static text =>
        {
            var once = Folding.Fold(text);
            return once == Folding.Fold(once);
        });

    [Fact]
    public void Fold_OfEveryLatinLetter_HasNoCapitalLeft()
    {
        for (var letter = '\u0000'; letter < '\u0250'; letter++)
            Assert.DoesNotContain(Folding.Fold(letter.ToString()), static folded => folded is >= 'A' and <= 'Z');
    }

    [Theory]
    [InlineData("a,b", ',', "a|b")]
    [InlineData("a\\,b,c", ',', "a\\,b|c")]
    [InlineData("a\\\\,b", ',', "a\\\\|b")]
    [InlineData(",", ',', "|")]
    [InlineData("", ',', "")]
    [InlineData("a\\", ',', "a\\")]
    public void Split_BySeparator_LeavesEscapedOnes(string text, char separator, string parts) =>
        Assert.Equal(parts, string.Join('|', SearchText.Split(text, separator)));

    [Theory]
    [InlineData("a\\,b", "a,b")]
    [InlineData("a\\|b\\$c\\\\d", "a|b$c\\d")]
    [InlineData("a\\nb", "a\\nb")]
    [InlineData("\\", "\\")]
    [InlineData("\\\\,", "\\,")]
    public void Unescape_TakesAwayWhatEscapes(string text, string plain) =>
        Assert.Equal(plain, SearchText.Unescape(text));

    [Fact]
    public void Escape_ThenSplitAndUnescape_GivesThePlainText() =>
        Gen.String[Gen.Char["ab,|$\\ "], 0, 12]
            .Array[1, 5]
            .Sample(static values =>
            {
                var written = string.Join(',', values.Select(SearchText.Escape));
                return SearchText.Split(written, ',').Select(SearchText.Unescape).SequenceEqual(values);
            });
}
