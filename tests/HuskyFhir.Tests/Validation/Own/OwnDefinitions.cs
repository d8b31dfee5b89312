using System.Text.Json.Nodes;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;

namespace HuskyFhir.Tests.Validation.Own;

/// <summary>The definitions in <c>profiles/</c>, as they stand in the source tree.</summary>
internal static class OwnDefinitions
{
    private static readonly Lazy<ProfileValidator> Shared = new(static () => new ProfileValidator(Load()));

    public static string Folder { get; } = Path.Combine(Root(AppContext.BaseDirectory), "profiles");

    public static IEnumerable<string> Files(string kind) =>
        Directory
            .EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Where(file => kind == "*" || Path.GetFileName(Path.GetDirectoryName(file)) == kind)
            .Order(StringComparer.Ordinal);

    public static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllBytes(file))!.AsObject();

    public static DefinitionSet Load() => new PackageLoader().AddR4().Add(Folder).Load();

    public static ProfileValidator Engine() => Shared.Value;

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "HuskyFhir.sln"))
            ? folder
            : Root(
                Path.GetDirectoryName(folder)
                    ?? throw new DirectoryNotFoundException("no HuskyFhir.sln above the tests")
            );
}
