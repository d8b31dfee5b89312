using HuskyFhir.Validation.Rules;

namespace HuskyFhir.Tests.Validation;

/// <summary>Where an extension may stand, and whether it is a modifier there.</summary>
public sealed class ExtensionPlaceTests
{
    private const string Tag = """{"url":"http://example.org/StructureDefinition/tag","valueString":"a"}""";

    /// <summary>
    /// Context, a resource where it is met, one where it is not, and the path of the second one's issue.
    /// </summary>
    public static TheoryData<string, string, string, string> Contexts { get; } =
        new()
        {
            {
                Context("element", "Patient.contact"),
                On("\"contact\":[{\"extension\":[TAG],\"name\":{\"text\":\"n\"}}]"),
                On("\"extension\":[TAG]"),
                "Patient.extension[0]"
            },
            {
                Context("element", "HumanName"),
                On("\"name\":[{\"text\":\"n\",\"extension\":[TAG]}]"),
                On("\"telecom\":[{\"extension\":[TAG]}]"),
                "Patient.telecom[0].extension[0]"
            },
            {
                Context("element", "HumanName.family"),
                On("\"name\":[{\"_family\":{\"extension\":[TAG]}}]"),
                On("\"name\":[{\"_text\":{\"extension\":[TAG]}}]"),
                "Patient.name[0].text.extension[0]"
            },
            {
                Context("element", "DomainResource"),
                On("\"extension\":[TAG]"),
                On("\"name\":[{\"extension\":[TAG]}]"),
                "Patient.name[0].extension[0]"
            },
            {
                Context("extension", "http://example.org/outer"),
                On("\"extension\":[{\"url\":\"http://example.org/outer\",\"extension\":[TAG]}]"),
                On("\"extension\":[{\"url\":\"http://example.org/other\",\"extension\":[TAG]}]"),
                "Patient.extension[0].extension[0]"
            },
            {
                Context("extension", "http://example.org/outer"),
                On("\"extension\":[{\"url\":\"http://example.org/outer\",\"extension\":[TAG]}]"),
                On("\"extension\":[TAG]"),
                "Patient.extension[0]"
            },
            {
                Context("fhirpath", "Patient.name.where(use = 'official')"),
                On("\"name\":[{\"use\":\"official\",\"extension\":[TAG]}]"),
                On("\"name\":[{\"use\":\"official\"},{\"use\":\"usual\",\"extension\":[TAG]}]"),
                "Patient.name[1].extension[0]"
            },
            {
                Context("fhirpath", "Patient.birthDate"),
                On("\"birthDate\":\"2000\",\"_birthDate\":{\"extension\":[TAG]}"),
                On("\"extension\":[TAG]"),
                "Patient.extension[0]"
            },
            {
                Context("fhirpath", "descendants().where(family.exists())"),
                On("\"contact\":[{\"name\":{\"family\":\"a\",\"extension\":[TAG]}}]"),
                On("\"contact\":[{\"name\":{\"text\":\"a\",\"extension\":[TAG]}}]"),
                "Patient.contact[0].name.extension[0]"
            },
            {
                Context("fhirpath", "Organization.name"),
                On(
                    "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"o\",\"_name\":{\"extension\":[TAG]}}],\"managingOrganization\":{\"reference\":\"#o\"}"
                ),
                On("\"_gender\":{\"extension\":[TAG]}"),
                "Patient.gender.extension[0]"
            },
            {
                Context("element", "Group") + "," + Context("fhirpath", "Patient.where(active)"),
                On("\"active\":true,\"extension\":[TAG]"),
                On("\"active\":false,\"extension\":[TAG]"),
                "Patient.extension[0]"
            },
        };

    [Theory]
    [MemberData(nameof(Contexts))]
    public void Extension_OutsideItsContext_IsRefusedAtItsPlace(
        string context,
        string good,
        string bad,
        string expression
    )
    {
        var engine = Engine.With(Engine.Extension(context));

        Assert.Empty(engine.CompileAll().Problems);
        Assert.DoesNotContain(engine.Judge(good).Issues, issue => issue.Refuses);
        Assert.Contains(
            ("extension-context", expression),
            engine.Judge(bad).Issues.Where(issue => issue.Refuses).Select(issue => (issue.Detail, issue.Expression))
        );
    }

    [Theory]
    [InlineData("%extension.value = text", "a", true)]
    [InlineData("%extension.value = text", "b", false)]
    [InlineData("text.exists() and %resource.active", "a", false)]
    public void Extension_RuleOnItsPlace_MustBeTrue(string rule, string text, bool accepted)
    {
        var engine = Engine.With(Engine.Extension(Context("element", "HumanName"), invariants: $"\"{rule}\""));

        var issues = engine.Judge(On($"\"name\":[{{\"text\":\"{text}\",\"extension\":[TAG]}}]")).Issues;

        Assert.Equal(
            accepted,
            !issues.Any(issue =>
                issue.Detail == "extension-context" && issue.Expression == "Patient.name[0].extension[0]"
            )
        );
    }

    [Theory]
    [InlineData(true, "modifierExtension", true)]
    [InlineData(true, "extension", false)]
    [InlineData(false, "extension", true)]
    [InlineData(false, "modifierExtension", false)]
    public void Extension_AmongTheWrongOnes_IsRefused(bool modifier, string element, bool accepted)
    {
        var engine = Engine.With(
            Engine.Extension(Context("element", "Element") + "," + Context("element", "DomainResource"), modifier)
        );

        foreach (
            var (body, path) in new[]
            {
                (On($"\"{element}\":[TAG]"), $"Patient.{element}[0]"),
                (
                    On($"\"contact\":[{{\"name\":{{\"text\":\"n\"}},\"{element}\":[TAG]}}]"),
                    $"Patient.contact[0].{element}[0]"
                ),
            }
        )
            Assert.Equal(
                accepted,
                !engine
                    .Judge(body)
                    .Issues.Any(issue =>
                        issue.Refuses && issue.Detail == "extension-modifier" && issue.Expression == path
                    )
            );
    }

    [Fact]
    public void Extension_Derived_IsAModifierLikeItsParent()
    {
        const string parent = "http://example.org/StructureDefinition/parent";
        var derived = Engine
            .Extension(Context("element", "Patient"))
            .Replace("\"isModifier\":false", "\"short\":\"s\"", StringComparison.Ordinal)
            .Replace("http://hl7.org/fhir/StructureDefinition/Extension", parent, StringComparison.Ordinal);
        var engine = Engine.With(Engine.Extension(Context("element", "Patient"), modifier: true, url: parent), derived);

        Assert.Contains(
            engine.Judge(On("\"extension\":[TAG]")).Issues,
            issue => issue.Refuses && issue.Detail == "extension-modifier"
        );
        Assert.DoesNotContain(engine.Judge(On("\"modifierExtension\":[TAG]")).Issues, issue => issue.Refuses);
    }

    [Theory]
    [InlineData(RuleSeverity.Error, true, true)]
    [InlineData(RuleSeverity.Warning, true, false)]
    [InlineData(RuleSeverity.Ignore, false, false)]
    public void Modifier_ThatIsNotLoaded_FollowsTheTable(RuleSeverity severity, bool told, bool refused)
    {
        var engine = Engine.With(
            new ValidationSettings { Severities = SeverityPolicy.Default.With(RuleKind.ModifierUnknown, severity) }
        );

        var issue = engine
            .Judge(On("\"modifierExtension\":[TAG]"))
            .Issues.SingleOrDefault(issue => issue.Detail == "modifier-extension-unknown");

        Assert.Equal(told, issue is not null);
        Assert.Equal(refused, issue?.Refuses ?? false);
    }

    [Theory]
    [InlineData("context[0]", "name.(")]
    [InlineData("contextInvariant[0]", "nofunction()")]
    public void CompileAll_BrokenExpressionOfAContext_IsToldByItsPath(string path, string expression)
    {
        var engine = Engine.With(
            path[^3] == '[' && path.StartsWith("context[", StringComparison.Ordinal)
                ? Engine.Extension(Context("fhirpath", expression))
                : Engine.Extension(Context("element", "Patient"), invariants: $"\"{expression}\"")
        );

        Assert.Equal("StructureDefinition." + path, Assert.Single(engine.CompileAll().Problems).Path);
    }

    private static string Context(string type, string expression) =>
        $$"""{"type":"{{type}}","expression":"{{expression}}"}""";

    private static string On(string elements) =>
        $$"""{"resourceType":"Patient",{{elements.Replace("TAG", Tag, StringComparison.Ordinal)}}}""";
}
