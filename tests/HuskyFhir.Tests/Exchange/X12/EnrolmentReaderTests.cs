using HuskyFhir.X12;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Tests.X12;

public sealed class EnrolmentReaderTests
{
    [Fact]
    public async Task Household_IsReadWithAllThatItSays()
    {
        var members = await X12Files.MembersAsync(X12Files.Household, Strictness.Strict);
        Assert.All(members, static member => Assert.True(member.Usable, string.Join('\n', member.Findings)));
        var (first, second) = (members[0].Member!, members[1].Member!);
        Assert.Equal(new MemberDetail(true, "18", "021", "XN", "A") { Employment = "AC" }, first.Detail);
        Assert.Equal([new("0F", "M100001"), new("1L", "HUSKYA"), new("3H", "CASE77")], first.References);
        Assert.Equal([new QualifiedDate("356", new(2026, 11, 1))], first.Dates);
        Assert.Equal(new("IL", true, "TERWILLIKER", "OTTOLINE", "Q", null, null, "34", "000000017"), first.Party.Name);
        Assert.Equal(
            [new("HP", "2035550101"), new("EM", "OTTOLINE AT EXAMPLE")],
            Assert.Single(first.Party.Contacts).Numbers
        );
        Assert.Equal(["1 INVENTED LANE", "APT 2"], first.Party.Address!.Lines);
        Assert.Equal("06510", first.Party.Address.PostalCode);
        Assert.Equal([new(null, "RET", "2106-3"), new Race("H")], first.Demographics!.Races);
        Assert.Equal(new Income("4", 2150.50m, 160), first.Income);
        Assert.Equal([new("LD", "SPA", null, "7")], first.Languages);
        var coverage = Assert.Single(first.Coverages);
        Assert.Equal(
            ("021", "HLT", "HUSKY A", "FAM"),
            (coverage.Maintenance, coverage.Line, coverage.Plan, coverage.Level)
        );
        var provider = Assert.Single(coverage.Providers);
        Assert.Equal(
            ("1", "P3", "1000000004", "25"),
            (provider.Number, provider.Party.Name.Entity, provider.Party.Name.Id, provider.Party.Name.Relationship)
        );
        Assert.Equal(new ProviderChange("2", "1P", new(2026, 11, 1), "14"), provider.Change);
        Assert.Equal(
            ("19", "BASIL", false),
            (second.Detail.Relationship, second.Party.Name.First, second.Detail.IsSubscriber)
        );
    }

    [Fact]
    public async Task Places_AreThoseThatA999SpeaksOf()
    {
        var places = (await X12Files.MembersAsync(X12Files.Household)).ConvertAll(static member => member.Place);
        Assert.Equal(
            [("71", "0001", 0, 6, 22), ("71", "0001", 1, 23, 30)],
            places.Select(static place =>
                (place.GroupControlNumber, place.SetControlNumber, place.Index, place.FirstSegment, place.LastSegment)
            )
        );
        Assert.Equal("INS*N*19", X12Files.Household.ReplaceLineEndings("\n").Substring((int)places[1].Offset, 8));
    }

    [Theory]
    [InlineData("ICM*4*2150.50*160~", "ICM*4*2150.50*160~\nZZQ*1~", X12Flaw.SegmentUnknown, true)]
    [InlineData("ICM*4*2150.50*160~", "BGN*00~", X12Flaw.SegmentUnknown, true)]
    [InlineData("ICM*4*2150.50*160~", "COB*P**1~", X12Flaw.SegmentUnexpected, true)]
    [InlineData("ICM*4*2150.50*160~", "icm*4~", X12Flaw.SegmentMalformed, true)]
    [InlineData("ICM*4*2150.50*160~", "ICM*4*much*160~", X12Flaw.NumberInvalid, false)]
    [InlineData("ICM*4*2150.50*160~", "ICM*4**160~", X12Flaw.ElementMissing, false)]
    [InlineData("ICM*4*2150.50*160~", "ICM*X*2150.50*160~", X12Flaw.CodeUnknown, true)]
    [InlineData("ICM*4*2150.50*160~", "ICM*4*2150.50*160****9~", X12Flaw.ElementsTooMany, true)]
    [InlineData("ICM*4*2150.50*160~", "ICM*4*2150.50*160***USD~", X12Flaw.ElementNotUsed, true)]
    [InlineData("ICM*4*2150.50*160~", "ICM*4*2150.50*160~\nICM*4*1~", X12Flaw.SegmentRepeated, true)]
    [InlineData("*D8*19850612*F", "*D8*19850231*F", X12Flaw.DateInvalid, false)]
    [InlineData(
        "DTP*356*D8*20261101~\nNM1*IL*1*TERWILLIKER*OTT",
        "DTP*356*D8*2026~\nNM1*IL*1*TERWILLIKER*OTT",
        X12Flaw.DateInvalid,
        false
    )]
    [InlineData("DTP*356*D8*20261101~\nNM1*IL*1*TERWILLIKER*OTT", "NM1*IL*1*TERWILLIKER*OTT", null, true)]
    [InlineData(
        "DTP*356*D8*20261101~\nNM1*IL*1*TERWILLIKER*OTT",
        "DTP*358*D8*20261101~\nNM1*IL*1*TERWILLIKER*OTT",
        X12Flaw.CodeUnknown,
        true
    )]
    [InlineData("REF*0F*M100001~\nREF*1L*", "REF*1L*", X12Flaw.SegmentMissing, false)]
    [InlineData("N4*NEW HAVEN*CT*06510~", "N4*NEW HAVEN*CT*06510**CY~", X12Flaw.ElementPairIncomplete, false)]
    [InlineData("N4*NEW HAVEN*CT*06510~", "N4*N\u0001W HAVEN*CT*06510~", X12Flaw.CharacterInvalid, false)]
    [InlineData("N4*NEW HAVEN*CT*06510~", "N4*N*CT*06510~", X12Flaw.ElementTooShort, true)]
    [InlineData(
        "N4*NEW HAVEN*CT*06510~",
        "N4*NEW HAVEN AND ALL THAT IS AROUND IT*CT*06510~",
        X12Flaw.ElementTooLong,
        true
    )]
    [InlineData("N4*NEW HAVEN*CT*06510~", "N4*NEW^HAVEN*CT*06510~", X12Flaw.RepetitionsTooMany, true)]
    [InlineData("N4*NEW HAVEN*CT*06510~", "N4*NEW:HAVEN*CT*06510~", X12Flaw.ComponentsTooMany, true)]
    [InlineData("LUI*LD*SPA**7~\n", "LUI*LD*SPA**7~\nDTP*303*D8*20261101~\n", X12Flaw.SegmentOutOfOrder, true)]
    public async Task Member_WithOneThingWrong_IsToldByName(
        string old,
        string replacement,
        X12Flaw? expected,
        bool usable
    )
    {
        var members = await X12Files.MembersAsync(
            X12Files.With(old.ReplaceLineEndings(Environment.NewLine), replacement)
        );
        if (expected is { } flaw)
            Assert.Contains(flaw, members[0].Findings.Select(static finding => finding.Flaw));
        else
            Assert.Empty(members[0].Findings);
        Assert.Equal(usable, members[0].Usable);
        Assert.Empty(members[1].Findings);
    }

    [Theory]
    [InlineData("LS*2700~LX*1~N1*75*CHANGE~REF*ZZ*income~LE*2700~", null)]
    [InlineData("LS*2700~LX*1~N1*75*CHANGE~REF*ZZ*income~", X12Flaw.LoopUnclosed)]
    [InlineData("LS*2700~LS*2700~LX*1~N1*75*CHANGE~REF*ZZ*income~LE*2700~", X12Flaw.LoopUnclosed)]
    [InlineData("LS*2700~LX*1~N1*75*CHANGE~REF*ZZ*income~LE*2700~LE*2700~", X12Flaw.SegmentRepeated)]
    [InlineData("LS*2600~LX*1~N1*75*CHANGE~REF*ZZ*income~LE*2700~", X12Flaw.CodeUnknown)]
    [InlineData("LS*2700~LX*1~N1*75*CHANGE~REF*ZZ*income~LE*270~", X12Flaw.CodeUnknown)]
    [InlineData("N1*75*CHANGE~REF*ZZ*income~LE*2700~", X12Flaw.SegmentUnexpected)]
    public async Task ReportingCategories_WhoseBracketsAreWrong_AreTold(string categories, X12Flaw? expected)
    {
        var members = await X12Files.MembersAsync(
            X12Files.With(
                "PLA*2*1P*20261101**14~",
                "PLA*2*1P*20261101**14~\n" + categories.Replace("~", "~\n", StringComparison.Ordinal).TrimEnd()
            )
        );

        Assert.True(members[0].Usable);
        Assert.Equal(
            expected is null ? [] : [expected.Value],
            members[0]
                .Findings.Select(static finding => finding.Flaw)
                .Distinct()
                .Where(flaw => expected is null || flaw == expected)
        );
    }

    [Fact]
    public async Task Member_WithoutAName_IsNone()
    {
        var member = (
            await X12Files.MembersAsync(X12Files.With("NM1*IL*1*TERWILLIKER*BASIL~", "NM1*QQ*1*TERWILLIKER*BASIL~"))
        )[1];
        Assert.Null(member.Member);
        Assert.Contains(X12Flaw.LoopMissing, member.Findings.Select(static finding => finding.Flaw));
        Assert.False(member.Usable);
    }

    [Fact]
    public async Task NameThatIsSkipped_LeavesItsAddressToNobody()
    {
        var members = await X12Files.MembersAsync(
            X12Files.With("DMG*D8*20190203*M~", "NM1*QQ*1*STRANGER~\nN3*9 ELSEWHERE~\nN4*NOWHERE*CT*06999~")
        );
        Assert.Null(members[1].Member!.Party.Address);
        Assert.All(
            members[1].Findings,
            static finding => Assert.DoesNotContain("STRANGER", finding.Text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Strictness_DecidesWhatATolerableDepartureCosts()
    {
        var text = X12Files.With("ICM*4*2150.50*160~", "ICM*4*2150.50*160~\nZZQ*1~");
        Assert.True((await X12Files.MembersAsync(text))[0].Usable);
        Assert.False((await X12Files.MembersAsync(text, Strictness.Strict))[0].Usable);
    }

    [Fact]
    public async Task File_ThatIsNotSound_CannotBeRead()
    {
        var file = X12Files.Bytes(X12Files.Household.Replace("GE*1*71~", "GE*9*71~", StringComparison.Ordinal));
        var proof = await X12Files.ProveAsync(file);
        await Assert.ThrowsAsync<ArgumentException>(() => X12Files.ReadAsync(file, proof));
    }
}
