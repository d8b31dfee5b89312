using System.Text;
using CsCheck;
using HuskyFhir.X12.Enrolment;

namespace HuskyFhir.Tests.X12;

/// <summary>
/// Files changed at random: never an exception, and what is not refused by name differs where it was changed. CsCheck
/// prints the seed.
/// </summary>
public sealed class CorruptionTests
{
    private static readonly byte[] Valid = X12Files.Bytes(X12Files.Household.ReplaceLineEndings("\n"));

    [Fact]
    public async Task File_WithBitsFlipped_NeverThrows() =>
        await Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Int[0, 7])
            .Array[1, 4]
            .SampleAsync(
                async flips =>
                {
                    var file = Valid.ToArray();
                    foreach (var (at, bit) in flips)
                        file[at] ^= (byte)(1 << bit);
                    await KnownAsync(file);
                },
                iter: 3000
            );

    [Fact]
    public async Task File_WithAPieceCutOrMoved_NeverThrows() =>
        await Gen.Select(Gen.Int[0, Valid.Length - 1], Gen.Int[0, Valid.Length - 1], Gen.Int[0, 200], Gen.Bool)
            .SampleAsync(
                async (from, to, length, keep) =>
                {
                    var end = Math.Min(from + length, Valid.Length);
                    byte[] rest = keep ? Valid : [.. Valid[..from], .. Valid[end..]];
                    var place = Math.Min(to, rest.Length);
                    await KnownAsync([.. rest[..place], .. Valid[from..end], .. rest[place..]]);
                    await KnownAsync([.. Valid[..from], .. Valid[end..]]);
                },
                iter: 2000
            );

    [Fact]
    public async Task File_WithSegmentsSwappedOrDoubled_IsRefusedOrToldOrDiffers() =>
        await Gen.Select(Gen.Int[0, 34], Gen.Int[0, 34], Gen.Bool)
            .SampleAsync(
                async (one, other, swap) =>
                {
                    var segments = Encoding
                        .Latin1.GetString(Valid)
                        .Split("~\n", StringSplitOptions.RemoveEmptyEntries)
                        .ToList();
                    if (swap)
                        (segments[one], segments[other]) = (segments[other], segments[one]);
                    else
                        segments.Insert(other, segments[one]);
                    var file = Encoding.Latin1.GetBytes(string.Join("~\n", segments) + "~\n");
                    var proof = await X12Files.ProveAsync(file);
                    Assert.False(!swap && proof.Sound, "A segment more must show in the counts.");
                    if (!proof.Sound)
                        return;
                    var read = (await X12Files.ReadAsync(file, proof)).ConvertAll(static part =>
                        part is MemberRead member
                            ? (Written.Image(member.Member), member.Findings.Count)
                            : (Written.Image(part), 0)
                    );
                    var before = (await X12Files.ReadAsync(Valid, await X12Files.ProveAsync(Valid))).ConvertAll(
                        static part =>
                            part is MemberRead member
                                ? (Written.Image(member.Member), member.Findings.Count)
                                : (Written.Image(part), 0)
                    );
                    Assert.True(
                        segments[one] == segments[other]
                            || !read.SequenceEqual(before)
                            || file.AsSpan().SequenceEqual(Valid),
                        $"{segments[one]} and {segments[other]} changed places unseen"
                    );
                },
                iter: 2000
            );

    [Fact]
    public async Task File_OfAnyBytes_NeverThrows() =>
        await Gen
            .Byte.Array[0, 400]
            .SampleAsync(
                async bytes =>
                {
                    await KnownAsync(bytes);
                    await KnownAsync([.. Valid[..106], .. bytes]);
                },
                iter: 2000
            );

    /// <summary>Either a named state, or members that can be counted.</summary>
    private static async Task KnownAsync(byte[] file)
    {
        var proof = await X12Files.ProveAsync(file);
        Assert.Equal(file.Length, proof.Bytes);
        Assert.All(
            proof.Findings,
            static finding => Assert.True(Enum.IsDefined(finding.Flaw) && finding.Text.Length > 0)
        );
        if (!proof.Sound)
            return;
        foreach (var read in (await X12Files.ReadAsync(file, proof)).OfType<MemberRead>())
            Assert.True(read.Usable ? read.Member is not null : read.Findings.Count > 0);
    }
}
