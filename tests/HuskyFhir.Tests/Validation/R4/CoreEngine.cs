using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Tests.Validation.R4;

/// <summary>Engines over R4's own definitions.</summary>
internal static class CoreEngine
{
    private static readonly Lazy<ProfileValidator> Shared = new(static () => With());

    public static ProfileValidator Alone => Shared.Value;

    public static ProfileValidator With(params string[] definitions)
    {
        var loader = new PackageLoader().AddR4();
        for (var i = 0; i < definitions.Length; i++)
            loader.Add(Bodies.Utf8(definitions[i]), $"definition-{i}.json");
        return new ProfileValidator(loader.Load());
    }

    /// <summary>The detail codes of what refuses.</summary>
    public static IEnumerable<string?> Refusals(this ValidationReport report) =>
        report.Issues.Where(static issue => issue.Refuses).Select(static issue => issue.Detail);
}
