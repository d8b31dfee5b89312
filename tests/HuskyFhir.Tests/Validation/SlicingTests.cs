namespace HuskyFhir.Tests.Validation;

public sealed class SlicingTests
{
    private const string ByCode =
        """{"id":"Observation.component","path":"Observation.component","slicing":{"discriminator":[{"type":"value","path":"code.coding.code"},{"type":"value","path":"code.coding.system"}],"rules":"RULES","ordered":ORDERED}},{"id":"Observation.component:one","path":"Observation.component","sliceName":"one","min":1,"max":"1"},{"id":"Observation.component:one.code","path":"Observation.component.code","patternCodeableConcept":{"coding":[{"system":"http://x.org","code":"1"}]}},{"id":"Observation.component:one.value[x]","path":"Observation.component.value[x]","min":1},{"id":"Observation.component:two","path":"Observation.component","sliceName":"two"},{"id":"Observation.component:two.code","path":"Observation.component.code","patternCodeableConcept":{"coding":[{"system":"http://x.org","code":"2"}]}}""";

    private const string One = """{"code":{"coding":[{"system":"http://x.org","code":"1"}]},"valueString":"a"}""";
    private const string Two = """{"code":{"coding":[{"system":"http://x.org","code":"2"}]}}""";
    private const string Other = """{"code":{"coding":[{"system":"http://x.org","code":"3"}]}}""";

    [Theory]
    [InlineData("open", false, One + "," + Two, null, null)]
    [InlineData("open", false, Two + "," + One + "," + Other, null, null)]
    [InlineData("open", false, Two, "cardinality-min", "Observation.component")]
    [InlineData("open", false, One + "," + One, "cardinality-max", "Observation.component")]
    [InlineData(
        "open",
        false,
        """{"code":{"coding":[{"system":"http://x.org","code":"1"}]}}""",
        "cardinality-min",
        "Observation.component[0].value"
    )]
    [InlineData("closed", false, One + "," + Other, "slicing", "Observation.component[1]")]
    [InlineData("openAtEnd", false, One + "," + Other, null, null)]
    [InlineData("openAtEnd", false, Other + "," + One, "slicing", "Observation.component[1]")]
    [InlineData("open", true, Two + "," + One, "slicing", "Observation.component[1]")]
    [InlineData("open", true, One + "," + Two, null, null)]
    public void Slices_ByPattern_AreCountedAndOrdered(
        string rules,
        bool ordered,
        string components,
        string? detail,
        string? expression
    ) =>
        Judge(
            "Observation",
            ByCode
                .Replace("RULES", rules, StringComparison.Ordinal)
                .Replace("ORDERED", ordered ? "true" : "false", StringComparison.Ordinal),
            $"\"component\":[{components}]",
            detail,
            expression
        );

    [Theory]
    [InlineData("\"valueQuantity\":{\"value\":1,\"unit\":\"u\"}", null, null)]
    [InlineData("\"valueString\":\"a\"", null, null)]
    [InlineData("\"valueQuantity\":{\"value\":1}", "cardinality-min", "Observation.value.unit")]
    public void Slices_ByType_HoldForThatTypeOnly(string value, string? detail, string? expression) =>
        Judge(
            "Observation",
            """{"id":"Observation.value[x]","path":"Observation.value[x]","slicing":{"discriminator":[{"type":"type","path":"$this"}],"rules":"open"}},{"id":"Observation.value[x]:valueQuantity","path":"Observation.value[x]","sliceName":"valueQuantity","type":[{"code":"Quantity"}]},{"id":"Observation.value[x]:valueQuantity.unit","path":"Observation.value[x].unit","min":1}""",
            value,
            detail,
            expression
        );

    [Theory]
    [InlineData("""{"system":"http://a.org","value":"12345"}""", null, null)]
    [InlineData("""{"value":"x"}""", null, null)]
    [InlineData("""{"system":"http://a.org"}""", "cardinality-min", "Patient.identifier[0].value")]
    public void Slices_ByExistence_AreTold(string identifier, string? detail, string? expression) =>
        Judge(
            "Patient",
            """{"id":"Patient.identifier","path":"Patient.identifier","slicing":{"discriminator":[{"type":"exists","path":"system"}],"rules":"open"}},{"id":"Patient.identifier:with","path":"Patient.identifier","sliceName":"with"},{"id":"Patient.identifier:with.system","path":"Patient.identifier.system","min":1},{"id":"Patient.identifier:with.value","path":"Patient.identifier.value","min":1},{"id":"Patient.identifier:without","path":"Patient.identifier","sliceName":"without"},{"id":"Patient.identifier:without.system","path":"Patient.identifier.system","max":"0"}""",
            $"\"identifier\":[{identifier}]",
            detail,
            expression
        );

    [Theory]
    [InlineData("""{"reference":"Practitioner/1","display":"d"},{"reference":"Organization/1"}""", null, null)]
    [InlineData("""{"reference":"Practitioner/1"}""", "cardinality-min", "Patient.generalPractitioner[0].display")]
    [InlineData("""{"reference":"#p"}""", "cardinality-min", "Patient.generalPractitioner[0].display")]
    public void Slices_ByTypeOfTarget_Resolve(string references, string? detail, string? expression) =>
        Judge(
            "Patient",
            """{"id":"Patient.generalPractitioner","path":"Patient.generalPractitioner","slicing":{"discriminator":[{"type":"type","path":"resolve()"}],"rules":"open"}},{"id":"Patient.generalPractitioner:person","path":"Patient.generalPractitioner","sliceName":"person","type":[{"code":"Reference","targetProfile":["http://hl7.org/fhir/StructureDefinition/Practitioner"]}]},{"id":"Patient.generalPractitioner:person.display","path":"Patient.generalPractitioner.display","min":1}""",
            (
                references.Contains("#p", StringComparison.Ordinal)
                    ? "\"contained\":[{\"resourceType\":\"Practitioner\",\"id\":\"p\",\"active\":true}],"
                    : string.Empty
            ) + $"\"generalPractitioner\":[{references}]",
            detail,
            expression
        );

    [Fact]
    public void Slices_Resliced_CountInsideTheirSlice() =>
        Judge(
            "Patient",
            """{"id":"Patient.telecom","path":"Patient.telecom","slicing":{"discriminator":[{"type":"value","path":"system"}],"rules":"open"}},{"id":"Patient.telecom:phone","path":"Patient.telecom","sliceName":"phone","slicing":{"discriminator":[{"type":"value","path":"use"}],"rules":"open"}},{"id":"Patient.telecom:phone.system","path":"Patient.telecom.system","fixedCode":"phone"},{"id":"Patient.telecom:phone/home","path":"Patient.telecom","sliceName":"phone/home","max":"1"},{"id":"Patient.telecom:phone/home.use","path":"Patient.telecom.use","fixedCode":"home"}""",
            """ "telecom":[{"system":"phone","use":"home","value":"1"},{"system":"email","use":"home","value":"2"},{"system":"phone","use":"home","value":"3"}] """,
            "cardinality-max",
            "Patient.telecom"
        );

    [Fact]
    public void Slices_Default_TakesTheRest() =>
        Judge(
            "Patient",
            """{"id":"Patient.telecom","path":"Patient.telecom","slicing":{"discriminator":[{"type":"value","path":"system"}],"rules":"closed"}},{"id":"Patient.telecom:phone","path":"Patient.telecom","sliceName":"phone"},{"id":"Patient.telecom:phone.system","path":"Patient.telecom.system","fixedCode":"phone"},{"id":"Patient.telecom:@default","path":"Patient.telecom","sliceName":"@default"},{"id":"Patient.telecom:@default.rank","path":"Patient.telecom.rank","min":1}""",
            """ "telecom":[{"system":"phone","value":"1"},{"system":"email","value":"2","rank":1},{"system":"email","value":"3"}] """,
            "cardinality-min",
            "Patient.telecom[2].rank"
        );

    [Theory]
    [InlineData("http://example.org/a", null, null)]
    [InlineData("http://example.org/b", "cardinality-min", "Patient.extension")]
    public void Slices_OfExtensions_AreToldByUrl(string url, string? detail, string? expression) =>
        Judge(
            "Patient",
            """{"id":"Patient.extension:a","path":"Patient.extension","sliceName":"a","min":1,"type":[{"code":"Extension","profile":["http://example.org/a"]}]}""",
            $$""" "extension":[{"url":"{{url}}","valueString":"v"}] """,
            detail,
            expression
        );

    private static void Judge(string type, string differential, string elements, string? detail, string? expression)
    {
        var engine = Engine.With(Engine.Profile(type, differential));
        Assert.Empty(engine.CompileAll().Problems);

        var body =
            type == "Observation"
                ? $$"""{"resourceType":"Observation","status":"final","code":{"text":"c"},{{elements}}}"""
                : $$"""{"resourceType":"{{type}}",{{elements}}}""";
        var refusals = engine
            .Judge(body, Engine.Url)
            .Issues.Where(issue => issue.Refuses)
            .Select(issue => (issue.Detail, issue.Expression));

        Assert.Equal(detail is null ? [] : [(detail, expression)], refusals);
    }
}
