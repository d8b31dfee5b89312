using HuskyFhir.Core.Answers;
using HuskyFhir.Validation.Reports;
using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Tests.Validation;

/// <summary>
/// Expressions of a profile that would take hours, or all memory. Each must end as too costly; an evaluation that did
/// not stop by itself would never let its test end.
/// </summary>
public sealed class ConstraintBudgetTests
{
    /// <summary>An expression on a Patient, the names that it has, and the budget.</summary>
    public static TheoryData<string, int, long> Endless { get; } =
        new()
        {
            { "descendants().all(%resource.descendants().all(%resource.descendants().count() > 0))", 500, 20_000_000 },
            { "name.all(%resource.name.all(%resource.name.all(%resource.name.all(text.exists()))))", 300, 20_000_000 },
            {
                "name.select(%resource.name.select(%resource.name.select(%resource.name))).count() > 0",
                500,
                20_000_000
            },
            {
                "name.where(%resource.name.where(%resource.name.where(text = 'x').exists()).exists()).empty()",
                2_000,
                1_000_000
            },
            { "name.text.first().repeat($this & 'x').count() > 0", 1, 1_000_000 },
            { "repeat($this | %resource.descendants()).count() > 0", 2_000, 1_000_000 },
            { "name.distinct().count() > 0", 5_000, 1_000_000 },
            { "name.isDistinct()", 5_000, 1_000_000 },
            { "name.subsetOf(name)", 5_000, 1_000_000 },
            { "name.intersect(name).exists()", 5_000, 1_000_000 },
            { "(name | name).exists() and (name | name).count() > 0", 5_000, 1_000_000 },
            { "name.all($this in %resource.name)", 3_000, 1_000_000 },
            { "name.all(%resource.name = %resource.name)", 3_000, 1_000_000 },
            { "name ~ name", 5_000, 1_000_000 },
            { "name.aggregate($total & $total, 'ab').length() > 0", 200, 1_000_000 },
            { "name.aggregate($total + $total, 'ab').length() > 0", 200, 1_000_000 },
            { "name.aggregate($total.combine($total), name).count() > 0", 60, 1_000_000 },
            {
                "name.text.join('').replace('n', %resource.name.text.join('')).replace('n', %resource.name.text.join('')).replace('n', %resource.name.text.join('')).length() > 0",
                3_000,
                20_000_000
            },
            {
                "name.text.join('').replaceMatches('.', %resource.name.text.join('')).replaceMatches('.', %resource.name.text.join('')).length() > 0",
                3_000,
                20_000_000
            },
            { "name.text.join('').matches('^(?=((n|a|m|e|na|me)+)+z)')", 100, 20_000_000 },
            { "name.all(%resource.conformsTo('http://example.org/StructureDefinition/inner'))", 3_000, 100_000 },
        };

    /// <summary>Expressions that no parser or evaluator should be given.</summary>
    public static TheoryData<string> Monsters { get; } =
        new(
            new string('(', 9_000),
            new string('(', 60) + "name" + new string(')', 60),
            string.Join('.', Enumerable.Repeat("name", 1_900)),
            string.Join(" and ", Enumerable.Repeat("a", 1_200)),
            string.Join(" + ", Enumerable.Repeat("1", 2_400)),
            new string('-', 9_000) + "1",
            string.Concat(Enumerable.Repeat("name", 3_000)),
            "name" + string.Concat(Enumerable.Repeat("[0]", 2_000)),
            string.Concat(Enumerable.Repeat("iif(true,", 1_000)) + "true",
            "'" + new string('a', 20_000) + "'"
        );

    [Theory]
    [MemberData(nameof(Endless))]
    public void Constraint_WithoutEnd_IsTooCostly(string expression, int names, long budget)
    {
        var engine = Engine.With(
            new ValidationSettings { MaxSteps = budget },
            Engine.Profile(
                "Patient",
                $$"""{"id":"Patient","path":"Patient","constraint":[{"key":"t-1","severity":"error","human":"h","expression":"{{expression}}"}]}"""
            ),
            Engine.Profile(
                "Patient",
                """{"id":"Patient.name","path":"Patient.name","constraint":[{"key":"t-2","severity":"error","human":"h","expression":"text.exists()"}]}""",
                "http://example.org/StructureDefinition/inner"
            )
        );
        Assert.Empty(engine.CompileAll().Problems.Select(problem => problem.Reason));

        var report = engine.Judge(
            "{\"resourceType\":\"Patient\",\"name\":["
                + string.Join(',', Enumerable.Range(0, names).Select(i => $$"""{"text":"name","family":"{{i}}"}"""))
                + "]}",
            Engine.Url
        );

        Assert.Contains(report.Issues, issue => issue.Detail == "too-costly" && issue.Refuses);
        Assert.Equal(FaultKind.Unprocessable, report.ToFault()!.Kind);
    }

    [Theory]
    [InlineData("name.all(text.matches('^(n+|a+|m+|e+)+$'))")]
    [InlineData("name.text.join('').matches('^((n|a|m|e)+)+$')")]
    [InlineData("descendants().count() > 0")]
    [InlineData("repeat(children()).count() > 0")]
    [InlineData("name.text.count() = %resource.name.count()")]
    [InlineData("name.all(use.empty() or use = 'official')")]
    [InlineData("name.first().repeat(children()).count() = 1")]
    public void Constraint_ThatIsMerelyLarge_IsJudged(string expression)
    {
        var engine = Engine.With(
            Engine.Profile(
                "Patient",
                $$"""{"id":"Patient","path":"Patient","constraint":[{"key":"t-1","severity":"error","human":"h","expression":"{{expression}}"}]}"""
            )
        );

        var issues = engine
            .Judge(
                "{\"resourceType\":\"Patient\",\"name\":["
                    + string.Join(',', Enumerable.Repeat("{\"text\":\"name\"}", 3_000))
                    + "]}",
                Engine.Url
            )
            .Issues;

        Assert.DoesNotContain(issues, issue => issue.Refuses || issue.Detail == "constraint-not-checked");
    }

    [Theory]
    [MemberData(nameof(Monsters))]
    public void CompileAll_ExpressionTooLargeToRead_PutsItsProfileOutOfUse(string expression)
    {
        var engine = Engine.With(
            Engine.Profile(
                "Patient",
                $$"""{"id":"Patient","path":"Patient","constraint":[{"key":"t-1","severity":"error","human":"h","expression":"{{expression}}"}]}"""
            )
        );

        var problem = Assert.Single(engine.CompileAll().Problems);
        Assert.Equal(Engine.Url, problem.Name);
        Assert.Contains(
            engine.Judge("""{"resourceType":"Patient","active":true}""", Engine.Url).Issues,
            issue => issue.Detail == "profile-broken"
        );
    }

    [Fact]
    public void Slices_InsideOfEachOther_EndWithinTheBudget()
    {
        // Each level asks of each slice whether all that is below would pass: without a budget, three to the power of
        // the depth.
        const string item = "Questionnaire.item";
        var slices = string.Join(
            ',',
            Enumerable
                .Range(0, 3)
                .Select(i =>
                    $$"""
                        {"id":"{{item}}:s{{i}}","path":"{{item}}","sliceName":"s{{i}}"},
                        {"id":"{{item}}:s{{i}}.item","path":"{{item}}.item","contentReference":"#{{item}}"},
                        {"id":"{{item}}:s{{i}}.prefix","path":"{{item}}.prefix","fixedString":"{{i}}"}
                        """
                )
        );
        var engine = Engine.With(
            new ValidationSettings { MaxSteps = 1_000_000 },
            Engine.Profile(
                "Questionnaire",
                $$$"""{"id":"{{{item}}}","path":"{{{item}}}","slicing":{"discriminator":[{"type":"value","path":"$this"}],"rules":"open"}},{{{slices}}}"""
            )
        );
        var body = """{"resourceType":"Questionnaire","status":"draft",ITEM}""";
        for (var i = 0; i < 20; i++)
            body = body.Replace(
                "ITEM",
                "\"item\":[{\"linkId\":\""
                    + i
                    + "\",\"type\":\"group\",\"prefix\":\"9\",ITEM},{\"linkId\":\""
                    + i
                    + "b\",\"type\":\"group\",\"prefix\":\"1\"}]",
                StringComparison.Ordinal
            );

        Assert.Empty(engine.CompileAll().Problems.Select(problem => problem.Reason));
        var report = engine.Judge(body.Replace(",ITEM", string.Empty, StringComparison.Ordinal), Engine.Url);

        Assert.All(
            report.Issues,
            issue => Assert.True(!issue.Refuses || issue.Detail is "too-costly" or "que-1" or "que-2", issue.Text)
        );
    }
}
