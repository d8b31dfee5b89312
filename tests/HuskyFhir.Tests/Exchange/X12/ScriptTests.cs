using System.Globalization;
using System.Text;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Tests.X12;

/// <summary>Names in forty scripts: each is written in Latin letters, and no letter becomes a space.</summary>
public sealed class ScriptTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Names =>
        new()
        {
            { "Latin, Vietnamese", "Nguyễn" },
            { "Latin, Romanian", "Ștefănescu" },
            { "Latin, Yoruba", "Ọláṣubọ̀mí" },
            { "Latin, Hausa", "Ɗanɓarno" },
            { "Greek", "Παπαδόπουλος" },
            { "Cyrillic", "Щербаков" },
            { "Cyrillic, Ukrainian", "Ґалаґан" },
            { "Armenian", "Հակոբյան" },
            { "Georgian", "ბერიძე" },
            { "Hebrew", "כהן" },
            { "Arabic", "محمد" },
            { "Arabic, Persian", "گلپایگانی" },
            { "Arabic, Urdu", "ٹھاکر" },
            { "Syriac", "ܐܦܪܝܡ" },
            { "Thaana", "މުހައްމަދު" },
            { "Devanagari", "शर्मा" },
            { "Bengali", "চক্রবর্তী" },
            { "Gurmukhi", "ਸਿੰਘ" },
            { "Gujarati", "પટેલ" },
            { "Oriya", "ମହାପାତ୍ର" },
            { "Tamil", "கிருஷ்ணன்" },
            { "Telugu", "రెడ్డి" },
            { "Kannada", "ಗೌಡ" },
            { "Malayalam", "നായർ" },
            { "Sinhala", "ජයසූරිය" },
            { "Thai", "สมชาย" },
            { "Lao", "ວົງສາ" },
            { "Tibetan", "བསྟན་འཛིན" },
            { "Myanmar", "အောင်" },
            { "Khmer", "សុខា" },
            { "Ethiopic", "ተስፋዬ" },
            { "Cherokee", "ᏎᏉᏯ" },
            { "Canadian syllabics", "ᐊᓗᑭ" },
            { "Mongolian", "ᠪᠠᠲᠤ" },
            { "Hangul", "김철수" },
            { "Hiragana", "さとう" },
            { "Katakana", "スズキ" },
            { "Han", "王小明" },
            { "Bopomofo", "ㄨㄤˊ" },
            { "Tifinagh", "ⵉⴷⵉⵔ" },
            { "N'Ko", "ߞߎߙߎ" },
            { "Vai", "ꕙꔤ" },
            { "Yi", "ꆈꌠ" },
            { "Javanese", "ꦗꦮ" },
            { "Full width", "Ｔａｎａｋａ" },
        };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Name_IsWrittenWithoutGaps(string script, string name)
    {
        foreach (var set in new[] { CharacterSet.Extended, CharacterSet.Basic })
        {
            var (file, _) = await Written.FileAsync(
                [
                    [Written.Small("1", name)],
                ],
                Written.Options with
                {
                    Characters = set,
                }
            );

            var written = Encoding
                .ASCII.GetString(file)
                .Split('~')
                .First(static segment => segment.StartsWith("NM1*IL", StringComparison.Ordinal))
                .Split('*')[3];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{script}: {written}"));
            Assert.NotEmpty(written);
            Assert.DoesNotContain(' ', written);
            Assert.Matches("[A-Za-z]", written);
        }
    }

    [Fact]
    public async Task Letter_OfEachAssignedScript_IsWrittenOrItsMemberRefused()
    {
        using var stream = new MemoryStream();
        var writer = new HuskyFhir.X12.Enrolment.EnrolmentWriter(stream, Written.Options);
        await writer.BeginSetAsync(Written.Header, TestContext.Current.CancellationToken);
        var lost = 0;
        for (var code = 0x80; code <= 0x2FFFF; code++)
        {
            if (!Rune.IsValid(code) || !Rune.IsLetter(new(code)))
                continue;
            var written = await writer.WriteAsync(
                Written.Small("1", $"A{new Rune(code)}A"),
                TestContext.Current.CancellationToken
            );
            lost += written.Place is null ? 1 : 0;
            Assert.DoesNotContain(written.Notes, static note => note.Change == WriteChange.Replaced);
        }

        output.WriteLine($"{lost} letters have no likeness");
        stream.Position = 0;
        Assert.DoesNotContain("*A A*", Encoding.ASCII.GetString(stream.ToArray()), StringComparison.Ordinal);
    }
}
