using System.Text.RegularExpressions;
using HuskyFhir.Tests.Validation.Own;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Tests.Validation;

public sealed partial class SeverityPolicyTests
{
    [Fact]
    public void Policy_Default_IsTheTableOfTheReadme()
    {
        var readme = File.ReadAllText(
            Path.Combine(OwnDefinitions.Folder, "..", "src", "HuskyFhir.Validation", "README.md")
        );
        var told = Row().Matches(readme).ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);

        Assert.Equal(Enum.GetNames<RuleKind>().Order(), told.Keys.Order());
        Assert.All(
            Enum.GetValues<RuleKind>(),
            kind => Assert.Equal(Word(SeverityPolicy.Default.Of(kind)), told[kind.ToString()])
        );
    }

    [Fact]
    public void Policy_With_ChangesOneLineOnly()
    {
        var policy = SeverityPolicy.Default.With(RuleKind.ProfileUnknown, RuleSeverity.Error);

        Assert.Equal(RuleSeverity.Error, policy.Of(RuleKind.ProfileUnknown));
        Assert.Equal(RuleSeverity.Warning, SeverityPolicy.Default.Of(RuleKind.ProfileUnknown));
        Assert.All(
            Enum.GetValues<RuleKind>().Except([RuleKind.ProfileUnknown]),
            kind => Assert.Equal(SeverityPolicy.Default.Of(kind), policy.Of(kind))
        );
    }

    [Fact]
    public void Policy_UnknownProfileAsError_RefusesTheResource()
    {
        var engine = Engine.With(
            new ValidationSettings
            {
                Severities = SeverityPolicy.Default.With(RuleKind.ProfileUnknown, RuleSeverity.Error),
            }
        );

        Assert.False(
            engine
                .Judge("""{"resourceType":"Patient","meta":{"profile":["http://example.org/none"]},"active":true}""")
                .Valid
        );
    }

    private static string Word(RuleSeverity severity) =>
        severity switch
        {
            RuleSeverity.Error => "error",
            RuleSeverity.Warning => "warning",
            RuleSeverity.Information => "information",
            _ => "ignored",
        };

    [GeneratedRegex(@"^\| ([A-Z]\w+) \| (error|warning|information|ignored) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
