using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace HuskyFhir.Tests.Architecture;

/// <summary>
/// The arrows between projects point downward only: Server, Simulation, Exchange, Plan,
/// Resources, Storage, Validation.Firely, Validation, Core, X12.
/// </summary>
public sealed class ProjectArrowTests
{
    /// <summary>From the bottom up.</summary>
    private static readonly string[] Layers =
    [
        "HuskyFhir.X12",
        "HuskyFhir.Core",
        "HuskyFhir.Validation",
        "HuskyFhir.Validation.Firely",
        "HuskyFhir.Storage",
        "HuskyFhir.Resources",
        "HuskyFhir.Plan",
        "HuskyFhir.Exchange",
        "HuskyFhir.Simulation",
        "HuskyFhir.Server",
    ];

    public static TheoryData<string> Projects => [.. Layers];

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectFile_RefersOnlyDownward(string project)
    {
        var file = Path.Combine(Root(), "src", project, project + ".csproj");
        Assert.SkipUnless(File.Exists(file), "The sources are not beside the tests.");
        var references = XDocument
            .Load(file)
            .Descendants("ProjectReference")
            .Select(static reference =>
                Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/'))
            );
        Assert.All(
            references,
            reference => Assert.InRange(Array.IndexOf(Layers, reference), 0, Array.IndexOf(Layers, project) - 1)
        );
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Assembly_RefersOnlyDownward(string project)
    {
        var file = Path.Combine(AppContext.BaseDirectory, project + ".dll");
        if (project == Layers[^1] && !File.Exists(file))
            return; // the host is not part of these tests; nothing below can refer to it without its project file
        var references = Assembly
            .LoadFrom(file)
            .GetReferencedAssemblies()
            .Select(static name => name.Name!)
            .Where(static name => name.StartsWith("HuskyFhir.", StringComparison.Ordinal));
        Assert.All(
            references,
            reference => Assert.InRange(Array.IndexOf(Layers, reference), 0, Array.IndexOf(Layers, project) - 1)
        );
    }

    [Fact]
    public void Core_KnowsNeitherHttpNorDatabases()
    {
        foreach (var project in new[] { "HuskyFhir.Core", "HuskyFhir.Validation" })
        {
            var references = Assembly
                .LoadFrom(Path.Combine(AppContext.BaseDirectory, project + ".dll"))
                .GetReferencedAssemblies()
                .Select(static name => name.Name!);
            Assert.DoesNotContain(
                references,
                static name =>
                    name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                    || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
                    || name.StartsWith("Npgsql", StringComparison.Ordinal)
                    || name.StartsWith("Microsoft.Data", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void Families_NeverNameHttp()
    {
        var references = Assembly
            .LoadFrom(Path.Combine(AppContext.BaseDirectory, "HuskyFhir.Plan.dll"))
            .GetReferencedAssemblies()
            .Select(static name => name.Name!);
        Assert.DoesNotContain(
            references,
            static name =>
                name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name == "System.Net.Http"
        );
    }

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
