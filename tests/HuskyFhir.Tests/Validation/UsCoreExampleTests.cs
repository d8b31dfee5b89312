using System.Formats.Tar;
using System.IO.Compression;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Tests.Validation;

/// <summary>
/// The guide's own examples against its own profiles. Runs where the package hl7.fhir.us.core-6.1.0.tgz is beside the
/// clone, or HUSKY_US_CORE names it.
/// </summary>
public sealed class UsCoreExampleTests
{
    private static readonly string Package = SharedData.UsCore;

    // R4 section 2.36.4: a fullUrl must not disagree with the id of its resource. In these two it does.
    private static readonly HashSet<(string, string?)> Refused =
    [
        ("Bundle-docref-example-2.json", "bundle-full-url"),
        ("Bundle-66c8856b-ba11-4876-8aa8-467aad8c11a2.json", "bundle-full-url"),
    ];

    [Fact]
    public void UsCore_ItsExamples_AreAllValid()
    {
        Assert.SkipUnless(File.Exists(Package), "the package is not there");
        var engine = new ProfileValidator(new PackageLoader().AddR4().Add(Package).Load());
        Assert.Empty(engine.CompileAll().Problems.Select(problem => problem.ToString()));

        var parser = new ResourceParser();
        var examples = Examples().ToList();
        Assert.True(examples.Count > 100);
        Assert.All(
            examples,
            example =>
            {
                var parsed = parser.Parse(example.Json);
                var issues = parsed.Resource is { } resource
                    ? parsed.Report.And(engine.Validate(resource, [])).Issues
                    : parsed.Report.Issues;
                Assert.Empty(
                    issues
                        .Where(issue =>
                            issue.Refuses && !Refused.Contains((Path.GetFileName(example.Name), issue.Detail))
                        )
                        .Select(issue => $"{example.Name}: {issue.Expression}: {issue.Text}")
                );
            }
        );
    }

    private static IEnumerable<(string Name, byte[] Json)> Examples()
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(Package), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
            if (
                entry.Name.StartsWith("package/example/", StringComparison.Ordinal)
                && entry.Name.EndsWith(".json", StringComparison.Ordinal)
                && !Path.GetFileName(entry.Name).StartsWith('.')
            )
            {
                var json = new byte[entry.Length];
                entry.DataStream!.ReadExactly(json);
                yield return (entry.Name, json);
            }
    }
}
