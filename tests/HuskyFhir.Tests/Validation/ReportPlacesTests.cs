using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Tests.Validation;

public sealed class ReportPlacesTests
{
    private const string Body =
        "{\n  \"resourceType\": \"Observation\",\n  \"component\": [\n    { \"code\": {} },\n    {\n      \"valueQuantity\": { \"value\": 1,\n        \"unit\": \"kg\" }\n    }\n  ]\n}";

    [Theory]
    [InlineData("Observation", 1, 1)]
    [InlineData("Observation.component", 3, 16)]
    [InlineData("Observation.component[1]", 5, 5)]
    [InlineData("Observation.component[1].value.unit", 7, 17)]
    [InlineData("Observation.component[1].code", 5, 5)]
    [InlineData("Observation.component[7]", 3, 16)]
    [InlineData("Observation.subject", 1, 1)]
    public void Placed_Path_FindsItsLine(string expression, long line, long position)
    {
        var report = new ValidationReport([Issue.Error(OperationOutcome.IssueType.Value, "t", expression)]);

        var issue = Assert.Single(report.Placed(Bodies.Utf8(Body)).Issues);

        Assert.Equal((line, position), (issue.Line, issue.Position));
    }

    [Fact]
    public void Placed_BodyThatIsNoJson_LeavesTheReport()
    {
        var report = new ValidationReport([Issue.Error(OperationOutcome.IssueType.Value, "t", "Patient.name")]);

        Assert.Null(Assert.Single(report.Placed(Bodies.Utf8("{\"name")).Issues).Line);
    }
}
