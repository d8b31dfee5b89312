using System.Text;
using CsCheck;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Tests.X12;

/// <summary>
/// What our writer makes stands the check of <see cref="StructureCheck"/> and is read back equal. CsCheck prints the
/// seed of one that does not.
/// </summary>
public sealed class RoundTripTests
{
    [Fact]
    public async Task Members_AtRandom_AreReadBackEqual() =>
        await MemberGen
            .Member.List[1, 6]
            .List[1, 3]
            .SampleAsync(
                async sets =>
                {
                    foreach (
                        var options in new[]
                        {
                            Written.Options,
                            Written.Options with
                            {
                                Separators = Written.Odd,
                                Lines = true,
                            },
                        }
                    )
                    {
                        var (file, _) = await Written.FileAsync(sets, options);
                        Assert.Null(new StructureCheck(StructureFacts.Text).FirstFault(Encoding.ASCII.GetString(file)));
                        var proof = await X12Files.ProveAsync(file);
                        Assert.True(proof.Sound, string.Join('\n', proof.Findings));
                        var parts = await X12Files.ReadAsync(file, proof, Strictness.Strict);
                        var members = parts.OfType<MemberRead>().ToList();
                        Assert.All(
                            members,
                            static member => Assert.True(member.Usable, string.Join('\n', member.Findings))
                        );
                        Assert.Equal(
                            sets.SelectMany(static set => set).Select(Written.Image),
                            members.Select(static member => Written.Image(member.Member))
                        );
                        Assert.All(
                            parts.OfType<SetStarted>(),
                            static set => Assert.Equal(Written.Image(Written.Header), Written.Image(set.Header))
                        );
                    }
                },
                iter: 150
            );

    [Fact]
    public async Task Names_OfAnyCharacters_NeverBreakAFile() =>
        await Gen
            .String.Array[1, 4]
            .SampleAsync(
                async names =>
                {
                    foreach (var set in new[] { CharacterSet.Basic, CharacterSet.Extended })
                    {
                        using var stream = new MemoryStream();
                        var writer = new EnrolmentWriter(stream, Written.Options with { Characters = set });
                        await writer.BeginSetAsync(Written.Header, TestContext.Current.CancellationToken);
                        await writer.WriteAsync(Written.Small("1"), TestContext.Current.CancellationToken);
                        foreach (var name in names)
                        {
                            var written = await writer.WriteAsync(
                                Written.Small("2", name) with
                                {
                                    MailingAddress = new([name], name),
                                },
                                TestContext.Current.CancellationToken
                            );
                            Assert.Equal(written.Place is null, written.Findings.Count > 0);
                        }

                        await writer.CompleteAsync(TestContext.Current.CancellationToken);
                        Assert.Null(
                            new StructureCheck(StructureFacts.Text).FirstFault(
                                Encoding.ASCII.GetString(stream.ToArray())
                            )
                        );
                        var proof = await X12Files.ProveAsync(stream.ToArray());
                        Assert.True(proof.Sound, string.Join('\n', proof.Findings));
                        Assert.Equal(
                            writer.Members,
                            (await X12Files.ReadAsync(stream.ToArray(), proof, Strictness.Strict))
                                .OfType<MemberRead>()
                                .Count(static member => member.Usable)
                        );
                    }
                },
                iter: 300
            );

    [Fact]
    public void Check_OfTheTests_FindsWhatIsWrong()
    {
        var check = new StructureCheck(StructureFacts.Text);
        var good = string.Concat(X12Files.Household.ReplaceLineEndings("\n").Split('\n'));
        Assert.Null(check.FirstFault(good));
        foreach (
            var (old, replacement) in new[]
            {
                ("REF*0F*M100001~", "ZZQ*1~"),
                ("NM1*IL*1*TERW", "NM1*31*1*TERW"),
                ("SE*31*", "SE*30*"),
                ("*D8*19850612*F", "*D8*19850612*Q"),
                ("N3*1 INVENTED LANE", "N3*"),
                ("ICM*4*2150.50*160~", "ICM*4*2150.50*160~ICM*4*1~"),
            }
        )
            Assert.NotNull(check.FirstFault(good.Replace(old, replacement, StringComparison.Ordinal)));
    }
}
