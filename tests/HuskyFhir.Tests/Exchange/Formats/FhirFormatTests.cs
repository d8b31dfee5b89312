using System.Text;
using HuskyFhir.Core.Terms;
using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Formats.Fhir;
using HuskyFhir.Tests.Validation;
using HuskyFhir.Tests.Validation.Own;

namespace HuskyFhir.Tests.Formats;

/// <summary>
/// Messages: each meets its profile, the file is what its manifest says, and an acknowledgement finds the members that
/// it names.
/// </summary>
public sealed class FhirFormatTests(ToldMembers told) : IClassFixture<ToldMembers>
{
    private static readonly FhirFormat Format = new();

    [Fact]
    public async Task Message_OfEachMember_MeetsItsProfile()
    {
        var (file, _) = await WriteAsync();
        var engine = OwnDefinitions.Engine();

        var lines = Encoding.UTF8.GetString(file).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(told.All.Count, lines.Length);
        Assert.All(
            lines,
            line =>
            {
                var issues = engine
                    .Judge(line, Systems.Base + "/StructureDefinition/husky-eligibility-message")
                    .Issues.Where(static issue =>
                        issue.Severity
                            is Hl7.Fhir.Model.OperationOutcome.IssueSeverity.Error
                                or Hl7.Fhir.Model.OperationOutcome.IssueSeverity.Fatal
                    )
                    .ToList();
                Assert.True(
                    issues.Count == 0,
                    string.Join('\n', issues.Take(3).Select(static issue => $"{issue.Expression}: {issue.Text}"))
                );
            }
        );
    }

    [Fact]
    public async Task File_Written_IsProvedByItsManifestAndReadBack()
    {
        var (file, written) = await WriteAsync();
        var manifest = FileManifest.Read(Assert.Single(written.Beside).Content.Span)!;
        Assert.Null(
            await MessageFile.ProveAsync(new MemoryStream(file), manifest, TestContext.Current.CancellationToken)
        );
        var messages = await MessageFile
            .ReadAsync(new MemoryStream(file), TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            told.All.Select(static each => each.Picture.Member),
            messages.Select(static message => message.Member)
        );
        Assert.Equal(
            told.All.Select(static each => each.Changes.Changes.Select(static change => change.Kind)),
            messages.Select(static message => message.Kinds.AsEnumerable())
        );
        Assert.Equal(
            messages.Select(static message => (message.Member, message.Line)),
            written.Members.Select(static member => (member.Member, member.First))
        );
        Assert.Equal(written.Changes, told.All.Sum(static each => each.Changes.Changes.Count));
        Assert.Equal(
            "bytes",
            await MessageFile.ProveAsync(new MemoryStream(file[..^1]), manifest, TestContext.Current.CancellationToken)
        );
        file[^3] ^= 1;
        Assert.Equal(
            "sha256",
            await MessageFile.ProveAsync(new MemoryStream(file), manifest, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task File_WrittenAgain_IsTheSame()
    {
        var (first, one) = await WriteAsync();
        var (second, two) = await WriteAsync();

        Assert.Equal(one.Sha256, two.Sha256);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Member_WhoseRecordIsNoLine_IsSetAsideAndTheRestGoes()
    {
        var bad = told.All[1].Picture with { Patient = told.All[1].Picture.Patient with { Body = "{\n}"u8.ToArray() } };
        using var target = new MemoryStream();

        var written = await Format.WriteAsync(
            target,
            ToldMembers.Heading,
            ToldMembers.StreamAsync([told.All[0], (bad, told.All[1].Changes), told.All[2]]),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(
            [told.All[0].Picture.Member, told.All[2].Picture.Member],
            written.Members.Select(static member => member.Member)
        );
        Assert.Equal(bad.Member, Assert.Single(written.SetAside).Member);
        Assert.Equal(2, Encoding.UTF8.GetString(target.ToArray()).Count(static letter => letter == '\n'));
    }

    [Theory]
    [InlineData("accepted-with-errors", MemberVerdict.Accepted)]
    [InlineData("partially-accepted", MemberVerdict.Accepted)]
    [InlineData("rejected", MemberVerdict.SendAgain)]
    public async Task Acknowledgement_ThatNamesOneLine_RefusesThatMember(string verdict, MemberVerdict others)
    {
        var (_, written) = await WriteAsync();
        var json = new FhirAnswer(41, written.Sha256, "content", verdict, [new(3, "no-such-client")]).Write();

        var answer = await Format.ReadAnswerAsync(new MemoryStream(json), TestContext.Current.CancellationToken);

        Assert.Empty(answer.Unreadable);
        var file = Assert.Single(answer.Files);
        Assert.Equal((41, written.Sha256), (file.ControlNumber, file.FileSha256));
        var verdicts = Verdicts.Of(file, written.Members).Members;
        Assert.Equal((written.Members[2].Member, MemberVerdict.Refused, "no-such-client"), verdicts[2]);
        Assert.All(verdicts.Where((_, at) => at != 2), each => Assert.Equal(others, each.Verdict));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"controlNumber":41,"sha256":"x","stage":"content","verdict":"fine","faults":[]}""")]
    [InlineData("""{"controlNumber":0,"sha256":"x","stage":"content","verdict":"accepted","faults":[]}""")]
    [InlineData("""{"controlNumber":41,"sha256":"x","stage":"content","verdict":"accepted"}""")]
    [InlineData("""{"controlNumber":41,"sha256":"x","stage":"content","verdict":"accepted","faults":[],"more":1}""")]
    [InlineData(
        """{"controlNumber":41,"sha256":"x","stage":"content","verdict":"accepted","faults":[{"line":0,"code":"a"}]}"""
    )]
    [InlineData("""{"controlNumber":41,"sha256":"x","stage":"content","verdict":"accepted","faults":[null]}""")]
    public async Task Acknowledgement_ThatIsNone_IsToldAndNotUsed(string json)
    {
        var answer = await Format.ReadAnswerAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(json)),
            TestContext.Current.CancellationToken
        );

        Assert.Empty(answer.Files);
        Assert.Single(answer.Unreadable);
    }

    private async Task<(byte[] File, WrittenFile Written)> WriteAsync()
    {
        using var target = new MemoryStream();
        var written = await Format.WriteAsync(
            target,
            ToldMembers.Heading,
            ToldMembers.StreamAsync(told.All),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(target.Length, written.Bytes);
        return (target.ToArray(), written);
    }
}
