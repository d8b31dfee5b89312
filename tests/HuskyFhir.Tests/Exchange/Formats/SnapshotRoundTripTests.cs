using System.Text;
using System.Text.Json;
using CsCheck;
using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Formats.Edi;
using HuskyFhir.Exchange.Formats.Edi.Texts;
using HuskyFhir.Exchange.Formats.Tables;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Tests.X12;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Tests.Formats;

/// <summary>
/// Whatever snapshot a generator makes is written and read back, and every word that a member told is in the file: or
/// the member is set aside, or a remark says what is missing. CsCheck prints the seed of one that is not.
/// </summary>
public sealed class SnapshotRoundTripTests
{
    [Fact]
    public async Task X12_HasAllThatAMemberTold_OrSaysWhatItLacks() =>
        await SnapshotGen
            .Member.List[1, 5]
            .SampleAsync(
                async members =>
                {
                    members = Distinct(members);
                    var (file, written) = await WriteAsync(new X12Format(), members);
                    if (written.IsEmpty)
                        return;
                    Assert.Null(new StructureCheck(StructureFacts.Text).FirstFault(Encoding.ASCII.GetString(file)));
                    var read = (await X12Files.ReadAsync(file, await X12Files.ProveAsync(file), Strictness.Strict))
                        .OfType<MemberRead>()
                        .ToList();
                    Assert.All(read, static member => Assert.True(member.Usable, string.Join('\n', member.Findings)));
                    Compare(
                        members,
                        written,
                        read.Select(static member => SnapshotFields.Of(member.Member!)),
                        isAscii: true
                    );
                },
                iter: 80
            );

    [Theory]
    [InlineData("fixed-80.json", true)]
    [InlineData("csv.json", false)]
    public async Task Table_HasAllThatAMemberTold_OrSaysWhatItLacks(string layout, bool isAscii)
    {
        var format = TableFormat.Load(Layouts.Path(layout));
        var reader = new TableFile(format);
        await SnapshotGen
            .Member.List[1, 5]
            .SampleAsync(
                async members =>
                {
                    members = Distinct(members);
                    var (file, written) = await WriteAsync(format, members);
                    var proof = await reader.ProveAsync(new MemoryStream(file), TestContext.Current.CancellationToken);
                    Assert.Empty(proof.Flaws);
                    Assert.Equal((41, false, written.Members.Count), (proof.Number, proof.IsFull, proof.Members));
                    var read = new List<TableMember>();
                    await foreach (
                        var member in reader.ReadAsync(new MemoryStream(file), TestContext.Current.CancellationToken)
                    )
                        read.Add(member);
                    Assert.Equal(
                        written.Members.Select(static each => each.First),
                        read.Select(static each => each.Line)
                    );
                    Assert.All(read, static member => Assert.Empty(member.Flaws));
                    Assert.All(read, static member => Assert.Equal(4, member.Changes.Count));
                    Compare(members, written, read.Select(static member => member.Values), isAscii);
                },
                iter: 80
            );
    }

    private static void Compare(
        List<(MemberSnapshot Picture, MemberChanges Changes)> members,
        WrittenFile written,
        IEnumerable<Dictionary<string, string>> read,
        bool isAscii
    )
    {
        var byId = members.ToDictionary(static each => each.Picture.Member);
        Assert.Equal(members.Count, written.Members.Count + written.SetAside.Count);
        Assert.All(written.SetAside, static aside => Assert.NotEmpty(aside.Reason));
        var remarked = written.Remarks.Select(static each => each.Member).ToHashSet();
        foreach (var (place, fields) in written.Members.Zip(read))
        {
            var (picture, changes) = byId[place.Member];
            var expected = SnapshotFields.Of(
                HouseholdRecords.Read(picture, changes, ToldMembers.Heading, new(changes))![0]
            );
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), fields.Keys.Order(StringComparer.Ordinal));
            if (!remarked.Contains(place.Member))
                Assert.Equal(Comparable(expected, isAscii), Comparable(fields, isAscii));
            if (!remarked.Contains(place.Member))
                Assert.All(
                    Words(picture.Patient.Body!),
                    word =>
                        Assert.Contains(
                            Plain(word),
                            Plain(
                                string.Join(
                                    ' ',
                                    fields
                                        .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
                                        .Select(static pair => pair.Value)
                                )
                            ),
                            StringComparison.Ordinal
                        )
                );
        }
    }

    /// <summary>
    /// What X12 and ASCII files have no room for is no difference: separators, marks behind letters, and what a
    /// partner's code map joins.
    /// </summary>
    private static SortedDictionary<string, string> Comparable(Dictionary<string, string> fields, bool isAscii) =>
        new(
            fields
                .Where(static pair => pair.Key is not ("pcp.last" or "pcp.first" or "race"))
                .ToDictionary(static pair => pair.Key, pair => isAscii ? Plain(pair.Value) : pair.Value),
            StringComparer.Ordinal
        );

    /// <summary>The words of a stored member that must be in the file as they are; codes are translated.</summary>
    private static IEnumerable<string> Words(byte[] patient)
    {
        using var json = JsonDocument.Parse(patient);
        var root = json.RootElement;
        List<string> words =
        [
            .. root.GetProperty("name")
                .EnumerateArray()
                .SelectMany(static name =>
                    name.GetProperty("given").EnumerateArray().Append(name.GetProperty("family"))
                )
                .Select(static word => word.GetString()!),
            .. root.GetProperty("address")
                .EnumerateArray()
                .SelectMany(static address =>
                    address.GetProperty("line").EnumerateArray().Append(address.GetProperty("city"))
                )
                .Select(static word => word.GetString()!),
            .. root.GetProperty("telecom")
                .EnumerateArray()
                .SelectMany(static telecom => Telephone.Read(telecom.GetProperty("value").GetString()!).Numbers)
                .SelectMany(static number => new[] { number.Number, number.Extension })
                .OfType<string>(),
        ];
        return words;
    }

    private static string Plain(string text) =>
        string.Concat(Transliteration.Written(text).Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static List<(MemberSnapshot Picture, MemberChanges Changes)> Distinct(
        List<(MemberSnapshot Picture, MemberChanges Changes)> members
    ) => [.. members.DistinctBy(static each => each.Picture.Member)];

    private static async Task<(byte[] File, WrittenFile Written)> WriteAsync(
        IExchangeFormat format,
        IEnumerable<(MemberSnapshot, MemberChanges)> members
    )
    {
        using var target = new MemoryStream();
        var written = await format.WriteAsync(
            target,
            ToldMembers.Heading,
            ToldMembers.StreamAsync(members),
            TestContext.Current.CancellationToken
        );
        return (target.ToArray(), written);
    }
}
