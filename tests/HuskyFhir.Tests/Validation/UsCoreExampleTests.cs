using System.Formats.Tar;
using System.IO.Compression;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Tests.Validation;

/// <summary>The guide's own examples against its own profiles. Runs where HUSKY_US_CORE names the package, hl7.fhir.us.core-6.1.0.tgz.</summary>
public sealed class UsCoreExampleTests
{
    private static readonly string? Package = Environment.GetEnvironmentVariable("HUSKY_US_CORE");

    [Fact]
    public void UsCore_ItsExamples_AreAllValid()
    {
        Assert.SkipUnless(File.Exists(Package), "HUSKY_US_CORE does not name the package");
        var engine = new ProfileValidator(new PackageLoader().Add(Package!).Load());
        Assert.Empty(engine.CompileAll().Problems.Select(problem => problem.ToString()));

        var parser = new ResourceParser();
        var examples = Examples().ToList();
        Assert.True(examples.Count > 100);
        Assert.All(examples, example =>
        {
            var parsed = parser.Parse(example.Json);
            var issues = parsed.Resource is { } resource ? parsed.Report.And(engine.Validate(resource, [])).Issues : parsed.Report.Issues;
            Assert.Empty(issues.Where(issue => issue.Refuses).Select(issue => $"{example.Name}: {issue.Expression}: {issue.Text}"));
        });
    }

    private static IEnumerable<(string Name, byte[] Json)> Examples()
    {
        using var tar = new TarReader(new GZipStream(File.OpenRead(Package!), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
            if (entry.Name.StartsWith("package/example/", StringComparison.Ordinal) && entry.Name.EndsWith(".json", StringComparison.Ordinal) && !Path.GetFileName(entry.Name).StartsWith('.'))
            {
                var json = new byte[entry.Length];
                entry.DataStream!.ReadExactly(json);
                yield return (entry.Name, json);
            }
    }
}
