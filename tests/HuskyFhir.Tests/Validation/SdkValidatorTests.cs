using HuskyFhir.Validation;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Tests.Validation;

public sealed class SdkValidatorTests
{
    private readonly ResourceParser parser = new();
    private readonly SdkValidator validator = new();

    [Theory]
    [InlineData(
        "\"managingOrganization\":{\"reference\":\"#nobody\"}",
        Details.ReferenceUnresolved,
        "Patient.managingOrganization.reference"
    )]
    [InlineData(
        "\"managingOrganization\":{\"reference\":\"Organization 1\"}",
        Details.ReferenceUnresolved,
        "Patient.managingOrganization.reference"
    )]
    [InlineData(
        "\"extension\":[{\"url\":\"abc\",\"valueString\":\"a\"}]",
        Details.ExtensionUrl,
        "Patient.extension[0].url"
    )]
    [InlineData("\"extension\":[{\"url\":\"http://x.org\"}]", Details.ExtensionContent, "Patient.extension[0]")]
    [InlineData(
        "\"contained\":[{\"resourceType\":\"Organization\",\"name\":\"n\"}]",
        Details.ContainedRule,
        "Patient.contained[0]"
    )]
    [InlineData(
        "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"a\",\"name\":\"n\"}]",
        Details.ContainedRule,
        "Patient.contained[0]"
    )]
    [InlineData(
        "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"a\",\"meta\":{\"security\":[{\"code\":\"R\"}]},\"name\":\"n\"}],\"managingOrganization\":{\"reference\":\"#a\"}",
        Details.ContainedRule,
        "Patient.contained[0].meta"
    )]
    public void Validate_BrokenRule_NamesDetailAndPath(string element, string detail, string expression)
    {
        var issue = Assert.Single(Report("{\"resourceType\":\"Patient\"," + element + "}").Issues);

        Assert.Equal((detail, expression), (issue.Detail, issue.Expression));
    }

    [Fact]
    public void Validate_GoodResource_TellsNothing() => Assert.Empty(Report(Bodies.Member).Issues);

    [Fact]
    public void Validate_ResourceInBundle_IsJudgedByItself()
    {
        var report = Report(
            "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"managingOrganization\":{\"reference\":\"#a\"}}}]}"
        );

        Assert.Equal(
            "Bundle.entry[0].resource.managingOrganization.reference",
            Assert.Single(report.Issues).Expression
        );
    }

    private ValidationReport Report(string body) => validator.Validate(parser.Parse(Bodies.Utf8(body)).Resource!, []);
}
