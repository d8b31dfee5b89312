namespace HuskyFhir.Tests.Validation;

/// <summary>
/// FHIR's own functions in constraints: each works, or is told as not checked, and never passes in silence.
/// </summary>
public sealed class ConstraintFunctionTests
{
    private const string Animals =
        """{"resourceType":"CodeSystem","url":"http://x.org/animals","status":"active","content":"complete","concept":[{"code":"cat"},{"code":"dog"}]}""";
    private const string Cats =
        """{"resourceType":"ValueSet","url":"http://x.org/vs/cats","status":"active","compose":{"include":[{"system":"http://x.org/animals","concept":[{"code":"cat"}]}]}}""";
    private const string Stars =
        """{"resourceType":"ValueSet","url":"http://x.org/vs/stars","status":"active","compose":{"include":[{"system":"http://x.org/stars"}]}}""";
    private const string Named = "http://example.org/StructureDefinition/named";
    private const string Family = "http://example.org/StructureDefinition/family";

    private static readonly string[] Known =
    [
        Animals,
        Cats,
        Stars,
        Engine.Profile("Patient", """{"id":"Patient.name","path":"Patient.name","min":1}""", Named),
        Engine.Profile(
            "HumanName",
            """{"id":"HumanName.family","path":"HumanName.family","min":1,"constraint":[{"key":"f-1","severity":"error","human":"h","expression":"length() > 1 and %resource.active"}]}""",
            Family
        ),
    ];

    public enum Outcome
    {
        Holds,
        Broken,
        Unchecked,
    }

    /// <summary>The expression on a Patient, its elements, and what the engine must make of it.</summary>
    public static TheoryData<string, string, Outcome> Cases { get; } =
        new()
        {
            { "maritalStatus.memberOf('http://x.org/vs/cats')", Status("http://x.org/animals", "cat"), Outcome.Holds },
            { "maritalStatus.memberOf('http://x.org/vs/cats')", Status("http://x.org/animals", "dog"), Outcome.Broken },
            {
                "maritalStatus.coding.first().memberOf('http://x.org/vs/cats')",
                Status("http://x.org/animals", "cat"),
                Outcome.Holds
            },
            {
                "maritalStatus.coding.all(memberOf('http://x.org/vs/cats'))",
                Status("http://x.org/animals", "dog"),
                Outcome.Broken
            },
            {
                "maritalStatus.coding.where(memberOf('http://x.org/vs/cats')).exists()",
                Status("http://x.org/animals", "dog"),
                Outcome.Broken
            },
            {
                "gender.memberOf('http://hl7.org/fhir/ValueSet/administrative-gender')",
                "\"gender\":\"male\"",
                Outcome.Holds
            },
            {
                "maritalStatus.memberOf('http://x.org/vs/none')",
                Status("http://x.org/animals", "cat"),
                Outcome.Unchecked
            },
            {
                "maritalStatus.memberOf('http://x.org/vs/stars')",
                Status("http://x.org/stars", "sun"),
                Outcome.Unchecked
            },
            {
                "maritalStatus.memberOf('http://x.org/vs/none').not()",
                Status("http://x.org/animals", "cat"),
                Outcome.Unchecked
            },
            {
                "maritalStatus.coding.where(memberOf('http://x.org/vs/none')).empty()",
                Status("http://x.org/animals", "cat"),
                Outcome.Unchecked
            },
            {
                "active.exists() or maritalStatus.memberOf('http://x.org/vs/none')",
                "\"active\":true," + Status("http://x.org/animals", "cat"),
                Outcome.Holds
            },
            {
                "maritalStatus.exists() implies maritalStatus.memberOf('http://x.org/vs/cats')",
                "\"active\":true",
                Outcome.Holds
            },
            { "maritalStatus.memberOf('http://x.org/vs/cats')", "\"active\":true", Outcome.Broken },
            { "managingOrganization.resolve().name = 'R'", Organization("R"), Outcome.Holds },
            { "managingOrganization.resolve().name = 'R'", Organization("S"), Outcome.Broken },
            { "managingOrganization.resolve() is Organization", Organization("S"), Outcome.Holds },
            {
                "managingOrganization.resolve().name.exists()",
                "\"managingOrganization\":{\"reference\":\"Organization/1\"}",
                Outcome.Unchecked
            },
            { "managingOrganization.resolve().empty()", "\"managingOrganization\":{\"display\":\"d\"}", Outcome.Holds },
            { $"conformsTo('{Named}')", "\"name\":[{\"text\":\"a\"}]", Outcome.Holds },
            { $"conformsTo('{Named}')", "\"active\":true", Outcome.Broken },
            { "conformsTo('http://hl7.org/fhir/StructureDefinition/Patient')", "\"active\":true", Outcome.Holds },
            { $"conformsTo('{Engine.Url}')", "\"active\":true", Outcome.Holds },
            { "conformsTo('http://example.org/none')", "\"active\":true", Outcome.Unchecked },
            { "conformsTo('http://example.org/none').not()", "\"active\":true", Outcome.Unchecked },
            { $"name.all(conformsTo('{Family}'))", "\"active\":true,\"name\":[{\"family\":\"ab\"}]", Outcome.Holds },
            { $"name.all(conformsTo('{Family}'))", "\"active\":false,\"name\":[{\"family\":\"ab\"}]", Outcome.Broken },
            {
                $"name.all(conformsTo('{Family}'))",
                "\"active\":true,\"name\":[{\"family\":\"ab\"},{\"family\":\"a\"}]",
                Outcome.Broken
            },
            { $"conformsTo('{Family}')", "\"active\":true", Outcome.Broken },
            { $"managingOrganization.resolve().conformsTo('{Named}')", Organization("R"), Outcome.Broken },
            {
                "text.`div`.htmlChecks()",
                "\"text\":{\"status\":\"generated\",\"div\":\"" + Bodies.Div + "a</div>\"}",
                Outcome.Holds
            },
            { "name.text.htmlChecks()", "\"name\":[{\"text\":\"<p>a</p>\"}]", Outcome.Broken },
            { "birthDate.hasValue()", "\"birthDate\":\"2000\"", Outcome.Holds },
            {
                "birthDate.hasValue()",
                "\"_birthDate\":{\"extension\":[{\"url\":\"http://x.org/e\",\"valueString\":\"a\"}]}",
                Outcome.Broken
            },
            { "name.hasValue()", "\"name\":[{\"text\":\"a\"}]", Outcome.Broken },
            { "name.given.hasValue()", "\"name\":[{\"given\":[\"a\",\"b\"]}]", Outcome.Broken },
            {
                "extension('http://x.org/e').value = 'a'",
                "\"extension\":[{\"url\":\"http://x.org/e\",\"valueString\":\"a\"}]",
                Outcome.Holds
            },
            { "birthDate.extension('http://x.org/e').exists()", "\"birthDate\":\"2000\"", Outcome.Broken },
            {
                "birthDate.extension('http://x.org/e').exists()",
                "\"_birthDate\":{\"extension\":[{\"url\":\"http://x.org/e\",\"valueString\":\"a\"}]}",
                Outcome.Holds
            },
            { "name.text.matches('^(a+)+$')", "\"name\":[{\"text\":\"aaa\"}]", Outcome.Holds },
            { "name.text.matches('^(?=a)a$')", "\"name\":[{\"text\":\"b\"}]", Outcome.Broken },
            { "name.text.replaceMatches('[0-9]', 'x') = 'axx'", "\"name\":[{\"text\":\"a12\"}]", Outcome.Holds },
            { "name.text.replace('', 'x') = 'xaxbx'", "\"name\":[{\"text\":\"ab\"}]", Outcome.Holds },
            { "name.text.replace('b', 'c') = 'ac'", "\"name\":[{\"text\":\"ab\"}]", Outcome.Holds },
            {
                "name.repeat(given | family).count() = 3",
                "\"name\":[{\"given\":[\"a\",\"b\"],\"family\":\"c\"}]",
                Outcome.Holds
            },
            {
                "name.aggregate($this.given.count() + $total, 0) = 3",
                "\"name\":[{\"given\":[\"a\",\"b\"]},{\"given\":[\"c\"]}]",
                Outcome.Holds
            },
            { "name.slice('http://x.org', 'a').exists()", "\"active\":true", Outcome.Unchecked },
            {
                "maritalStatus.coding.first().subsumes(maritalStatus.coding.first())",
                Status("http://x.org/animals", "cat"),
                Outcome.Unchecked
            },
            {
                "(name | contact).text.toInteger() > 1",
                "\"name\":[{\"text\":\"a\"},{\"text\":\"b\"}]",
                Outcome.Unchecked
            },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Constraint_WithAFunctionOfFhir_IsJudgedOrToldAsNotChecked(
        string expression,
        string elements,
        Outcome expected
    )
    {
        var engine = Engine.With([
            .. Known,
            Engine.Profile(
                "Patient",
                $$"""{"id":"Patient","path":"Patient","constraint":[{"key":"t-1","severity":"error","human":"h","expression":"{{expression}}"}]}"""
            ),
        ]);

        Assert.Empty(engine.CompileAll().Problems.Select(problem => problem.Reason));
        var issues = engine.Judge($$"""{"resourceType":"Patient",{{elements}}}""", Engine.Url).Issues;

        var found =
            issues.Any(issue => issue.Detail == "t-1" && issue.Refuses) ? Outcome.Broken
            : issues.Any(issue =>
                issue.Detail == "constraint-not-checked" && !issue.Refuses && issue.Expression == "Patient"
            )
                ? Outcome.Unchecked
            : Outcome.Holds;
        Assert.True(expected == found, string.Join("; ", issues.Select(issue => issue.Text)));
    }

    [Theory]
    [InlineData("length() > 1", "ab", true)]
    [InlineData("length() > 1", "a", false)]
    [InlineData("$this = %resource.name.family", "a", true)]
    public void Constraint_OnAPrimitive_IsEvaluated(string expression, string family, bool holds)
    {
        var engine = Engine.With(
            Engine.Profile(
                "Patient",
                $$"""{"id":"Patient.name.family","path":"Patient.name.family","constraint":[{"key":"p-1","severity":"error","human":"h","expression":"{{expression}}"}]}"""
            )
        );

        var issues = engine
            .Judge($$"""{"resourceType":"Patient","name":[{"family":"{{family}}"}]}""", Engine.Url)
            .Issues;

        Assert.DoesNotContain(issues, issue => issue.Detail == "constraint-not-checked");
        Assert.Equal(
            holds,
            !issues.Any(issue => issue.Detail == "p-1" && issue.Expression == "Patient.name[0].family")
        );
    }

    [Fact]
    public void Constraint_ThatNobodyCouldCheckInside_IsUnknownOutsideToo()
    {
        const string asks = "http://example.org/StructureDefinition/asks";
        var engine = Engine.With(
            Engine.Profile(
                "Patient",
                """{"id":"Patient.gender","path":"Patient.gender","constraint":[{"key":"in-1","severity":"error","human":"h","expression":"$this.memberOf('http://x.org/vs/none')"}]}""",
                asks
            ),
            Engine.Profile(
                "Patient",
                $$"""{"id":"Patient.active","path":"Patient.active","constraint":[{"key":"out-1","severity":"error","human":"h","expression":"%resource.conformsTo('{{asks}}')"}]}"""
            )
        );

        var issue = Assert.Single(
            engine.Judge("""{"resourceType":"Patient","active":true,"gender":"male"}""", Engine.Url).Issues,
            issue => issue.Detail == "constraint-not-checked"
        );
        Assert.Equal("Patient.active", issue.Expression);
        Assert.StartsWith("out-1", issue.Text, StringComparison.Ordinal);
    }

    private static string Status(string system, string code) =>
        $$"""
            "maritalStatus":{"coding":[{"system":"{{system}}","code":"{{code}}"}]}
            """;

    private static string Organization(string name) =>
        $$"""
            "contained":[{"resourceType":"Organization","id":"o","name":"{{name}}"}],"managingOrganization":{"reference":"#o"}
            """;
}
