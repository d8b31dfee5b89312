using System.Text;
using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Formats.Tables;

namespace HuskyFhir.Tests.Formats;

/// <summary>
/// Layouts by table: checked when they are loaded, written and proved by counts, and answered line by line.
/// </summary>
public sealed class TableFormatTests(ToldMembers told) : IClassFixture<ToldMembers>
{
    [Theory]
    [InlineData("\"width\": 80,", "\"width\": 5,", "width takes 10")]
    [InlineData(
        "{\"column\": 18, \"width\": 25, \"source\": \"name.last\"",
        "{\"column\": 16, \"width\": 25, \"source\": \"name.last\"",
        "records[0].fields[1] (column 16) overlaps records[0].fields[0] (columns 3 to 17)"
    )]
    [InlineData(
        "{\"column\": 3, \"width\": 9, \"source\": \"file.number\", \"picture\": \"9(9)\"}",
        "{\"column\": 2, \"width\": 9, \"source\": \"file.number\", \"picture\": \"9(9)\"}",
        "overlaps the type"
    )]
    [InlineData("\"source\": \"email\"", "\"source\": \"e-mail\"", "'e-mail' is none of a member")]
    [InlineData("\"codes\": \"marital\"", "\"codes\": \"wedding\"", "names 'wedding', which codes has not")]
    [InlineData("\"picture\": \"CCYYMMDD\"", "\"picture\": \"CCYY\"", "is neither a date nor a number")]
    [InlineData("\"picture\": \"9(9)V99\"", "\"picture\": \"9(12)V99\"", "is wider than the field")]
    [InlineData("\"type\": \"71\"", "\"type\": \"70\"", "the type '70' is used 2 times")]
    [InlineData(
        "\"source\": \"file.lines\"",
        "\"source\": \"file.changes\"",
        "file.lines, by which a file is proved whole"
    )]
    [InlineData(
        "{\"column\": 63, \"width\": 1, \"source\": \"file.test\"}",
        "{\"column\": 79, \"width\": 9, \"source\": \"file.test\"}",
        "behind the width of 80"
    )]
    [InlineData("\"encoding\": \"ascii\"", "\"encoding\": \"ebcdic\"", "encoding takes ascii or utf-8")]
    [InlineData("\"each\": \"person\"", "\"each\": \"pet\"", "each takes member, person or change")]
    [InlineData("\"refused\": [\"R\", \"E\"]", "\"refused\": [\"R\", \"A\"]", "both in accepted and refused")]
    [InlineData(
        "\"source\": \"home.county\"",
        "\"source\": \"home.city\"",
        "no record has home.county; give them a field, or name them in omit"
    )]
    [InlineData("\"kind\"", "\"sort\"", "it is no table")]
    public void Layout_ThatCannotBeUsed_IsRefusedWithThePlace(string old, string replacement, string flaw)
    {
        var text = Layouts.Text("fixed-80.json");
        Assert.Contains(old, text, StringComparison.Ordinal);

        var refused = Assert.Throws<InvalidDataException>(() =>
            TableFormat.Read(text.Replace(old, replacement, StringComparison.Ordinal))
        );

        Assert.Contains(flaw, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fixed-80.json")]
    [InlineData("csv.json")]
    public async Task File_OfEachKindOfChange_IsProvedAndTheSameAgain(string layout)
    {
        var format = TableFormat.Load(Layouts.Path(layout));

        var (first, written) = await WriteAsync(format, ToldMembers.Heading);
        var (second, _) = await WriteAsync(format, ToldMembers.Heading);

        Assert.Equal(first, second);
        Assert.Empty(written.SetAside);
        var proof = await new TableFile(format).ProveAsync(
            new MemoryStream(first),
            TestContext.Current.CancellationToken
        );
        Assert.Empty(proof.Flaws);
        Assert.Equal((41, told.All.Count), (proof.Number, proof.Members));
        if (format.Table.Kind == "fixed")
            Assert.All(
                Encoding.ASCII.GetString(first).Split("\r\n", StringSplitOptions.RemoveEmptyEntries),
                static line => Assert.Equal(80, line.Length)
            );
    }

    [Fact]
    public async Task FullFile_HasEverybodyWithoutChanges()
    {
        var format = TableFormat.Load(Layouts.Path("csv.json"));
        var members = told.All.Select(static each =>
            (each.Picture, HuskyFhir.Plan.ReportableChanges.MemberChanges.Of(each.Picture.Member, []))
        );

        using var target = new MemoryStream();
        var written = await format.WriteAsync(
            target,
            ToldMembers.Heading with
            {
                IsFull = true,
            },
            ToldMembers.StreamAsync(members),
            TestContext.Current.CancellationToken
        );

        Assert.Empty(written.SetAside);
        Assert.Equal(told.All.Count, written.Members.Count);
        target.Position = 0;
        Assert.True((await new TableFile(format).ProveAsync(target, TestContext.Current.CancellationToken)).IsFull);
    }

    [Theory]
    [InlineData("lines", "the trailer says file.lines")]
    [InlineData("cut", "the trailer is missing")]
    [InlineData("headless", "the header is missing")]
    [InlineData("behind", "something follows the trailer")]
    [InlineData("strange", "no record of the layout has its type")]
    [InlineData("narrow", "has not the form of the layout")]
    [InlineData("mixed", "mixes encodings")]
    public async Task File_ThatIsNotWhole_IsNotUsed(string how, string flaw)
    {
        var format = TableFormat.Load(Layouts.Path("fixed-80.json"));
        var (file, _) = await WriteAsync(format, ToldMembers.Heading);
        var lines = Encoding.ASCII.GetString(file).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).ToList();
        switch (how)
        {
            case "lines":
                lines.RemoveAt(5);
                break;
            case "cut":
                lines.RemoveRange(lines.Count / 2, lines.Count - (lines.Count / 2));
                break;
            case "headless":
                lines.RemoveAt(0);
                break;
            case "behind":
                lines.Add(lines[1]);
                break;
            case "strange":
                lines[3] = "XX" + lines[3][2..];
                break;
            case "narrow":
                lines[3] = lines[3][..70];
                break;
            case "mixed":
                lines[3] = lines[3][..20] + "é" + lines[3][21..];
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(how));
        }

        var proof = await new TableFile(format).ProveAsync(
            new MemoryStream(Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + "\r\n")),
            TestContext.Current.CancellationToken
        );

        Assert.Contains(proof.Flaws, each => each.Contains(flaw, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Acknowledgment_HasALineForEachRecord_AndWhatItLeavesOutStaysOpen()
    {
        var format = TableFormat.Load(Layouts.Path("csv.json"));
        var (_, written) = await WriteAsync(format, ToldMembers.Heading);
        var (refused, open) = (written.Members[3], written.Members[5]);
        var answer = new StringBuilder("NOTE,nothing to see\r\n");
        foreach (var line in Enumerable.Range(1, written.Members[^1].Last + 1).Where(line => line != open.Last))
            answer.Append(line == refused.Last ? $"ACK,41,{line},REJECTED,D17\r\n" : $"ACK,41,{line},ACCEPTED,\r\n");

        var read = await format.ReadAnswerAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(answer.ToString())),
            TestContext.Current.CancellationToken
        );

        Assert.Empty(read.Unreadable);
        var verdicts = Verdicts.Of(Assert.Single(read.Files), written.Members);
        Assert.Empty(verdicts.Unattributed);
        Assert.Equal((refused.Member, MemberVerdict.Refused, "D17"), verdicts.Members[3]);
        Assert.Equal(MemberVerdict.Unknown, verdicts.Members[5].Verdict);
        Assert.All(
            verdicts.Members.Where((_, at) => at is not (3 or 5)),
            static each => Assert.Equal(MemberVerdict.Accepted, each.Verdict)
        );
    }

    [Theory]
    [InlineData("ACK,41,2,MAYBE,\n", "has a status that is none")]
    [InlineData("ACK,,2,ACCEPTED,\n", "names no file")]
    [InlineData("ACK,41,\"2,ACCEPTED,\n", "leaves a quotation mark open")]
    public async Task Acknowledgment_ThatCannotBeRead_IsTold(string text, string flaw)
    {
        var read = await TableFormat
            .Load(Layouts.Path("csv.json"))
            .ReadAnswerAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);

        Assert.Empty(read.Files);
        Assert.Contains(flaw, Assert.Single(read.Unreadable), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CCYYMMDD", "2026-11-30", "20261130")]
    [InlineData("MM/DD/CCYY", "2026-11-30", "11/30/2026")]
    [InlineData("9(9)", "41", "000000041")]
    [InlineData("9(5)V99", "2150.5", "0215050")]
    [InlineData("99.9", "7.5", "07.5")]
    public void Picture_IsWrittenAndReadBack(string picture, string value, string written)
    {
        var parsed = TablePicture.Parse(picture)!;

        Assert.Equal(written, parsed.Write(value));
        Assert.Equal(value, parsed.Read(written));
    }

    private async Task<(byte[] File, WrittenFile Written)> WriteAsync(TableFormat format, FileHeading heading)
    {
        using var target = new MemoryStream();
        var written = await format.WriteAsync(
            target,
            heading,
            ToldMembers.StreamAsync(told.All),
            TestContext.Current.CancellationToken
        );
        return (target.ToArray(), written);
    }
}
