using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace HuskyFhir.Architecture.Tests;

/// <summary>The assemblies of the product, read once.</summary>
internal static class House
{
    /// <summary>From the bottom up: each may refer to those before it.</summary>
    public static readonly string[] Projects =
    [
        "X12",
        "Core",
        "Validation",
        "Validation.Firely",
        "Storage",
        "Resources",
        "Plan",
        "Exchange",
        "Simulation",
        "Server",
    ];

    /// <summary>Types and what each depends on.</summary>
    public static ArchUnitNET.Domain.Architecture Read { get; } =
        new ArchLoader().LoadAssemblies([.. Projects.Select(Load)]).Build();

    /// <summary>An assembly of the product.</summary>
    public static Assembly Load(string project) =>
        Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, $"HuskyFhir.{project}.dll"));

    /// <summary>
    /// Types that are written by hand, with the folder of each below its project; what is generated has none.
    /// </summary>
    public static IEnumerable<(IType Type, string Project, string[] Folders)> Types()
    {
        foreach (var type in Read.Types)
        {
            var name = type.Namespace?.FullName ?? string.Empty;
            var project = Projects
                .Where(each => name == $"HuskyFhir.{each}" || name.StartsWith($"HuskyFhir.{each}.", Ordinal))
                .MaxBy(static each => each.Length);
            if (project is not null && !name.Contains(".Migrations.", Ordinal))
                yield return (type, project, name[$"HuskyFhir.{project}".Length..].Split('.', Cut));
        }
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const StringSplitOptions Cut = StringSplitOptions.RemoveEmptyEntries;
}
