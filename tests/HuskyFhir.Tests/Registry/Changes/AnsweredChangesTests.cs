using System.Text;
using HuskyFhir.Plan.ReportableChanges;

namespace HuskyFhir.Tests.Registry.Changes;

/// <summary>
/// Answers to LOINC 82810-3 in either code system, and coverages that the plan changes, are not silent.
/// </summary>
public sealed class AnsweredChangesTests
{
    private static readonly DateOnly Today = new(2026, 11, 30);

    [Theory]
    [InlineData("http://snomed.info/sct", "77386006", true)]
    [InlineData("http://loinc.org", "LA15173-0", true)]
    [InlineData("http://loinc.org", "LA26683-5", false)]
    [InlineData("http://snomed.info/sct", "60001007", false)]
    public void Pregnancy_IsToldByEitherAnswer(string system, string code, bool isChange)
    {
        var body = $$$"""
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"82810-3"}]},
             "effectiveDateTime":"2026-11-20","valueCodeableConcept":{"coding":[{"system":"{{{system}}}","code":"{{{code}}}"}]}}
            """;

        var changes = ChangeRules.Between(
            "Observation",
            null,
            Encoding.UTF8.GetBytes(body),
            Today,
            ReportingOptions.Default
        );

        Assert.Equal(isChange ? [ChangeKind.Pregnancy] : [], changes.Select(static change => change.Kind));
    }

    [Theory]
    [InlineData("active", "HUSKY-A", null, false)]
    [InlineData("cancelled", "HUSKY-A", null, true)]
    [InlineData("active", "HUSKY-D", null, true)]
    [InlineData("active", "HUSKY-A", "2026-12-31", true)]
    public void Coverage_ThatChangesHere_IsTold(string status, string program, string? end, bool isChange)
    {
        var changes = ChangeRules.Between(
            "Coverage",
            Coverage("active", "HUSKY-A", null),
            Coverage(status, program, end),
            Today,
            ReportingOptions.Default
        );

        Assert.Equal(isChange ? [ChangeKind.Coverage] : [], changes.Select(static change => change.Kind));
        Assert.Empty(
            ChangeRules.Between("Coverage", null, Coverage(status, program, end), Today, ReportingOptions.Default)
        );
    }

    private static byte[] Coverage(string status, string program, string? end)
    {
        var until = end is null ? string.Empty : $",\"end\":\"{end}\"";
        return Encoding.UTF8.GetBytes(
            $$"""
            {"resourceType":"Coverage","status":"{{status}}","period":{"start":"2026-01-01"{{until}}},"class":[{"type":{"coding":[{"code":"plan"}]},"value":"{{program}}"}]}
            """
        );
    }
}
