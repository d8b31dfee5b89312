using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Rules;
using HuskyFhir.Validation.Terminology;

namespace HuskyFhir.Tests.Validation;

public sealed class TerminologyTests
{
    private const string Animals =
        """{"resourceType":"CodeSystem","url":"http://x.org/animals","status":"active","content":"complete","property":[{"code":"wild","type":"boolean"}],"concept":[{"code":"mammal","concept":[{"code":"cat","property":[{"code":"wild","valueBoolean":false}]},{"code":"fox","property":[{"code":"wild","valueBoolean":true}]}]},{"code":"bird"}]}""";

    [Theory]
    [InlineData("""{"system":"http://x.org/animals"}""", "cat", Membership.In)]
    [InlineData("""{"system":"http://x.org/animals"}""", "dog", Membership.Out)]
    [InlineData("""{"system":"http://x.org/animals","concept":[{"code":"bird"}]}""", "cat", Membership.Out)]
    [InlineData(
        """{"system":"http://x.org/animals","filter":[{"property":"concept","op":"is-a","value":"mammal"}]}""",
        "mammal",
        Membership.In
    )]
    [InlineData(
        """{"system":"http://x.org/animals","filter":[{"property":"concept","op":"descendent-of","value":"mammal"}]}""",
        "mammal",
        Membership.Out
    )]
    [InlineData(
        """{"system":"http://x.org/animals","filter":[{"property":"concept","op":"descendent-of","value":"mammal"}]}""",
        "fox",
        Membership.In
    )]
    [InlineData(
        """{"system":"http://x.org/animals","filter":[{"property":"wild","op":"=","value":"true"}]}""",
        "cat",
        Membership.Out
    )]
    [InlineData(
        """{"system":"http://x.org/animals","filter":[{"property":"code","op":"regex","value":"c.*"}]}""",
        "cat",
        Membership.In
    )]
    [InlineData("""{"system":"http://x.org/elsewhere"}""", "cat", Membership.Out)]
    [InlineData("""{"valueSet":["http://x.org/vs/missing"]}""", "cat", Membership.Unknown)]
    [InlineData("""{"valueSet":["http://x.org/vs/set"]}""", "cat", Membership.Unknown)]
    public void ValueSet_Composed_AnswersForItsCodes(string include, string code, Membership expected)
    {
        var terminology = With(Animals, ValueSet(include));

        Assert.Equal(expected, terminology.Find("http://x.org/vs/set", "http://x.org/animals", code));
    }

    [Fact]
    public void ValueSet_WithExclusion_LeavesThoseOut()
    {
        var terminology = With(
            Animals,
            """{"resourceType":"ValueSet","url":"http://x.org/vs/set","status":"active","compose":{"include":[{"system":"http://x.org/animals"}],"exclude":[{"system":"http://x.org/animals","concept":[{"code":"cat"}]}]}}"""
        );

        Assert.Equal(Membership.Out, terminology.Find("http://x.org/vs/set", "http://x.org/animals", "cat"));
        Assert.Equal(Membership.In, terminology.Find("http://x.org/vs/set", null, "fox"));
    }

    [Fact]
    public void ValueSet_OfSystemThatIsNotLoaded_IsUnknownForThatSystemOnly()
    {
        var terminology = With(ValueSet("""{"system":"http://loinc.org"}"""));

        Assert.Equal(Membership.Unknown, terminology.Find("http://x.org/vs/set", "http://loinc.org", "1-1"));
        Assert.Equal(Membership.Out, terminology.Find("http://x.org/vs/set", "http://snomed.info/sct", "1"));
    }

    [Fact]
    public void ValueSet_FixedByR4_IsKnownWithoutAPackage()
    {
        var terminology = With();

        Assert.Equal(
            Membership.In,
            terminology.Find("http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1", null, "female")
        );
        Assert.Equal(
            Membership.Out,
            terminology.Find("http://hl7.org/fhir/ValueSet/administrative-gender", null, "mail")
        );
    }

    [Theory]
    [InlineData("required", "dog", "code-not-in-value-set", true)]
    [InlineData("extensible", "dog", "code-not-in-extensible-value-set", false)]
    [InlineData("preferred", "dog", null, false)]
    [InlineData("required", "cat", null, false)]
    public void Binding_OfEachStrength_IsJudgedByThePolicy(string strength, string code, string? detail, bool refuses)
    {
        var engine = Engine.With(Animals, ValueSet("""{"system":"http://x.org/animals"}"""), Bound(strength));

        var issue = engine
            .Judge(
                $$$"""{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"http://x.org/animals","code":"{{{code}}}"}]}}""",
                Engine.Url
            )
            .Issues.SingleOrDefault(issue => issue.Expression == "Patient.maritalStatus");

        Assert.Equal(detail, issue?.Detail);
        Assert.Equal(refuses, issue?.Refuses ?? false);
    }

    [Fact]
    public void Binding_RequiredButNotLoaded_FollowsTheSetting()
    {
        const string body =
            """{"resourceType":"Patient","maritalStatus":{"coding":[{"system":"http://x.org/animals","code":"cat"}]}}""";
        var strict = new ValidationSettings
        {
            Severities = SeverityPolicy.Default.With(RuleKind.RequiredCodeUnknown, RuleSeverity.Error),
        };

        Assert.True(Engine.With(Bound("required")).Judge(body, Engine.Url).Valid);
        Assert.False(Engine.With(strict, Bound("required")).Judge(body, Engine.Url).Valid);
    }

    private static string ValueSet(string include) =>
        $$$"""{"resourceType":"ValueSet","url":"http://x.org/vs/set","status":"active","compose":{"include":[{{{include}}}]}}""";

    private static string Bound(string strength) =>
        Engine.Profile(
            "Patient",
            $$$"""{"id":"Patient.maritalStatus","path":"Patient.maritalStatus","binding":{"strength":"{{{strength}}}","valueSet":"http://x.org/vs/set"}}"""
        );

    private static LoadedTerminology With(params string[] definitions)
    {
        var loader = new PackageLoader();
        foreach (var definition in definitions)
            loader.Add(Bodies.Utf8(definition), "test.json");
        return new LoadedTerminology(loader.Load());
    }
}
