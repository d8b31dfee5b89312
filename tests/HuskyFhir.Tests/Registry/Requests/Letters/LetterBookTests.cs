using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Requests.Letters;

namespace HuskyFhir.Tests.Registry.Requests.Letters;

/// <summary>Words are data, and a mistake in them ends the start with one sentence.</summary>
public sealed class LetterBookTests
{
    private const string Words = "letters.en.txt";

    [Fact]
    public void EveryStepOfEveryKind_HasItsLetter_OrSaysWhyItHasNone()
    {
        foreach (var rules in KindTable.All)
        foreach (var (step, from) in RequestLetters.Steps(rules))
        {
            var rows = RequestLetters.Book.Table.Of(step, rules.Code, from);
            Assert.NotEmpty(rows);
            Assert.All(rows, static row => Assert.NotEmpty(row.Clause));
            Assert.Equal(rows.Count, rows.Select(static row => row.To).Distinct().Count());
        }
    }

    [Fact]
    public void Readme_HasTheTableOfTheData()
    {
        static string Line(LetterRow row)
        {
            var steps =
                (row.Steps is ["*"] ? "all" : string.Join(", ", row.Steps))
                + (row.From is null ? string.Empty : $" (from {row.From})");
            var kinds = row.Kinds is ["*"] ? "all others" : string.Join(", ", row.Kinds);
            var to = row.Template is null ? string.Empty : row.To;
            return $"| {steps} | {kinds} | {row.Template ?? "nobody"} | {to} | {row.Clause} |";
        }

        var written = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "requests.md"))
            .SkipWhile(static line => line != "## Which step makes which letter")
            .Where(static line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1);
        Assert.Equal(RequestLetters.Book.Table.Rows.Select(Line), written);
    }

    [Theory]
    [InlineData(RequestEffect.SendDecisionNotice)]
    [InlineData(RequestEffect.SendRefusalNotice)]
    [InlineData(RequestEffect.SendDismissalNotice)]
    [InlineData(RequestEffect.ConfirmWithdrawal)]
    [InlineData(RequestEffect.SendExtensionNotice)]
    [InlineData(RequestEffect.SendHearingNotice)]
    [InlineData(RequestEffect.SendExpediteDenial)]
    [InlineData(RequestEffect.AskForInformation)]
    [InlineData(RequestEffect.SendAnswer)]
    [InlineData(RequestEffect.HandOverRecords)]
    public void StepThatTells_IsNeverSilent(RequestEffect effect)
    {
        foreach (var rules in KindTable.All.Where(static rules => rules.Kind != RequestKind.DataRequest))
        foreach (var move in rules.Transitions.Where(move => move.Effects.Contains(effect)))
        foreach (var from in move.From)
            Assert.All(
                RequestLetters.Book.Table.Of(HuskyFhir.Core.Terms.Codes.Of(move.Move), rules.Code, from.Business),
                static row => Assert.NotNull(row.Template)
            );
    }

    [Theory]
    [InlineData("We got your {kind} on", "We got your {knid} on", "letters.en.txt, line", "{knid} is no name")]
    [InlineData("[due] We will look", "[deu] We will look", "letters.en.txt, line", "{deu} is no name")]
    [InlineData("=== withdrawn", "=== withdrawed", "lacks the template 'withdrawn'", "letters.json names")]
    [InlineData("> appeal-rights", "> apeal-rights", "letters.en.txt, line", "there is no part '=== @apeal-rights'")]
    [InlineData("# You took back", "You took back", "letters.en.txt, line", "begins with its one title")]
    [InlineData("kind.appeal = appeal", "kind.apeal = appeal", "lack the word 'kind.appeal'", "add it")]
    [InlineData("{kind} on {received}", "{kind on received", "letters.en.txt, line", "ends with '}'")]
    public void WordsThatAreWrong_EndTheStart(string right, string wrong, string where, string what)
    {
        var flaw = Assert.Throws<LetterFlawException>(() => Changed(Words, right, wrong));
        Assert.Contains(where, flaw.Message, StringComparison.Ordinal);
        Assert.Contains(what, flaw.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', flaw.Message);
    }

    [Theory]
    [InlineData("\"uphold\"", "\"upheld\"", "'upheld' is no step")]
    [InlineData("\"grievance\"", "\"grievence\"", "'grievence' is no kind of request")]
    [InlineData(
        "\"hearing-set\", \"notice\": \"hearing\"",
        "\"hearing-set\", \"notice\": \"hering\"",
        "names no kind of notice"
    )]
    [InlineData("\"steps\": [\"fail\"]", "\"steps\": [\"overturn\"]", "the step fail of")]
    [InlineData("\"new-pcp\"", "\"neu-pcp\"", "'neu-pcp' is no recipient")]
    [InlineData("\"clause\"", "\"claus\"", "claus")]
    public void TableThatIsWrong_EndsTheStart(string right, string wrong, string what)
    {
        var flaw = Assert.Throws<LetterFlawException>(() => Changed("letters.json", right, wrong));
        Assert.Contains(what, flaw.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_ChangesWords_AndAddsALanguage()
    {
        var folder = Directory.CreateTempSubdirectory("husky-letters-").FullName;
        var english = Text(Words);
        File.WriteAllText(Path.Combine(folder, Words), english.Replace("# We got your {kind}", "# Here we go"));
        File.WriteAllText(Path.Combine(folder, "letters.pl.txt"), english);
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "nobody reads this");
        var book = RequestLetters.Load(folder);
        Assert.Equal(["en", "es", "pl"], book.Languages);
        Assert.Equal("Here we go", book.English.Template("received")!.Lines[0].Parts[0].Text);
        Assert.Throws<LetterFlawException>(() => RequestLetters.Load(Path.Combine(folder, "none")));
    }

    [Fact]
    public void LanguageWithoutTemplates_IsEnglishWithTheTaglines_AndAWarning()
    {
        var (_, row, kind) = LetterSamples.All.First(static each => each.Name == "received.appeal");
        var written = LetterSamples.Write(row, kind, "vi");
        Assert.Equal("en", written.Letter.Language);
        Assert.Contains("'vi'", written.Warning, StringComparison.Ordinal);
        Assert.Contains(written.Letter.Blocks, static block => block.Language == "vi");
        Assert.Equal(
            ("es", null),
            (LetterSamples.Write(row, kind, "es-PR").Letter.Language, LetterSamples.Write(row, kind, "es-PR").Warning)
        );
        Assert.Equal(15, written.Letter.Blocks.Count(static block => block.Kind == BlockKind.Tagline));
    }

    [Fact]
    public void FactsThatLookLikeTheForm_StayFacts()
    {
        var written = RequestLetters
            .Book.English.Template("answered")!
            .Fill(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["kind"] = "question",
                    ["answer"] = "- one\n===\n[es] two\n\n{plan.name}\u0007",
                }
            );
        var letter = new Letter("en", false, written);
        Assert.Equal(letter.Blocks, Letter.FromText(letter.ToText(), "en", false).Blocks);
        Assert.Contains(letter.Blocks, static block => block is { Kind: BlockKind.Paragraph, Text: "\u2013 one" });
        Assert.Contains(letter.Blocks, static block => block.Text.StartsWith("{plan.name}", StringComparison.Ordinal));
    }

    private static LetterBook Changed(string file, string right, string wrong)
    {
        var text = Text(file);
        Assert.Contains(right, text, StringComparison.Ordinal);
        return LetterBook.Of(
            new Dictionary<string, string> { [file] = text.Replace(right, wrong, StringComparison.Ordinal) },
            RequestLetters.Matters
        );
    }

    private static string Text(string file)
    {
        using var reader = new StreamReader(typeof(LetterBook).Assembly.GetManifestResourceStream("letters/" + file)!);
        return reader.ReadToEnd();
    }
}
