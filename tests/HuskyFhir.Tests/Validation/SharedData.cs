using HuskyFhir.Tests.Validation.Own;

namespace HuskyFhir.Tests.Validation;

/// <summary>
/// Files of others beside the clone, or where HUSKY_SHARED_DATA says. Tests that need them are skipped where they are
/// absent.
/// </summary>
internal static class SharedData
{
    private static readonly string Root =
        Environment.GetEnvironmentVariable("HUSKY_SHARED_DATA")
        ?? Path.Combine(OwnDefinitions.Folder, "..", "..", "shared", "data");

    /// <summary>US Core's package: the one that HUSKY_US_CORE names, or the one beside the clone.</summary>
    public static string UsCore { get; } =
        Environment.GetEnvironmentVariable("HUSKY_US_CORE")
        ?? Path.Combine(Root, "packages", "hl7.fhir.us.core-6.1.0.tgz");

    /// <summary>The files of a folder, or the test is skipped.</summary>
    public static string[] Files(params string[] folder)
    {
        var path = Path.Combine([Root, .. folder]);
        Assert.SkipUnless(Directory.Exists(path), $"{path} is not there; HUSKY_SHARED_DATA may name the folder");
        return [.. Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal)];
    }
}
