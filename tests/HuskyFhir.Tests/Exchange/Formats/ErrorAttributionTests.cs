using System.Text;
using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Formats.Edi;

namespace HuskyFhir.Tests.Formats;

/// <summary>
/// An error of a 999 (005010X231A1) belongs to the member that its CTX names; without one, to the member that it stands
/// in.
/// </summary>
public sealed class ErrorAttributionTests
{
    private static readonly PlacedMember[] Members =
    [
        Placed(1, "CT90000210", 5, 14),
        Placed(2, "CT90000211", 15, 24),
        Placed(3, "CT90000212", 25, 40),
    ];

    [Theory]
    [InlineData("IK3*DMG*15*2100A*3~CTX*SUBSCRIBER NUMBER REF02:CT90000210~", 1)]
    [InlineData("IK3*DMG*15*2100A*3~CTX*SUBSCRIBER NUMBER REF02: ct90000210~", 1)]
    [InlineData("IK3*DMG*15*2100A*3~", 1)]
    [InlineData("IK3*HD*25*2300*I7~", 2)]
    [InlineData("IK3*HD*41*2300*3~", 3)]
    [InlineData("IK3*HD*41*2300*3~CTX*SUBSCRIBER NUMBER REF02:CT90000212~", 3)]
    [InlineData("IK3*INS*15*2000*8~IK4*1*1073*7~", 2)]
    [InlineData("IK3*NM1*17*2100A*8~CTX*SUBSCRIBER NUMBER REF02:CT90000212~IK4*3*1035*1~", 3)]
    [InlineData("IK3*NM1*17*2100A*8~IK4*3*1035*1~CTX*SUBSCRIBER NUMBER REF02:CT90000212~", 3)]
    [InlineData("IK3*NM1**2100A*8~CTX*SUBSCRIBER NUMBER REF02:CT90000211~", 2)]
    public async Task Error_BelongsToTheMember(string error, int expected)
    {
        var judged = await JudgeAsync(error);

        Assert.Empty(judged.Unattributed);
        Assert.Equal(
            Enumerable.Range(1, 3).Select(at => at == expected ? MemberVerdict.Refused : MemberVerdict.Accepted),
            judged.Members.Select(static each => each.Verdict)
        );
    }

    [Theory]
    [InlineData("IK3*SE*41**8~IK4*1*96*I6~")]
    [InlineData("IK3*NM1**2100A*8~")]
    [InlineData("IK3*BGN*2**8~")]
    [InlineData("IK3*DMG*5*2100A*3~")]
    [InlineData("IK3*DMG*15*2100A*3~CTX*SUBSCRIBER NUMBER REF02:CT99999999~")]
    [InlineData("IK3*NM1*900*2100A*8~")]
    [InlineData("")]
    public async Task Error_OfNobody_LeavesTheMembersOpenAndIsTold(string error)
    {
        var judged = await JudgeAsync(error);

        Assert.Single(judged.Unattributed);
        Assert.DoesNotContain("CT9", judged.Unattributed[0], StringComparison.Ordinal);
        Assert.All(judged.Members, static each => Assert.Equal(MemberVerdict.Unknown, each.Verdict));
    }

    [Fact]
    public async Task Error_OfNobodyInARejectedSet_SendsItsMembersAgain()
    {
        var judged = await JudgeAsync("IK3*BGN*2**8~", "R");

        Assert.All(judged.Members, static each => Assert.Equal(MemberVerdict.SendAgain, each.Verdict));
    }

    [Fact]
    public async Task Error_InASetOfOthers_IsTold()
    {
        var judged = await JudgeAsync("IK3*NM1*17*2100A*8~", set: "0009");

        Assert.Single(judged.Unattributed);
        Assert.All(judged.Members, static each => Assert.Equal(MemberVerdict.Unknown, each.Verdict));
    }

    [Fact]
    public async Task Group_AcceptedWithErrorsThatNamesNoSet_LeavesTheMembersOpen()
    {
        var judged = await JudgeAsync(null);

        Assert.All(judged.Members, static each => Assert.Equal(MemberVerdict.Unknown, each.Verdict));
    }

    private static async Task<MemberVerdicts> JudgeAsync(string? error, string code = "E", string set = "0001")
    {
        var sets = error is null ? string.Empty : $"AK2*834*{set}*005010X220A1~{error}IK5*{code}*5~";
        var content = $"ST*999*0001*005010X231A1~AK1*BE*41*005010X220A1~{sets}AK9*{code}*1*1*{(code == "R" ? 0 : 1)}~";
        var text =
            "ISA*00*          *00*          *ZZ*CTDSS          *ZZ*HUSKYHEALTH    *261130*0930*^*00501*000000041*0*T*:~"
            + "GS*FA*CTDSS*HUSKY*20261130*0930*41*X*005010X231A1~"
            + $"{content}SE*{content.Count(static letter => letter == '~') + 1}*0001~GE*1*41~IEA*1*000000041~";
        var answer = await new X12Format().ReadAnswerAsync(
            new MemoryStream(Encoding.ASCII.GetBytes(text)),
            TestContext.Current.CancellationToken
        );
        return Verdicts.Of(Assert.Single(answer.Files), Members);
    }

    private static PlacedMember Placed(int number, string clientId, int first, int last) =>
        new(new($"00000000-0000-0000-0000-{number:D12}"), "0001", first, last) { Key = MemberKey.Of(clientId) };
}
