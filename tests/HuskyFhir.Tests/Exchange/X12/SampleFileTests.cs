using HuskyFhir.X12.Acknowledgements;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.Tests.X12;

/// <summary>
/// Files that others wrote, from the folder that <c>HUSKY_X12</c> names, with the folders x12-834 and x12-999 in it.
/// </summary>
public sealed class SampleFileTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Enrolment_OfOthers_IsSoundAndEveryMemberIsRead()
    {
        var files = Directory
            .GetFiles(Folder("x12-834"))
            .Where(static file =>
                !file.EndsWith("structure-with-usage.txt", StringComparison.Ordinal)
                && !Path.GetFileName(file).StartsWith("LICENSE", StringComparison.Ordinal)
            )
            .ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var proof = await X12Files.ProveAsync(bytes);
            Assert.True(proof.Sound, $"{file}: {string.Join('\n', proof.Findings)}");
            var parts = await X12Files.ReadAsync(bytes, proof);
            var members = parts.OfType<MemberRead>().ToList();
            output.WriteLine(
                $"{Path.GetFileName(file)}: {members.Count} members; {string.Join("; ", members.SelectMany(static member => member.Findings).Concat(parts.OfType<SetStarted>().SelectMany(static set => set.Findings)))}"
            );
            Assert.Equal(System.Text.Encoding.Latin1.GetString(bytes).Split("INS*").Length - 1, members.Count);
            Assert.All(members, static member => Assert.NotNull(member.Member));
        }
    }

    [Fact]
    public async Task Acknowledgement_OfOthers_IsReadWhole()
    {
        foreach (var file in Directory.GetFiles(Folder("x12-999")))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var proof = await X12Files.ProveAsync(bytes, Expectation.Acknowledgement);
            Assert.True(proof.Sound, string.Join('\n', proof.Findings));
            var answers = await AnswerFile.ReadAsync(
                new MemoryStream(bytes),
                proof,
                ReadLimits.Default,
                TestContext.Current.CancellationToken
            );
            Assert.Empty(answers.Findings);
            Assert.Equal(4, answers.Groups.Count);
            Assert.All(
                answers.Groups,
                static group =>
                    Assert.Equal(
                        ("BE", "13360001", "A", 1, 1, 1, "A"),
                        (
                            group.FunctionalId,
                            group.ControlNumber,
                            group.Code,
                            group.Included,
                            group.Received,
                            group.Accepted,
                            group.Sets[0].Code
                        )
                    )
            );
        }
    }

    [Fact]
    public async Task Facts_AreThoseOfTheStructureTable()
    {
        var table = await File.ReadAllTextAsync(
            Path.Combine(Folder("x12-834"), "structure-with-usage.txt"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(StructureTable.Facts(table), StructureFacts.Text.Split('\n').Select(static line => line.Trim()));
    }

    private static string Folder(string name)
    {
        var folder = Environment.GetEnvironmentVariable("HUSKY_X12");
        Assert.SkipWhen(
            string.IsNullOrEmpty(folder),
            "Name a folder with x12-834 and x12-999 in HUSKY_X12 to read the files of others."
        );
        return Path.Combine(folder!, name);
    }
}
