using System.Text;
using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Formats.Edi;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Tests.X12;
using HuskyFhir.X12.Acknowledgements;
using HuskyFhir.X12.Enrolment;

namespace HuskyFhir.Tests.Formats;

/// <summary>
/// 834: what we write stands the second reading of the guide and our own strict one, and a 999 finds the members that
/// it names.
/// </summary>
public sealed class X12FormatTests(ToldMembers told) : IClassFixture<ToldMembers>
{
    private static readonly X12Format Format = new();

    private static readonly FileHeading Heading = ToldMembers.Heading with { MembersPerSet = 60 };

    [Fact]
    public async Task File_OfEachKindOfChange_StandsTheGuideAndIsReadBack()
    {
        var (file, written) = await WriteAsync(told.All);

        Assert.Empty(written.SetAside);
        Assert.Null(new StructureCheck(StructureFacts.Text).FirstFault(Encoding.ASCII.GetString(file)));
        var proof = await X12Files.ProveAsync(file);
        Assert.True(proof.Sound, string.Join('\n', proof.Findings));
        Assert.Equal(written.Sha256, proof.Sha256);
        var members = (await X12Files.ReadAsync(file, proof, Strictness.Strict)).OfType<MemberRead>().ToList();
        Assert.All(members, static member => Assert.True(member.Usable, string.Join('\n', member.Findings)));
        var subscribers = members.Where(static member => member.Member!.Detail.IsSubscriber).ToList();
        Assert.Equal(
            written.Members.Select(static member => (member.Set, member.First)),
            subscribers.Select(static member => (member.Place.SetControlNumber, member.Place.FirstSegment))
        );
        Assert.Equal(
            told.All.Sum(static each =>
                each.Changes.Changes.Count(static change =>
                    change.Kind is ChangeKind.HouseholdMember or ChangeKind.Birth
                )
            ),
            members.Count - subscribers.Count
        );
        Assert.All(subscribers.Zip(told.All), static pair => Holds(pair.First.Member!, pair.Second.Changes));
    }

    [Fact]
    public async Task File_WrittenAgain_IsTheSame()
    {
        var (first, _) = await WriteAsync(told.All);
        var (second, _) = await WriteAsync(told.All);

        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(59)]
    [InlineData(60)]
    [InlineData(61)]
    public async Task Member_ThatTheGuideRefuses_IsSetAsideAndTheRestGoes(int at)
    {
        var (picture, changes) = told.All[at];
        var nameless = picture with
        {
            Patient = picture.Patient with
            {
                Body = """{"resourceType":"Patient","name":[{"family":"Nobody"}]}"""u8.ToArray(),
            },
        };
        var members = told.All.ToList();
        members[at] = (nameless, changes);

        var (file, written) = await WriteAsync(members);

        var aside = Assert.Single(written.SetAside);
        Assert.Equal(picture.Member, aside.Member);
        Assert.Contains("REF02", aside.Reason, StringComparison.Ordinal);
        Assert.Equal(members.Count - 1, written.Members.Count);
        Assert.Null(new StructureCheck(StructureFacts.Text).FirstFault(Encoding.ASCII.GetString(file)));
    }

    [Fact]
    public async Task File_OfMembersThatAreAllRefused_IsEmpty()
    {
        var broken = told
            .All.Take(3)
            .Select(static each =>
                (
                    each.Picture with
                    {
                        Patient = each.Picture.Patient with { Body = "nothing"u8.ToArray() },
                    },
                    each.Changes
                )
            );

        var (_, written) = await WriteAsync(broken);

        Assert.True(written.IsEmpty);
        Assert.Equal(3, written.SetAside.Count);
    }

    [Fact]
    public async Task Answer_ThatRejectsOneMember_RefusesThatOne()
    {
        var (_, written) = await WriteAsync(told.All);
        var bad = written.Members[70];
        var group = new GroupAnswer(
            "BE",
            "41",
            "005010X220A1",
            [
                new(
                    "834",
                    bad.Set,
                    null,
                    [new("N4", bad.Last, "2100A", "8", [], [new(1, null, null, 19, "1", "a value")])],
                    "E",
                    ["5"]
                ),
            ],
            "E",
            7,
            7,
            7,
            []
        );

        var answer = await Format.ReadAnswerAsync(
            await AnswerAsync([], [group]),
            TestContext.Current.CancellationToken
        );

        var verdicts = Verdicts.Of(Assert.Single(answer.Files), written.Members).Members;
        Assert.Equal((bad.Member, MemberVerdict.Refused, "N4 2100A 8 01:1"), verdicts[70]);
        Assert.All(
            verdicts.Where((_, at) => at != 70),
            static each => Assert.Equal(MemberVerdict.Accepted, each.Verdict)
        );
    }

    [Fact]
    public async Task Answer_ThatRejectsOneSet_SendsItsOthersAgain()
    {
        var (_, written) = await WriteAsync(told.All);
        var bad = written.Members[3];
        var sets = written.Members.Select(static member => member.Set).Distinct().Count();
        var group = new GroupAnswer(
            "BE",
            "41",
            "005010X220A1",
            [new("834", bad.Set, null, [new("INS", bad.First, "2000", "8", [], [])], "R", ["5"])],
            "P",
            sets,
            sets,
            sets - 1,
            []
        );

        var answer = await Format.ReadAnswerAsync(
            await AnswerAsync([new("000000041", new(2026, 11, 23, 10, 0, 0), 'A', "000")], [group]),
            TestContext.Current.CancellationToken
        );

        Assert.Equal([AnswerStage.Receipt, AnswerStage.Content], answer.Files.Select(static file => file.Stage));
        Assert.All(
            Verdicts.Of(answer.Files[0], written.Members).Members,
            static each => Assert.Equal(MemberVerdict.Unknown, each.Verdict)
        );
        foreach (var (member, verdict) in written.Members.Zip(Verdicts.Of(answer.Files[1], written.Members).Members))
            Assert.Equal(
                member.Member == bad.Member ? MemberVerdict.Refused
                    : member.Set == bad.Set ? MemberVerdict.SendAgain
                    : MemberVerdict.Accepted,
                verdict.Verdict
            );
    }

    [Fact]
    public async Task Receipt_ThatRejects_SendsAllAgain()
    {
        var (_, written) = await WriteAsync(told.All);

        var answer = await Format.ReadAnswerAsync(
            await AnswerAsync([new("000000041", new(2026, 11, 23, 10, 0, 0), 'R', "019")], []),
            TestContext.Current.CancellationToken
        );

        var file = Assert.Single(answer.Files);
        Assert.Equal((41, "TA1 019"), (file.ControlNumber, file.Codes));
        Assert.All(
            Verdicts.Of(file, written.Members).Members,
            static each => Assert.Equal(MemberVerdict.SendAgain, each.Verdict)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("no answer at all")]
    [InlineData(
        "ISA*00*          *00*          *ZZ*DSSTEST        *ZZ*HUSKYPLAN      *261101*0930*^*00501*000000041*0*T*:~"
    )]
    public async Task Answer_ThatIsNone_IsToldAndNotUsed(string text)
    {
        var answer = await Format.ReadAnswerAsync(
            new MemoryStream(Encoding.ASCII.GetBytes(text)),
            TestContext.Current.CancellationToken
        );

        Assert.Empty(answer.Files);
        Assert.NotEmpty(answer.Unreadable);
    }

    private static void Holds(HuskyFhir.X12.Enrolment.Model.MemberRecord member, MemberChanges changes)
    {
        var kinds = changes.Changes.Select(static change => change.Kind).ToHashSet();
        Assert.Equal(
            changes.Changes.Select(static change => change.Kind.Code()),
            member
                .Categories.Where(static category => category.Name == "CHANGE")
                .Select(static category => category.Reference!.Value)
        );
        Assert.Equal(kinds.Contains(ChangeKind.Income), member.Income is not null);
        var corrected = changes.Changes.Any(static change =>
            change.Before is not null && change.Kind is ChangeKind.Name or ChangeKind.BirthDate or ChangeKind.Sex
        );
        Assert.Equal(
            (corrected, corrected ? "74" : "IL"),
            (member.IncorrectName is not null, member.Party.Name.Entity)
        );
        Assert.Equal("001", member.Detail.Maintenance);
    }

    private static async Task<MemoryStream> AnswerAsync(
        IReadOnlyList<InterchangeAnswer> receipts,
        IReadOnlyList<GroupAnswer> groups
    )
    {
        var target = new MemoryStream();
        await AnswerWriter.WriteAsync(target, Written.Options, receipts, groups, TestContext.Current.CancellationToken);
        target.Position = 0;
        return target;
    }

    private static async Task<(byte[] File, WrittenFile Written)> WriteAsync(
        IEnumerable<(MemberSnapshot, MemberChanges)> members
    )
    {
        using var target = new MemoryStream();
        var written = await Format.WriteAsync(
            target,
            Heading,
            ToldMembers.StreamAsync(members),
            TestContext.Current.CancellationToken
        );
        return (target.ToArray(), written);
    }
}
