using HuskyFhir.Tests.Validation.Own;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Firely;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Tests.Validation.Engines;

/// <summary>Firely's validator over our definitions, and beside our engine.</summary>
public sealed class FirelyTests
{
    [Fact]
    public void Profiles_OfOurs_AllLoadInFirelysEngine()
    {
        var definitions = OwnDefinitions.Load();
        var instance = new FirelyInstance(definitions);
        var profiles = definitions.Profiles.Order(StringComparer.Ordinal).ToArray();

        Assert.True(profiles.Length >= 57);
        Assert.DoesNotContain(
            profiles.Select(one => (one, Problem: instance.Problem(one))),
            static one => one.Problem is not null
        );
    }

    [Fact]
    public void Examples_OfOurs_AreJudgedAlikeByBoth()
    {
        var definitions = OwnDefinitions.Load();
        using var firely = new FirelyValidator(definitions, new FirelySettings { Timeout = TimeSpan.FromMinutes(2) });
        var husky = OwnDefinitions.Engine();
        var resources = OwnDefinitions
            .Files("examples")
            .Select(static file => (file, new ResourceParser().Parse(File.ReadAllBytes(file)).Resource!))
            .ToArray();

        Assert.DoesNotContain(
            resources.Select(one =>
                (one.file, EngineComparison.Of(husky.Validate(one.Item2, []), firely.Validate(one.Item2, [])))
            ),
            static one => one.Item2 is not null
        );
    }

    [Theory]
    [InlineData(
        """{"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"bogus"}]}}"""
    )]
    [InlineData(
        """{"resourceType":"Appointment","status":"booked","participant":[{"actor":{"reference":"Patient/1"},"status":"accepted"}]}"""
    )]
    public void BadResource_IsRefusedByBoth(string body)
    {
        using var firely = new FirelyValidator(
            OwnDefinitions.Load(),
            new FirelySettings { Timeout = TimeSpan.FromMinutes(2) }
        );
        var resource = new ResourceParser().Parse(Bodies.Utf8(body)).Resource!;

        Assert.False(firely.Validate(resource, []).Valid);
        Assert.False(OwnDefinitions.Engine().Validate(resource, []).Valid);
    }

    [Fact]
    public void Comparison_OfDifferentVerdicts_TellsCodeAndPathOnly()
    {
        var refused = new ValidationReport([
            HuskyFhir.Core.Answers.Issue.Error(
                Hl7.Fhir.Model.OperationOutcome.IssueType.Value,
                "Mrs. Invented",
                "Patient.name[0].family",
                "firely-1006"
            ),
        ]);
        var silent = new ValidationReport([
            HuskyFhir.Core.Answers.Issue.Warning(
                Hl7.Fhir.Model.OperationOutcome.IssueType.Incomplete,
                "t",
                null,
                FirelyValidator.NoVerdict
            ),
        ]);

        Assert.Equal(
            new EngineDifference(DifferenceKind.FirelyRefuses, "firely-1006", "Patient.name.family"),
            EngineComparison.Of(ValidationReport.Clean, refused)
        );
        Assert.Null(EngineComparison.Of(refused, refused));
        Assert.Null(EngineComparison.Of(refused, silent));
    }
}
