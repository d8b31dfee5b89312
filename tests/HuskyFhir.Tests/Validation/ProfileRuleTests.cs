namespace HuskyFhir.Tests.Validation;

/// <summary>One rule of a profile at a time: what keeps it, what breaks it, and where the issue points.</summary>
public sealed class ProfileRuleTests
{
    /// <summary>
    /// Type, differential, a resource that conforms, one that does not, the detail code and the path of its issue.
    /// </summary>
    public static TheoryData<string, string, string, string, string, string> Rules { get; } =
        new()
        {
            {
                "Patient",
                """{"id":"Patient.name","path":"Patient.name","min":1}""",
                """ "name":[{"family":"a"}] """,
                """ "active":true """,
                "cardinality-min",
                "Patient.name"
            },
            {
                "Patient",
                """{"id":"Patient.name","path":"Patient.name","max":"1"}""",
                """ "name":[{"family":"a"}] """,
                """ "name":[{"family":"a"},{"family":"b"}] """,
                "cardinality-max",
                "Patient.name"
            },
            {
                "Patient",
                """{"id":"Patient.name.family","path":"Patient.name.family","min":1}""",
                """ "active":true """,
                """ "name":[{"family":"a"},{"text":"b"}] """,
                "cardinality-min",
                "Patient.name[1].family"
            },
            {
                "Patient",
                """{"id":"Patient.photo","path":"Patient.photo","max":"0"}""",
                """ "active":true """,
                """ "photo":[{"url":"http://x.org"}] """,
                "cardinality-max",
                "Patient.photo"
            },
            {
                "Patient",
                """{"id":"Patient.deceased[x]","path":"Patient.deceased[x]","type":[{"code":"dateTime"}]}""",
                """ "deceasedDateTime":"2020" """,
                """ "deceasedBoolean":true """,
                "type-not-allowed",
                "Patient.deceased"
            },
            {
                "Patient",
                """{"id":"Patient.active","path":"Patient.active","fixedBoolean":true}""",
                """ "active":true """,
                """ "active":false """,
                "fixed-value",
                "Patient.active"
            },
            {
                "Patient",
                """{"id":"Patient.maritalStatus","path":"Patient.maritalStatus","patternCodeableConcept":{"coding":[{"system":"http://x.org","code":"M"}]}}""",
                """ "maritalStatus":{"text":"t","coding":[{"system":"http://y.org","code":"Z"},{"system":"http://x.org","code":"M","display":"d"}]} """,
                """ "maritalStatus":{"coding":[{"system":"http://x.org","code":"N"}]} """,
                "fixed-value",
                "Patient.maritalStatus"
            },
            {
                "Patient",
                """{"id":"Patient.maritalStatus","path":"Patient.maritalStatus","fixedCodeableConcept":{"text":"a"}}""",
                """ "maritalStatus":{"text":"a"} """,
                """ "maritalStatus":{"text":"a","coding":[{"code":"x"}]} """,
                "fixed-value",
                "Patient.maritalStatus"
            },
            {
                "Patient",
                """{"id":"Patient.multipleBirth[x]","path":"Patient.multipleBirth[x]","minValueInteger":2}""",
                """ "multipleBirthInteger":2 """,
                """ "multipleBirthInteger":1 """,
                "value-range",
                "Patient.multipleBirth"
            },
            {
                "Patient",
                """{"id":"Patient.birthDate","path":"Patient.birthDate","maxValueDate":"2000-01-01"}""",
                """ "birthDate":"1999" """,
                """ "birthDate":"2000-01-02" """,
                "value-range",
                "Patient.birthDate"
            },
            {
                "Patient",
                """{"id":"Patient.name.family","path":"Patient.name.family","maxLength":3}""",
                """ "name":[{"family":"abc"}] """,
                """ "name":[{"family":"abcd"}] """,
                "value-range",
                "Patient.name[0].family"
            },
            {
                "Patient",
                """{"id":"Patient.name","path":"Patient.name","constraint":[{"key":"t-1","severity":"error","human":"Family or text","expression":"family.exists() or text.exists()"}]}""",
                """ "name":[{"text":"a"}] """,
                """ "name":[{"text":"a"},{"given":["b"]}] """,
                "t-1",
                "Patient.name[1]"
            },
            {
                "Observation",
                """{"id":"Observation.valueQuantity.unit","path":"Observation.valueQuantity.unit","min":1}""",
                """ "valueQuantity":{"value":1,"unit":"a"} """,
                """ "valueQuantity":{"value":1} """,
                "cardinality-min",
                "Observation.value.unit"
            },
            {
                "Observation",
                """{"id":"Observation.subject","path":"Observation.subject","type":[{"code":"Reference","targetProfile":["http://hl7.org/fhir/StructureDefinition/Patient"]}]}""",
                """ "subject":{"reference":"http://a.org/fhir/Patient/1/_history/2"} """,
                """ "subject":{"reference":"Group/1"} """,
                "reference-target",
                "Observation.subject"
            },
            {
                "Observation",
                """{"id":"Observation.component.referenceRange","path":"Observation.component.referenceRange","contentReference":"#Observation.referenceRange"},{"id":"Observation.referenceRange.low","path":"Observation.referenceRange.low","min":1}""",
                """ "component":[{"code":{"text":"c"},"referenceRange":[{"low":{"value":1},"text":"a"}]}] """,
                """ "component":[{"code":{"text":"c"},"referenceRange":[{"text":"a"}]}] """,
                "cardinality-min",
                "Observation.component[0].referenceRange[0].low"
            },
            {
                "Observation",
                """{"id":"Observation.referenceRange.low","path":"Observation.referenceRange.low","type":[{"code":"Quantity","profile":["http://hl7.org/fhir/StructureDefinition/SimpleQuantity"]}]}""",
                """ "referenceRange":[{"low":{"value":1}}] """,
                """ "referenceRange":[{"low":{"value":1,"comparator":"<"}}] """,
                "profile-of-type",
                "Observation.referenceRange[0].low"
            },
        };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Profile_RuleBroken_IsToldAtItsPlace(
        string type,
        string differential,
        string good,
        string bad,
        string detail,
        string expression
    )
    {
        var engine = Engine.With(Engine.Profile(type, differential));

        Assert.DoesNotContain(engine.Judge(Body(type, good), Engine.Url).Issues, issue => issue.Refuses);
        var issue = Assert.Single(engine.Judge(Body(type, bad), Engine.Url).Issues, issue => issue.Refuses);
        Assert.Equal((detail, expression), (issue.Detail, issue.Expression));
    }

    [Fact]
    public void Profile_ConstraintWithAKeyOfR4_IsStillItsOwn()
    {
        const string constraint =
            """{"id":"Task.note","path":"Task.note","constraint":[{"key":"inv-1","severity":"error","human":"Short","expression":"text.length() < 3"SOURCE}]}""";
        const string body = """{"resourceType":"Task","status":"draft","intent":"order","note":[{"text":"long"}]}""";

        Assert.Contains(
            Engine
                .With(Engine.Profile("Task", constraint.Replace("SOURCE", string.Empty, StringComparison.Ordinal)))
                .Judge(body, Engine.Url)
                .Issues,
            issue => issue.Refuses
        );
        Assert.DoesNotContain(
            Engine
                .With(
                    Engine.Profile(
                        "Task",
                        constraint.Replace(
                            "SOURCE",
                            ",\"source\":\"http://hl7.org/fhir/StructureDefinition/Task\"",
                            StringComparison.Ordinal
                        )
                    )
                )
                .Judge(body, Engine.Url)
                .Issues,
            issue => issue.Refuses
        );
    }

    [Fact]
    public void Profile_ClaimedInMeta_IsCheckedWithoutBeingAsked()
    {
        var engine = Engine.With(Engine.Profile("Patient", """{"id":"Patient.name","path":"Patient.name","min":1}"""));

        Assert.False(
            engine.Judge($$"""{"resourceType":"Patient","meta":{"profile":["{{Engine.Url}}"]},"active":true}""").Valid
        );
    }

    [Fact]
    public void Profile_Derived_InheritsItsParentsRules()
    {
        const string parent = "http://example.org/StructureDefinition/parent";
        var engine = Engine.With(
            Engine.Profile("Patient", """{"id":"Patient.name","path":"Patient.name","min":1}""", parent),
            Engine.Profile(
                "Patient",
                """{"id":"Patient.name.family","path":"Patient.name.family","min":1}""",
                parent: parent
            )
        );

        Assert.Equal(
            ["Patient.name"],
            engine
                .Judge("""{"resourceType":"Patient","active":true}""", Engine.Url)
                .Issues.Where(issue => issue.Refuses)
                .Select(issue => issue.Expression)
        );
        Assert.Equal(
            ["Patient.name[0].family"],
            engine
                .Judge("""{"resourceType":"Patient","name":[{"text":"a"}]}""", Engine.Url)
                .Issues.Where(issue => issue.Refuses)
                .Select(issue => issue.Expression)
        );
    }

    [Fact]
    public void Profile_UnknownOrOfAnotherType_IsTold()
    {
        var engine = Engine.With(
            Engine.Profile("Observation", """{"id":"Observation.note","path":"Observation.note","max":"1"}""")
        );

        Assert.Contains(
            engine.Judge("""{"resourceType":"Patient","active":true}""", "http://example.org/none").Issues,
            issue => issue.Detail == "profile-unknown" && !issue.Refuses
        );
        Assert.Contains(
            engine.Judge("""{"resourceType":"Patient","active":true}""", Engine.Url).Issues,
            issue => issue.Detail == "profile-mismatch" && issue.Refuses
        );
        Assert.Empty(
            engine
                .Judge(
                    """{"resourceType":"Patient","active":true,"text":{"status":"empty","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">none</div>"}}""",
                    "http://hl7.org/fhir/StructureDefinition/Patient"
                )
                .Issues
        );
    }

    [Fact]
    public void Profile_SeveralRulesBroken_TellsThemAllOnce()
    {
        var profile = Engine.Profile(
            "Patient",
            """{"id":"Patient.name","path":"Patient.name","min":1},{"id":"Patient.birthDate","path":"Patient.birthDate","min":1},{"id":"Patient.gender","path":"Patient.gender","min":1}"""
        );

        var issues = Engine
            .With(profile)
            .Judge($$"""{"resourceType":"Patient","meta":{"profile":["{{Engine.Url}}"]},"active":true}""", Engine.Url)
            .Issues;

        Assert.Equal(
            ["Patient.name", "Patient.birthDate", "Patient.gender"],
            issues.Where(issue => issue.Refuses).Select(issue => issue.Expression)
        );
    }

    [Theory]
    [InlineData("""{"id":"Patient.nickname","path":"Patient.nickname","min":1}""", "has no element nickname")]
    [InlineData(
        """{"id":"Patient.name","path":"Patient.name","constraint":[{"key":"t-1","severity":"error","human":"h","expression":"family.("}]}""",
        "t-1 is no FHIRPath"
    )]
    [InlineData("""{"id":"Patient.name:a","path":"Patient.name","sliceName":"a"}""", "no discriminator")]
    [InlineData(
        """{"id":"Patient.name","path":"Patient.name","slicing":{"discriminator":[{"type":"value","path":"where(x)"}],"rules":"open"}},{"id":"Patient.name:a","path":"Patient.name","sliceName":"a"}""",
        "discriminator path where(x)"
    )]
    public void CompileAll_BrokenProfile_IsToldByNamePathAndReason(string differential, string reason)
    {
        var engine = Engine.With(Engine.Profile("Patient", differential));

        var problem = Assert.Single(engine.CompileAll().Problems);
        Assert.Equal(Engine.Url, problem.Name);
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
        Assert.Contains(
            engine.Judge("""{"resourceType":"Patient","active":true}""", Engine.Url).Issues,
            issue => issue.Detail == "profile-broken"
        );
    }

    [Fact]
    public void CompileAll_BaseOfItself_IsRefusedWithoutEnd()
    {
        var engine = Engine.With(
            Engine.Profile("Patient", """{"id":"Patient.name","path":"Patient.name","min":1}""", parent: Engine.Url)
        );

        Assert.Contains("does not end", Assert.Single(engine.CompileAll().Problems).Reason, StringComparison.Ordinal);
    }

    private static string Body(string type, string elements) =>
        type == "Observation"
            ? $$"""{"resourceType":"Observation","status":"final","code":{"text":"c"},{{elements}}}"""
            : $$"""{"resourceType":"{{type}}",{{elements}}}""";
}
