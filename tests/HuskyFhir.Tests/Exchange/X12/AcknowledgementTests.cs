using HuskyFhir.X12;
using HuskyFhir.X12.Acknowledgements;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.Tests.X12;

public sealed class AcknowledgementTests
{
    [Fact]
    public async Task Answer_ToAFileThatWeRead_SaysWhatWasFoundAndWhere()
    {
        var text = X12Files.With("NM1*IL*1*TERWILLIKER*BASIL~", "NM1*IL*1**BASIL~\nN3*A~\nZZQ*1~");
        var file = X12Files.Bytes(text);
        var proof = await X12Files.ProveAsync(file);
        var log = new AnswerLog();
        foreach (var part in await X12Files.ReadAsync(file, proof))
            log.Add(part);
        var interchange = proof.Interchanges[0];
        var answers = await ThereAndBackAsync(
            [AnswerWriter.AnswerTo(interchange)],
            [AnswerWriter.AnswerTo(proof, interchange.Groups[0], log)]
        );
        Assert.Equal(new("000000041", new(2026, 11, 1, 9, 30, 0), 'A', "000"), Assert.Single(answers.Interchanges));
        var group = Assert.Single(answers.Groups);
        Assert.Equal(
            ("BE", "71", "E", 1, 1, 1),
            (group.FunctionalId, group.ControlNumber, group.Code, group.Included, group.Received, group.Accepted)
        );
        var set = Assert.Single(group.Sets);
        Assert.Equal(("E", "5"), (set.Code, Assert.Single(set.Codes)));
        Assert.Equal(
            [("NM1", 27, "2100A", "8"), ("ZZQ", 29, null, "6")],
            set.Segments.Select(static one => (one.Segment, one.Position, one.Loop, one.Code))
        );
        Assert.Equal(new ElementAnswer(3, null, null, 1035, "1", null), Assert.Single(set.Segments[0].Elements));
        Assert.Equal(new AnswerContext("SUBSCRIBER NUMBER REF02", "M100001"), Assert.Single(set.Segments[0].Contexts));
    }

    [Theory]
    [InlineData("SE*31*0001~", "SE*30*0001~", 'A', "R", "4", "")]
    [InlineData("GE*1*71~", "GE*2*71~", 'A', "R", "", "5")]
    [InlineData("IEA*1*000000041~", "IEA*1*000000042~", 'R', "R", "", "")]
    [InlineData("IEA*1*000000041~", "", 'R', "R", "", "")]
    public async Task Answer_ToAFileThatIsNotSound_RejectsAllOfIt(
        string old,
        string replacement,
        char interchange,
        string group,
        string setCode,
        string groupCode
    )
    {
        var proof = await X12Files.ProveAsync(
            X12Files.Bytes(X12Files.Household.Replace(old, replacement, StringComparison.Ordinal))
        );
        Assert.Equal(interchange, AnswerWriter.AnswerTo(proof.Interchanges[0]).Code);
        var answer = AnswerWriter.AnswerTo(proof, proof.Interchanges[0].Groups[0], new());
        Assert.Equal(
            (group, groupCode, "R", setCode),
            (answer.Code, string.Join(',', answer.Codes), answer.Sets[0].Code, string.Join(',', answer.Sets[0].Codes))
        );
    }

    [Theory]
    [InlineData("ISA*00*", "ISA*99*", 'E', "010")]
    [InlineData("*00*          *ZZ*DSSTEST", "*77*          *ZZ*DSSTEST", 'E', "012")]
    [InlineData("*ZZ*DSSTEST        *", "*XX*DSSTEST        *", 'E', "005")]
    [InlineData("*ZZ*DSSTEST        *", "*ZZ*               *", 'R', "006")]
    [InlineData("*ZZ*HUSKYPLAN      *", "*QQ*HUSKYPLAN      *", 'E', "007")]
    [InlineData("*ZZ*HUSKYPLAN      *", "*ZZ*               *", 'R', "008")]
    [InlineData("*261101*0930*^", "*261301*0930*^", 'R', "014")]
    [InlineData("*261101*0930*^", "*261101*2560*^", 'R', "015")]
    [InlineData("*00501*", "*00401*", 'R', "003")]
    [InlineData("*000000041*0*T*", "*00000004A*0*T*", 'R', "018")]
    [InlineData("*0*T*:~", "*7*T*:~", 'R', "019")]
    [InlineData("*0*T*:~", "*0*X*:~", 'R', "020")]
    public async Task Receipt_NamesTheElementOfTheHeaderByItsOwnCode(
        string old,
        string replacement,
        char code,
        string note
    )
    {
        var proof = await X12Files.ProveAsync(
            X12Files.Bytes(X12Files.Household.Replace(old, replacement, StringComparison.Ordinal))
        );

        var answer = AnswerWriter.AnswerTo(proof.Interchanges[0]);

        Assert.Equal((code, note), (answer.Code, answer.Note));
    }

    [Fact]
    public async Task Answer_ToAMissingSegmentBeforeTheNextMember_NamesTheMemberThatMissesIt()
    {
        var second = X12Files
            .Household.ReplaceLineEndings("\n")
            .Replace(
                "HD*021**HLT*HUSKY A*FAM~\nDTP*348*D8*20261101~\n",
                "HD*021**HLT*HUSKY A*FAM~\n",
                StringComparison.Ordinal
            )
            .Replace(
                "LX*1~\nNM1*P3*1*PILLBRIGHT*ADA****XX*1000000004*25~\nPLA*2*1P*20261101**14~\n",
                string.Empty,
                StringComparison.Ordinal
            )
            .Replace(
                "INS*N*19*021*XN*A~\nREF*0F*M100001~",
                "INS*Y*18*021*XN*A~\nREF*0F*M100002~",
                StringComparison.Ordinal
            )
            .Replace("SE*31*", "SE*27*", StringComparison.Ordinal);
        var proof = await X12Files.ProveAsync(X12Files.Bytes(second));
        var log = new AnswerLog();
        foreach (var part in await X12Files.ReadAsync(X12Files.Bytes(second), proof))
            log.Add(part);

        var answers = await ThereAndBackAsync([], [AnswerWriter.AnswerTo(proof, proof.Interchanges[0].Groups[0], log)]);

        var error = Assert.Single(Assert.Single(answers.Groups[0].Sets).Segments);
        Assert.Equal(("DTP", "3"), (error.Segment, error.Code));
        Assert.Equal("M100001", Assert.Single(error.Contexts).Value);
    }

    [Fact]
    public async Task Answer_WithNothingButATa1_IsAFile()
    {
        var answers = await ThereAndBackAsync([new("000000041", null, 'R', "023")], []);
        Assert.Equal(('R', "023"), (answers.Interchanges[0].Code, answers.Interchanges[0].Note));
    }

    [Theory]
    [InlineData("AK9*A*1*1*1~", "AK9*A*1**1~", X12Flaw.ElementMissing)]
    [InlineData("AK9*A*1*1*1~", "AK8*1~", X12Flaw.SegmentMissing)]
    [InlineData("IK5*A~", "IK6*A~", X12Flaw.SegmentMissing)]
    [InlineData("IK5*A~", "IK3*NM1*x~IK5*A~", X12Flaw.NumberInvalid)]
    public async Task Answer_ThatSaysNothing_IsToldAndNotUsed(string old, string replacement, X12Flaw expected)
    {
        const string Text =
            "ISA*00*          *00*          *ZZ*DSSTEST        *ZZ*HUSKYPLAN      *261123*1000*^*00501*000000091*0*P*:~"
            + "GS*FA*DSSTEST*HUSKYPLAN*20261123*1000*91*X*005010X231A1~ST*999*0001*005010X231A1~AK1*BE*71*005010X220A1~AK2*834*0001*005010X220A1~IK5*A~AK9*A*1*1*1~SE*6*0001~GE*1*91~IEA*1*000000091~";
        var changed = Text.Replace(old, replacement, StringComparison.Ordinal);
        var file = X12Files.Bytes(
            changed.Replace(
                "SE*6*",
                $"SE*{changed.Count(static letter => letter == '~') - 4}*",
                StringComparison.Ordinal
            )
        );
        var proof = await X12Files.ProveAsync(file, Expectation.Acknowledgement);
        Assert.True(proof.Sound, string.Join('\n', proof.Findings));
        var answers = await AnswerFile.ReadAsync(
            new MemoryStream(file),
            proof,
            ReadLimits.Default,
            TestContext.Current.CancellationToken
        );
        Assert.Contains(expected, answers.Findings.Select(static finding => finding.Flaw));
    }

    [Fact]
    public void Table_HasARowForEachFlaw() =>
        Assert.All(
            Enum.GetValues<X12Flaw>(),
            static flaw => Assert.Equal(FlawTable.Of(flaw).Scope == FlawScope.File, FlawTable.Of(flaw).Code.Length == 0)
        );

    private static async Task<AnswerFile> ThereAndBackAsync(
        IReadOnlyList<InterchangeAnswer> interchanges,
        IReadOnlyList<GroupAnswer> groups
    )
    {
        using var stream = new MemoryStream();
        await AnswerWriter.WriteAsync(
            stream,
            Written.Options,
            interchanges,
            groups,
            TestContext.Current.CancellationToken
        );
        var proof = await X12Files.ProveAsync(stream.ToArray(), Expectation.Acknowledgement);
        Assert.True(proof.Sound, string.Join('\n', proof.Findings));
        stream.Position = 0;
        var answers = await AnswerFile.ReadAsync(
            stream,
            proof,
            ReadLimits.Default,
            TestContext.Current.CancellationToken
        );
        Assert.Empty(answers.Findings);
        return answers;
    }
}
