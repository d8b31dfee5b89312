using HuskyFhir.Core.Answers;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Reports;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Tests.Validation;

/// <summary>What a sender, or the author of a profile, can make the engine spend.</summary>
public sealed class BudgetTests
{
    [Fact]
    public void Validate_BeyondTheBudget_IsTooCostly()
    {
        var engine = Engine.With(
            new ValidationSettings { MaxSteps = 5_000 },
            Engine.Profile(
                "Patient",
                """{"id":"Patient.name","path":"Patient.name","constraint":[{"key":"t-1","severity":"error","human":"h","expression":"true"}]}"""
            )
        );
        var body =
            "{\"resourceType\":\"Patient\",\"name\":["
            + string.Join(',', Enumerable.Repeat("{\"family\":\"a\"}", 400))
            + "]}";

        var report = engine.Judge(body, Engine.Url);

        Assert.Contains(report.Issues, issue => issue.Detail == "too-costly" && issue.Refuses);
        Assert.Equal(FaultKind.Unprocessable, report.ToFault()!.Kind);
    }

    [Fact]
    public void Validate_ReferencesInACircle_ComesToAnEnd()
    {
        const string other = "http://example.org/StructureDefinition/other";
        var engine = Engine.With(
            Engine.Profile(
                "Patient",
                $$"""{"id":"Patient.link.other","path":"Patient.link.other","type":[{"code":"Reference","targetProfile":["{{other}}"]}]}"""
            ),
            Engine.Profile(
                "Patient",
                $$"""{"id":"Patient.link.other","path":"Patient.link.other","type":[{"code":"Reference","targetProfile":["{{Engine.Url}}"]}]}""",
                other
            )
        );
        var entries = Enumerable
            .Range(0, 12)
            .Select(i =>
                $$$"""{"fullUrl":"http://a.org/Patient/{{{i}}}","resource":{"resourceType":"Patient","id":"{{{i}}}","meta":{"profile":["{{{Engine.Url}}}"]},"link":[{{{string.Join(',', Enumerable.Range(0, 12).Select(j => $$$$"""{"type":"seealso","other":{"reference":"Patient/{{{{j}}}}"}}"""))}}}]}}"""
            );

        var report = engine.Judge(
            "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[" + string.Join(',', entries) + "]}"
        );

        Assert.True(report.Valid || report.Issues.Any(issue => issue.Detail == "too-costly"));
    }

    [Fact]
    public void Validate_LongChainOfReferences_NeitherRecursesNorRepeats()
    {
        var engine = Engine.With(
            new ValidationSettings { MaxSteps = 400_000 },
            Engine.Profile(
                "Patient",
                $$"""{"id":"Patient.link.other","path":"Patient.link.other","type":[{"code":"Reference","targetProfile":["{{Engine.Url}}"]}]}"""
            )
        );
        var entries = Enumerable
            .Range(0, 3000)
            .Select(i =>
                $$$"""{"fullUrl":"http://a.org/Patient/{{{i}}}","resource":{"resourceType":"Patient","id":"{{{i}}}","link":[{"type":"seealso","other":{"reference":"Patient/{{{i + 1}}}"}}]}}"""
            );
        var body =
            "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[" + string.Join(',', entries) + "]}";

        Assert.True(
            engine
                .Judge(
                    body.Replace(
                        "\"id\":\"0\"",
                        $"\"id\":\"0\",\"meta\":{{\"profile\":[\"{Engine.Url}\"]}}",
                        StringComparison.Ordinal
                    )
                )
                .Valid
        );
        Assert.True(
            engine
                .Judge(
                    body.Replace(
                        "\"link\":",
                        $"\"meta\":{{\"profile\":[\"{Engine.Url}\"]}},\"link\":",
                        StringComparison.Ordinal
                    )
                )
                .Valid
        );
    }

    [Fact]
    public void Validate_ManyWarnings_NeverCrowdOutAnError()
    {
        var engine = Engine.With(
            new ValidationSettings { MaxIssues = 10 },
            Engine.Profile(
                "Patient",
                """{"id":"Patient.name","path":"Patient.name","constraint":[{"key":"t-1","severity":"warning","human":"h","expression":"family.exists()"}]},{"id":"Patient.birthDate","path":"Patient.birthDate","min":1}"""
            )
        );
        var body =
            "{\"resourceType\":\"Patient\",\"name\":["
            + string.Join(',', Enumerable.Repeat("{\"text\":\"a\"}", 50))
            + "]}";

        var issues = engine.Judge(body, Engine.Url).Issues;

        Assert.Contains(issues, issue => issue.Expression == "Patient.birthDate" && issue.Refuses);
        Assert.Single(issues, issue => issue.Detail == Details.MoreIssues);
        Assert.Equal(12, issues.Count);
    }

    [Fact]
    public void Validate_MadeUpProfiles_AreNotRemembered()
    {
        var engine = Engine.With(
            Engine.Profile("Patient", """{"id":"Patient.name","path":"Patient.name","max":"1"}""")
        );

        for (var i = 0; i < 500; i++)
        {
            Assert.Contains(
                engine.Judge("""{"resourceType":"Patient","active":true}""", $"http://example.org/{i}").Issues,
                issue => issue.Detail == "profile-unknown"
            );
            Assert.DoesNotContain(
                engine.Judge("""{"resourceType":"Patient","active":true}""", $"{Engine.Url}#{i}").Issues,
                issue => issue.Detail == "profile-unknown"
            );
        }
    }

    [Fact]
    public void Settings_OutsideTheirRange_AreRefusedAtOnce()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Engine.With(new ValidationSettings { MaxSteps = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Engine.With(new ValidationSettings { MaxIssues = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResourceParser(new ParserLimits { MaxDepth = 1 }));
    }
}
