using System.Runtime.CompilerServices;

namespace HuskyFhir.Architecture.Tests;

/// <summary>The map on the first page of the sources shows every room.</summary>
public sealed class MapTests
{
    public static TheoryData<string> Projects => [.. House.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Map_NamesEveryFolderOfAProject(string project)
    {
        var map = File.ReadAllText(Path.Combine(Sources(), "README.md"));
        Assert.Contains($"HuskyFhir.{project} ", map, StringComparison.Ordinal);
        if (project is "Validation" or "X12")
            return; // the first has a map of its own, the second is one thing
        var unknown = House
            .Types()
            .Where(each => each.Project == project)
            .Select(static each => each.Folders.FirstOrDefault())
            .OfType<string>()
            .Distinct()
            .Where(folder => !map.Contains(folder, StringComparison.Ordinal));
        Assert.Empty(unknown);
    }

    [Fact]
    public void Map_NamesNoFileThatIsGone()
    {
        var files = Directory
            .EnumerateFiles(Sources(), "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileName)
            .ToHashSet(StringComparer.Ordinal);
        var named = System
            .Text.RegularExpressions.Regex.Matches(
                File.ReadAllText(Path.Combine(Sources(), "README.md")),
                @"[A-Za-z0-9]+\.cs\b"
            )
            .Select(static match => match.Value);
        Assert.All(named, name => Assert.Contains(name, files));
    }

    /// <summary>Every link of every document of the repository leads to a file.</summary>
    [Fact]
    public void Links_OfAllDocuments_LeadSomewhere()
    {
        var root = Path.GetFullPath(Path.Combine(Sources(), ".."));
        var dead = Documents(root)
            .SelectMany(file =>
                System
                    .Text.RegularExpressions.Regex.Matches(File.ReadAllText(file), @"\]\(([^)#\s:]+)(#[^)]*)?\)")
                    .Select(match =>
                        (File: file, To: Path.Combine(Path.GetDirectoryName(file)!, match.Groups[1].Value))
                    )
            )
            .Where(static link => !File.Exists(link.To) && !Directory.Exists(link.To))
            .Select(link => $"{Path.GetRelativePath(root, link.File)} -> {Path.GetRelativePath(root, link.To)}");
        Assert.Empty(dead);
    }

    private static IEnumerable<string> Documents(string root) =>
        Directory
            .EnumerateFiles(root, "*.md")
            .Concat(
                ((string[])["src", "tests", "docs", "profiles", "fhir-samples", "formats"]).SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(root, folder), "*.md", SearchOption.AllDirectories)
                )
            )
            .Where(static file => !file.Contains("/bin/", StringComparison.Ordinal));

    private static string Sources([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "src"));
}
