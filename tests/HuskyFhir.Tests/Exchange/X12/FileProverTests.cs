using System.Text;
using HuskyFhir.X12;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.Tests.X12;

public sealed class FileProverTests
{
    public static TheoryData<string, string, X12Flaw> Edits =>
        new()
        {
            { "SE*31*0001~", "SE*30*0001~", X12Flaw.SegmentCountMismatch },
            { "SE*31*0001~", "SE*x*0001~", X12Flaw.SegmentCountMismatch },
            { "SE*31*0001~", "SE*31*0002~", X12Flaw.SetControlNumberMismatch },
            { "SE*31*0001~", "", X12Flaw.SetTrailerMissing },
            { "ST*834*0001*", "ST*834*01*", X12Flaw.SetControlNumberInvalid },
            { "ST*834*", "ST*820*", X12Flaw.SetUnexpected },
            { "0001*005010X220A1", "0001*005010X220", X12Flaw.SetVersionUnsupported },
            { "GE*1*71~", "GE*2*71~", X12Flaw.SetCountMismatch },
            { "GE*1*71~", "GE*1*72~", X12Flaw.GroupControlNumberMismatch },
            { "GE*1*71~", "", X12Flaw.GroupTrailerMissing },
            { "*0930*71*X*", "*0930*7A*X*", X12Flaw.GroupControlNumberInvalid },
            { "GS*BE*", "GS*HC*", X12Flaw.GroupUnexpected },
            { "*X*005010X220A1~", "*X*004010X095A1~", X12Flaw.GroupVersionUnsupported },
            { "IEA*1*000000041~", "IEA*2*000000041~", X12Flaw.GroupCountMismatch },
            { "IEA*1*000000041~", "IEA*1*000000042~", X12Flaw.InterchangeControlNumberMismatch },
            { "IEA*1*000000041~", "", X12Flaw.Truncated },
            { "IEA*1*000000041~", "IEA*1*000000041", X12Flaw.Truncated },
            { "IEA*1*000000041~", "IEA*1*000000041~MORE*1~", X12Flaw.AfterTrailer },
            { "*00501*", "*00401*", X12Flaw.InterchangeVersionUnsupported },
            { "*000000041*0", "*00000004A*0", X12Flaw.InterchangeControlNumberInvalid },
            { "*261101*0930*", "*261301*0930*", X12Flaw.InterchangeDateInvalid },
            { "*261101*0930*", "*261101*0960*", X12Flaw.InterchangeTimeInvalid },
            { "*0*T*:~", "*7*T*:~", X12Flaw.AcknowledgmentRequestInvalid },
            { "*0*T*:~", "*0*X*:~", X12Flaw.UsageInvalid },
            { "*ZZ*DSSTEST        *", "*ZZ*               *", X12Flaw.SenderInvalid },
            { "*ZZ*HUSKYPLAN      *", "*ZZ*HUSKYPLAN*", X12Flaw.HeaderMalformed },
            { "*T*:~", "*T**~", X12Flaw.SeparatorsUnusable },
            { "*T*:~", "*T*A~", X12Flaw.SeparatorsUnusable },
            { "ISA*00*", "GS*00*", X12Flaw.HeaderMissing },
            { "ST*834*0001*005010X220A1~", "N1*P5~ST*834*0001*005010X220A1~", X12Flaw.Misplaced },
            { "SE*31*0001~", "SE*31*0001~SE*31*0001~", X12Flaw.Misplaced },
            { "GE*1*71~", "GE*1*71~GE*1*71~", X12Flaw.Misplaced },
        };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task File_WithOneThingWrong_EndsInItsNamedState(string old, string replacement, X12Flaw expected)
    {
        Assert.Contains(old, X12Files.Household, StringComparison.Ordinal);
        var proof = await X12Files.ProveAsync(
            X12Files.Bytes(X12Files.Household.Replace(old, replacement, StringComparison.Ordinal))
        );
        Assert.False(proof.Sound);
        Assert.Contains(expected, proof.Findings.Select(static finding => finding.Flaw));
        Assert.All(proof.Findings, static finding => Assert.EndsWith(".", finding.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_OfOurs_IsSoundWhateverTheSizeOfItsPieces()
    {
        var file = X12Files.Bytes(X12Files.Household);
        var whole = await X12Files.ProveAsync(file);
        Assert.True(whole.Sound, string.Join('\n', whole.Findings));
        Assert.Equal((file.Length, 35L, 31), (whole.Bytes, whole.Segments, Assert.Single(whole.Sets).Segments));
        foreach (var chunk in new[] { 1, 2, 7, 106 })
        {
            var pieces = await X12Files.ProveAsync(file, chunk: chunk);
            Assert.Equal((whole.Sha256, whole.Bytes, true), (pieces.Sha256, pieces.Bytes, pieces.Sound));
        }
    }

    [Fact]
    public async Task File_CutAnywhere_IsNeverSound()
    {
        var file = X12Files.Bytes(X12Files.Household.TrimEnd());
        for (var length = 0; length < file.Length; length++)
        {
            var proof = await X12Files.ProveAsync(file[..length]);
            Assert.False(proof.Sound, $"cut to {length} bytes");
            Assert.Contains(proof.Findings[0].Flaw, new[] { X12Flaw.Empty, X12Flaw.HeaderMissing, X12Flaw.Truncated });
        }
    }

    [Theory]
    [InlineData('!', '>', '\\', "\n")]
    [InlineData('|', '^', '>', "\r\n")]
    [InlineData('\u001D', '\u001F', '\u001E', "")]
    [InlineData('*', 'U', ':', " \n")]
    public async Task Separators_ComeFromTheIsa(char element, char repetition, char component, string between)
    {
        var text = string.Join(between, X12Files.Household.Split('\n').Select(static line => line.Trim('\r')))
            .Replace("^H~", "~", StringComparison.Ordinal)
            .Replace(":RET:", $"{component}RET{component}", StringComparison.Ordinal)
            .Replace("*T*:~", $"*T*{component}~", StringComparison.Ordinal)
            .Replace("*^*00501", $"*{repetition}*00501", StringComparison.Ordinal)
            .Replace('*', element);
        byte[] file = [0xEF, 0xBB, 0xBF, .. Encoding.Latin1.GetBytes(text), .. "\r\n\x1A"u8];
        var proof = await X12Files.ProveAsync(file);
        Assert.True(proof.Sound, string.Join('\n', proof.Findings));
        Assert.Equal((byte)element, proof.Interchanges[0].Header.Separators.Element);
        Assert.Equal(
            2,
            (await X12Files.ReadAsync(file, proof))
                .OfType<HuskyFhir.X12.Enrolment.MemberRead>()
                .Count(static member => member.Usable)
        );
    }

    [Fact]
    public async Task LineFeeds_AsSegmentTerminator_AreRead()
    {
        var file = X12Files.Bytes(X12Files.Household.Replace("~", "", StringComparison.Ordinal));
        var proof = await X12Files.ProveAsync(file);
        Assert.True(proof.Sound, string.Join('\n', proof.Findings));
        Assert.Equal((byte)'\n', proof.Interchanges[0].Header.Separators.Segment);
    }

    [Fact]
    public async Task ControlNumbers_UsedTwiceInOneFile_AreTold()
    {
        var twice = await X12Files.ProveAsync(X12Files.Bytes(X12Files.Household + X12Files.Household));
        Assert.Equal(X12Flaw.InterchangeControlNumberRepeated, Assert.Single(twice.Findings).Flaw);
        var set = X12Files.Household[
            X12Files.Household.IndexOf("ST*834", StringComparison.Ordinal)..X12Files.Household.IndexOf(
                "GE*",
                StringComparison.Ordinal
            )
        ];
        var sets = await X12Files.ProveAsync(
            X12Files.Bytes(X12Files.Household.Replace("GE*1*71~", set + "GE*2*71~", StringComparison.Ordinal))
        );
        Assert.Equal(X12Flaw.SetControlNumberRepeated, Assert.Single(sets.Findings).Flaw);
        var group = X12Files.Household[
            X12Files.Household.IndexOf("GS*", StringComparison.Ordinal)..X12Files.Household.IndexOf(
                "IEA*",
                StringComparison.Ordinal
            )
        ];
        var groups = await X12Files.ProveAsync(
            X12Files.Bytes(X12Files.Household.Replace("IEA*1*", group + "IEA*2*", StringComparison.Ordinal))
        );
        Assert.Equal(X12Flaw.GroupControlNumberRepeated, Assert.Single(groups.Findings).Flaw);
    }

    [Fact]
    public async Task Encodings_ThatAreMixed_AreToldAndEachIsReadAsWhatItIs()
    {
        var text = X12Files
            .Household.Replace("BASIL", "JOS\u00C9", StringComparison.Ordinal)
            .Replace("OTTOLINE*Q", "ZO\u00C3\u008B*Q", StringComparison.Ordinal);
        var file = X12Files.Bytes(text);
        var proof = await X12Files.ProveAsync(file);
        Assert.Equal(X12Flaw.EncodingsMixed, Assert.Single(proof.Findings).Flaw);
        Assert.True(proof.Sound);
        var members = (await X12Files.ReadAsync(file, proof)).OfType<HuskyFhir.X12.Enrolment.MemberRead>().ToList();
        Assert.Equal(["ZO\u00CB", "JOS\u00C9"], members.Select(static member => member.Member!.Party.Name.First));
    }

    [Fact]
    public async Task Limits_ThatArePassed_StopTheReadingByName()
    {
        var huge = X12Files.Household.Replace("OTTOLINE*", new string('X', 30_000) + "*", StringComparison.Ordinal);
        Assert.Equal(X12Flaw.SegmentHuge, await StoppedAsync(huge, ReadLimits.Default));
        Assert.Equal(
            X12Flaw.ElementHuge,
            await StoppedAsync(
                X12Files.Household.Replace("OTTOLINE*", new string('X', 5_000) + "*", StringComparison.Ordinal),
                ReadLimits.Default
            )
        );
        Assert.Equal(
            X12Flaw.TooManyElements,
            await StoppedAsync(
                X12Files.Household.Replace("OTTOLINE*", new string('*', 80), StringComparison.Ordinal),
                ReadLimits.Default
            )
        );
        Assert.Equal(
            X12Flaw.TooManySets,
            await StoppedAsync(X12Files.Household, ReadLimits.Default with { Envelopes = 2 })
        );
        Assert.Equal(
            X12Flaw.EncodingUnreadable,
            (await X12Files.ProveAsync(Encoding.Unicode.GetBytes(X12Files.Household))).Findings[0].Flaw
        );
        Assert.Equal(X12Flaw.Empty, (await X12Files.ProveAsync(X12Files.Bytes(" \r\n"))).Findings[0].Flaw);
    }

    [Fact]
    public async Task Element_WithoutEnd_IsRefusedWithoutBeingBuffered()
    {
        var head = X12Files.Bytes(
            X12Files.Household[..X12Files.Household.IndexOf("NM1", StringComparison.Ordinal)] + "NM1*IL*1*"
        );
        using var endless = new EndlessStream(head, 2_000_000_000);
        using var reader = new SegmentReader(endless, ReadLimits.Default);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) { }

        Assert.Equal(X12Flaw.SegmentHuge, reader.Stopped?.Flaw);
        Assert.True(endless.Position < 1_000_000, "Nearly nothing of two gigabytes was read.");
    }

    [Fact]
    public async Task Segments_OfALongFile_AreReadInFlatMemory()
    {
        using var file = new RepeatedStream(
            [.. Enumerable.Repeat(X12Files.Bytes(X12Files.Household), 80).SelectMany(static piece => piece)],
            250
        );
        using var reader = new SegmentReader(file, ReadLimits.Default);
        var before = GC.GetAllocatedBytesForCurrentThread(); // nothing here waits, so everything happens on this thread
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) { }

        Assert.Equal(35L * 80 * 250, reader.Segments);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static async Task<X12Flaw> StoppedAsync(string text, ReadLimits limits)
    {
        var proof = await X12Files.ProveAsync(X12Files.Bytes(text), limits: limits);
        Assert.False(proof.Sound);
        return proof.Findings[0].Flaw;
    }
}
