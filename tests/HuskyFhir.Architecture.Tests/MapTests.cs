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

    private static string Sources([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "src"));
}
