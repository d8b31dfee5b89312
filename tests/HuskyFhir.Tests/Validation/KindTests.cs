using HuskyFhir.Tests.Validation.R4;

namespace HuskyFhir.Tests.Validation;

/// <summary>Kinds of rules, each with its good and its bad, over R4's definitions.</summary>
public sealed class KindTests
{
    private const string Url = Engine.Url;

    [Theory]
    [InlineData(
        "value <= 10 'kg'",
        """ "valueQuantity":{"value":5000,"system":"http://unitsofmeasure.org","code":"g"} """,
        true
    )]
    [InlineData(
        "value <= 10 'kg'",
        """ "valueQuantity":{"value":50000,"system":"http://unitsofmeasure.org","code":"g"} """,
        false
    )]
    [InlineData("value.value.lowBoundary() > 4", """ "valueQuantity":{"value":5.0} """, true)]
    [InlineData("value.value.highBoundary() < 4", """ "valueQuantity":{"value":5.0} """, false)]
    [InlineData(
        "value.comparable(1 'kg')",
        """ "valueQuantity":{"value":5,"system":"http://unitsofmeasure.org","code":"g"} """,
        true
    )]
    [InlineData(
        "value.comparable(1 'kg')",
        """ "valueQuantity":{"value":5,"system":"http://unitsofmeasure.org","code":"cm"} """,
        false
    )]
    public void Constraint_OnAmounts_IsEvaluated(string expression, string value, bool holds)
    {
        var profile =
            $$$"""{"resourceType":"StructureDefinition","url":"{{{Url}}}","name":"T","status":"active","kind":"resource","abstract":false,"type":"Observation","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Observation","derivation":"constraint","differential":{"element":[{"id":"Observation","path":"Observation","constraint":[{"key":"t-1","severity":"error","human":"h","expression":"{{{expression}}}"}]}]}}""";

        var report = CoreEngine
            .With(profile)
            .Judge($$"""{"resourceType":"Observation","status":"final","code":{"text":"c"},{{value}}}""", Url);

        Assert.Equal(holds, !report.Refusals().Contains("t-1"));
        Assert.DoesNotContain(report.Issues, issue => issue.Detail is "profile-broken" or "constraint-not-checked");
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("1.0", true)]
    [InlineData("1.0.3", true)]
    [InlineData("1.1", false)]
    [InlineData("2", false)]
    public void Claim_VersionByPrefix_IsMet(string version, bool loaded)
    {
        var profile = Engine
            .Profile("Patient", """{"id":"Patient.name","path":"Patient.name","min":1}""")
            .Replace("\"name\":\"T\"", "\"version\":\"1.0.3\",\"name\":\"T\"", StringComparison.Ordinal);

        var report = Engine
            .With(profile)
            .Judge($$"""{"resourceType":"Patient","meta":{"profile":["{{Url}}|{{version}}"]},"active":true}""");

        Assert.Equal(loaded, report.Refusals().Contains("cardinality-min"));
        Assert.Equal(!loaded, report.Issues.Any(issue => issue.Detail == "profile-unknown"));
    }

    [Fact]
    public void BrokenPart_IsToldAndTheRestIsChecked()
    {
        var engine = Engine.With(
            Engine.Profile(
                "Patient",
                """{"id":"Patient.name","path":"Patient.name","min":1,"constraint":[{"key":"k","severity":"error","human":"h","expression":"frobnicate()"}]}"""
            )
        );

        var report = engine.Judge("""{"resourceType":"Patient","active":true}""", Url);

        Assert.Contains("cardinality-min", report.Refusals());
        Assert.Contains(report.Issues, issue => issue.Detail == "profile-broken");
    }

    [Fact]
    public void Imposed_Profile_IsChecked()
    {
        var other = Engine.Profile(
            "Patient",
            """{"id":"Patient.birthDate","path":"Patient.birthDate","min":1}""",
            "http://example.org/StructureDefinition/imposed"
        );
        var profile = Engine
            .Profile("Patient", """{"id":"Patient.name","path":"Patient.name","max":"3"}""")
            .Replace(
                "\"name\":\"T\"",
                "\"name\":\"T\",\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile\",\"valueCanonical\":\"http://example.org/StructureDefinition/imposed\"}]",
                StringComparison.Ordinal
            );

        Assert.Contains(
            "cardinality-min",
            Engine.With(profile, other).Judge("""{"resourceType":"Patient","active":true}""", Url).Refusals()
        );
    }

    [Theory]
    [InlineData("""[{"linkId":"1","answer":[{"valueInteger":3}]}]""", true)]
    [InlineData("""[{"linkId":"1","answer":[{"valueString":"x"}]}]""", false)]
    [InlineData("""[]""", false)]
    [InlineData("""[{"linkId":"9","answer":[{"valueInteger":3}]}]""", false)]
    [InlineData("""[{"linkId":"1","answer":[{"valueInteger":3},{"valueInteger":4}]}]""", false)]
    public void Answers_AreHeldToTheirQuestionnaire(string items, bool good)
    {
        var engine = Engine.With(
            """{"resourceType":"Questionnaire","url":"http://example.org/q","status":"active","item":[{"linkId":"1","type":"integer","required":true}]}"""
        );
        var item = items == "[]" ? string.Empty : $",\"item\":{items}";

        Assert.Equal(
            good,
            engine
                .Judge(
                    $$"""{"resourceType":"QuestionnaireResponse","questionnaire":"http://example.org/q","status":"completed"{{item}}}"""
                )
                .Valid
        );
    }

    [Fact]
    public void ProfileBomb_IsBounded()
    {
        var elements = string.Join(
            ',',
            Enumerable
                .Range(0, 60_000)
                .Select(i =>
                    $"{{\"id\":\"Patient.name:s{i}\",\"path\":\"Patient.name\",\"sliceName\":\"s{i}\",\"max\":\"1\"}}"
                )
        );
        var engine = Engine.With(
            Engine.Profile(
                "Patient",
                """{"id":"Patient.name","path":"Patient.name","slicing":{"discriminator":[{"type":"value","path":"use"}],"rules":"open"}},"""
                    + elements
            )
        );

        Assert.NotEmpty(engine.CompileAll().Problems);
        Assert.Contains(
            engine.Judge("""{"resourceType":"Patient","active":true}""", Url).Issues,
            issue => issue.Detail == "profile-broken"
        );
    }
}
