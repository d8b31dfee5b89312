using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using HuskyFhir.Exchange.Letters;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Requests.Letters;
using UglyToad.PdfPig;

namespace HuskyFhir.Tests.Registry.Requests.Letters;

/// <summary>
/// The letter of every step of every kind, word by word as it is kept beside this file, and the same words in its PDF.
/// With <c>HUSKY_KEEP_LETTERS=1</c> the kept files are written anew; then look at what changed.
/// </summary>
public sealed partial class KeptLetterTests
{
    private static readonly LetterFrame Frame = new(
        ["HUSKY Health", "1 Invented Plaza", "Hartford, CT 06100"],
        ["Testina Sample", "12 Made-up Road", "New Haven, CT 06500"],
        "Page {0} of {1}",
        RequestLetters.Options.Drawn
    );

    public static TheoryData<string, string> Letters =>
        [
            .. RequestLetters.Book.Languages.SelectMany(static language =>
                LetterSamples.All.Select(each => (each.Name, language))
            ),
        ];

    [Theory]
    [MemberData(nameof(Letters))]
    public void Letter_OfEachStepAndKind_IsAsItIsKept_AndItsPdfSaysTheSame(string name, string language)
    {
        var (_, row, kind) = LetterSamples.All.First(each => each.Name == name);
        var letter = LetterSamples.Write(row, kind, language).Letter;
        var kept = Path.Combine("Registry", "Requests", "Letters", "Kept", $"{name}.{language}.txt");
        if (Environment.GetEnvironmentVariable("HUSKY_KEEP_LETTERS") == "1")
            Keep(Path.GetFileName(kept), letter);
        else
            Assert.Equal(
                File.ReadAllText(Path.Combine(AppContext.BaseDirectory, kept)),
                Shortened(letter).ToText(),
                ignoreLineEndingDifferences: true
            );
        Assert.Equal(letter.ToText(), Letter.FromText(letter.ToText(), letter.Language, false).ToText());
        // In the second language one kind of each template is drawn: the others differ in one word.
        if (
            language != LetterBook.Fallback
            && name != LetterSamples.All.First(each => each.Row.Template == row.Template).Name
        )
            return;
        var pdf = PdfLetter.Render(letter, Frame);
        if (Environment.GetEnvironmentVariable("HUSKY_LETTERS_TO") is { Length: > 0 } folder)
            File.WriteAllBytes(Path.Combine(folder, $"{name}.{language}.pdf"), pdf);
        Assert.Contains(Words(Shortened(letter)), Words(pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void KeptFiles_AreOfLettersThatThereAre()
    {
        var names = Letters.Select(static row => $"{row.Data.Item1}.{row.Data.Item2}.txt").Order();
        Assert.Equal(
            names,
            Directory
                .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Registry", "Requests", "Letters", "Kept"))
                .Select(Path.GetFileName)
                .Order()
        );
    }

    /// <summary>Without the fifteen taglines, which are the same under each.</summary>
    private static Letter Shortened(Letter letter) =>
        letter with
        {
            Blocks =
            [
                .. letter.Blocks.TakeWhile(block =>
                    block != letter.Blocks.Last(static each => each.Kind == BlockKind.Heading)
                ),
            ],
        };

    /// <summary>The words alone: lines, bullets and page numbers are the page's.</summary>
    private static string Words(Letter letter) =>
        Squeezed(string.Concat(letter.Blocks.Select(static block => block.Text)));

    private static string Words(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return Squeezed(
            string.Concat(
                document
                    .GetPages()
                    .SelectMany(static page => page.Letters.Where(letter => letter.Location.Y > 60))
                    .Select(static letter => letter.Value)
            )
        );
    }

    private static string Squeezed(string text) => Blank().Replace(text, string.Empty);

    private static void Keep(string name, Letter letter, [CallerFilePath] string here = "")
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(here)!, "Kept"));
        File.WriteAllText(Path.Combine(folder.FullName, name), Shortened(letter).ToText());
    }

    [GeneratedRegex("[\\s\u2022\u00A0]+")]
    private static partial Regex Blank();
}
