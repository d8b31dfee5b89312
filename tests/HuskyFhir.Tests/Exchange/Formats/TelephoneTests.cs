using HuskyFhir.Exchange.Formats.Edi.Texts;

namespace HuskyFhir.Tests.Formats;

/// <summary>
/// Telephones as people write them: the number, its extension, several in one line, and what is none.
/// </summary>
public sealed class TelephoneTests
{
    [Theory]
    [InlineData("860-555-0144", "8605550144")]
    [InlineData("(860) 555-0144", "8605550144")]
    [InlineData("+1 860 555 0144", "8605550144")]
    [InlineData("1.860.555.0144", "8605550144")]
    [InlineData("555-0144", "5550144")]
    [InlineData("+44 20 7946 0958", "+442079460958")]
    [InlineData("011 44 20 7946 0958", "+442079460958")]
    [InlineData("860-555-0144 ext. 12", "8605550144x12")]
    [InlineData("860-555-0144 x12", "8605550144x12")]
    [InlineData("860-555-0144 Extension: 1234", "8605550144x1234")]
    [InlineData("860-555-0144, ext 12", "8605550144x12")]
    [InlineData("860-555-0144 #12", "8605550144x12")]
    [InlineData("tel:+1-860-555-0144;ext=12", "8605550144x12")]
    [InlineData("860-555-0144 or 203-555-0145", "8605550144 2035550145")]
    [InlineData("860-555-0144 / 203-555-0145 x7", "8605550144 2035550145x7")]
    [InlineData("860-555-0144;203-555-0145", "8605550144 2035550145")]
    public void Number_IsReadWhole(string text, string expected)
    {
        var (numbers, isWhole) = Telephone.Read(text);

        Assert.True(isWhole);
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                numbers.Select(static each => each.Extension is null ? each.Number : $"{each.Number}x{each.Extension}")
            )
        );
    }

    [Theory]
    [InlineData("none")]
    [InlineData("call my sister")]
    [InlineData("0000000000")]
    [InlineData("860-555")]
    [InlineData("8605550144 12345")]
    [InlineData("1-800-FLOWERS")]
    [InlineData("pat@example.org")]
    public void Text_ThatIsNoNumber_IsToldApart(string text)
    {
        var (numbers, isWhole) = Telephone.Read(text);

        Assert.False(isWhole);
        Assert.Empty(numbers);
    }

    [Fact]
    public void Text_WithANumberAndMore_KeepsTheNumber()
    {
        var (numbers, isWhole) = Telephone.Read("860-555-0144 / ask for Pat at 203-555-0145");

        Assert.False(isWhole);
        Assert.Equal("8605550144", Assert.Single(numbers).Number);
    }
}
