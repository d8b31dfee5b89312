using System.Text;
using HuskyFhir.X12;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Tests.X12;

public sealed class EnrolmentWriterTests
{
    [Fact]
    public async Task File_IsTheSameBytesEachTime()
    {
        var (file, _) = await Written.FileAsync([
            [Written.Small("M1")],
        ]);
        const string Expected =
            "ISA*00*          *00*          *ZZ*HUSKYPLAN      *ZZ*DSSTEST        *261123*0930*^*00501*000000041*0*P*:~"
            + "GS*BE*HUSKYPLAN*DSSTEST*20261123*0930*71*X*005010X220A1~ST*834*0001*005010X220A1~BGN*00*OUT-41*20261123*0930****2~REF*38*HUSKY-A~"
            + "DTP*007*D8*20261123~QTY*TO*3~N1*P5*STATE OF NUTMEG*FI*060000001~N1*IN**FI*060000002~N1*TV*HUSKY PLAN*FI*060000003~ACT*ACCOUNT*****SECOND~"
            + "INS*Y*18*001*43*A~REF*0F*M1~NM1*IL*1*INVENTED*ADA~SE*13*0001~GE*1*71~IEA*1*000000041~";
        Assert.Equal(Expected, Encoding.ASCII.GetString(file));
    }

    [Theory]
    [InlineData("Mu\u00F1oz-\u0141uk\u00E1\u0161", "Munoz-Lukas", WriteChange.Transliterated)]
    [InlineData("Stra\u00DFe \u00C6", "Strasse AE", WriteChange.Transliterated)]
    [InlineData("O\u2019Hara", "O'Hara", WriteChange.Transliterated)]
    [InlineData("A*B~C:D", "A B C D", WriteChange.Replaced)]
    [InlineData("\u5C71\u7530 Ichiro", "ShanTian Ichiro", WriteChange.Transliterated)]
    [InlineData(
        "Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnop",
        "Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefgh",
        WriteChange.Shortened
    )]
    public async Task Name_ThatCannotBeWrittenAsItIs_IsChangedAndTold(string last, string expected, WriteChange change)
    {
        using var stream = new MemoryStream();
        var writer = new EnrolmentWriter(stream, Written.Options);
        await writer.BeginSetAsync(Written.Header, TestContext.Current.CancellationToken);
        var written = await writer.WriteAsync(Written.Small("1", last), TestContext.Current.CancellationToken);
        await writer.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal([new WriteNote(change, "NM1", 3)], written.Notes);
        var members = await X12Files.MembersAsync(Encoding.Latin1.GetString(stream.ToArray()), Strictness.Strict);
        Assert.Equal(expected, members[0].Member!.Party.Name.Last);
    }

    [Fact]
    public async Task Member_ThatBreaksTheGuide_IsRefusedAndTheRestGoes()
    {
        using var stream = new MemoryStream();
        var writer = new EnrolmentWriter(stream, Written.Options);
        await writer.BeginSetAsync(Written.Header, TestContext.Current.CancellationToken);
        var good = Written.Small("1");
        foreach (
            var (bad, flaw) in new[]
            {
                (good with { References = [] }, X12Flaw.SegmentMissing),
                (good with { Detail = good.Detail with { Maintenance = "777" } }, X12Flaw.CodeUnknown),
                (
                    good with
                    {
                        Party = good.Party with { Name = good.Party.Name with { Last = null } },
                    },
                    X12Flaw.ElementMissing
                ),
                (good with { References = [new("0F", new string('9', 51))] }, X12Flaw.ElementTooLong),
                (good with { DropOff = good.Party }, X12Flaw.LoopRepeated),
            }
        )
        {
            var refused = await writer.WriteAsync(bad, TestContext.Current.CancellationToken);
            Assert.Null(refused.Place);
            Assert.Contains(flaw, refused.Findings.Select(static finding => finding.Flaw));
        }

        Assert.Equal(0, (await writer.WriteAsync(good, TestContext.Current.CancellationToken)).Place?.Index);
        await writer.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.Single(await X12Files.MembersAsync(Encoding.Latin1.GetString(stream.ToArray()), Strictness.Strict));
    }

    [Fact]
    public async Task Set_WithAHeaderThatBreaksTheGuide_IsNotBegun()
    {
        var writer = new EnrolmentWriter(Stream.Null, Written.Options);
        var (number, findings) = await writer.BeginSetAsync(
            Written.Header with
            {
                Action = "9",
            },
            TestContext.Current.CancellationToken
        );
        Assert.Null(number);
        Assert.Equal(X12Flaw.CodeUnknown, Assert.Single(findings).Flaw);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            writer.CompleteAsync(TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void Options_ThatMakeNoFile_AreRefused()
    {
        Assert.Throws<ArgumentException>(() =>
            new EnrolmentWriter(
                Stream.Null,
                Written.Options with
                {
                    Separators = new((byte)'*', null, (byte)'*', (byte)'~'),
                }
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new EnrolmentWriter(
                Stream.Null,
                Written.Options with
                {
                    Separators = new((byte)'.', null, (byte)':', (byte)'~'),
                }
            )
        );
        Assert.Throws<ArgumentException>(() =>
            new EnrolmentWriter(Stream.Null, Written.Options with { InterchangeNumber = 0 })
        );
        Assert.Throws<ArgumentException>(() =>
            new EnrolmentWriter(Stream.Null, Written.Options with { Sender = new("ZZ", "MORE THAN FIFTEEN") })
        );
    }

    [Fact]
    public async Task Members_InNumbers_ReachTheStreamAsTheyCome()
    {
        using var stream = new MemoryStream();
        var writer = new EnrolmentWriter(stream, Written.Options);
        await writer.BeginSetAsync(Written.Header, TestContext.Current.CancellationToken);
        for (var at = 0; at < 20_000; at++)
            Assert.Equal(
                at,
                (await writer.WriteAsync(Written.Small($"M{at}"), TestContext.Current.CancellationToken)).Place?.Index
            );
        var before = stream.Length;
        var length = await writer.CompleteAsync(TestContext.Current.CancellationToken);
        Assert.Equal(stream.Length, length);
        Assert.InRange(length - before, 1, 128 * 1024);
        Assert.Equal(
            20_000,
            (await X12Files.MembersAsync(Encoding.Latin1.GetString(stream.ToArray()), Strictness.Strict)).Count
        );
    }
}
