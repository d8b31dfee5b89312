using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Tests.Samples;

/// <summary>US Core 6.1.0: each must-support element, and each of its extensions, is shown by some sample.</summary>
public sealed class MustSupportTests(SampleStory story) : IClassFixture<SampleStory>
{
    private const string Core = "'http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
    private const string AbsentUrl = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    private const string Absent = $"extension('{AbsentUrl}').value";
    private const string AbsentCode =
        "coding.where(system = 'http://terminology.hl7.org/CodeSystem/data-absent-reason').code";

    [Theory]
    [InlineData("Patient", "identifier.system", "identifier.value", "name.family", "name.given", "name.suffix")]
    [InlineData("Patient", "name.where(use = 'old').period.end", "gender", "birthDate", "deceased", "link.other")]
    [InlineData(
        "Patient",
        "telecom.system",
        "telecom.value",
        "telecom.use",
        "communication.language",
        "communication.preferred"
    )]
    [InlineData(
        "Patient",
        "address.line",
        "address.city",
        "address.state",
        "address.postalCode",
        "address.where(use = 'old').period.end"
    )]
    [InlineData(
        "Patient",
        $"extension({Core}race').extension('ombCategory').value",
        $"extension({Core}race').extension('text').value"
    )]
    [InlineData(
        "Patient",
        $"extension({Core}race').extension('detailed').value",
        $"extension({Core}ethnicity').extension('detailed').value"
    )]
    [InlineData(
        "Patient",
        $"extension({Core}ethnicity').extension('ombCategory').value",
        $"extension({Core}ethnicity').extension('text').value"
    )]
    [InlineData("Patient", $"extension({Core}tribal-affiliation').extension('tribalAffiliation').value")]
    [InlineData("Patient", $"extension({Core}tribal-affiliation').extension('isEnrolled').value.where($this)")]
    [InlineData(
        "Patient",
        $"extension({Core}sex').value.ofType(code)",
        $"extension({Core}birthsex').value.ofType(code)"
    )]
    [InlineData(
        "Patient",
        $"extension({Core}genderIdentity').value.coding.code",
        $"extension({Core}interpreter-needed').value.code"
    )]
    [InlineData("Patient", "extension('http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired').value")]
    [InlineData(
        "Patient",
        "multipleBirth",
        "contact.organization",
        "name.where(use = 'maiden')",
        "name.where(use = 'nickname')"
    )]
    [InlineData("Patient", $"name.{Absent}")]
    [InlineData(
        "RelatedPerson",
        $"relationship.{AbsentCode}",
        "relationship.coding.where(code = 'GUARD')",
        "relationship.coding.where(code = 'HPOWATT')"
    )]
    [InlineData(
        "RelatedPerson",
        "active",
        "patient",
        "relationship.coding",
        "name",
        "telecom",
        "address",
        "relationship.coding.where(code = 'PRNFOST')"
    )]
    [InlineData(
        "Coverage",
        "identifier.type",
        "status",
        "type",
        "subscriberId",
        "beneficiary",
        "relationship",
        "period.end",
        "payor"
    )]
    [InlineData(
        "Coverage",
        "class.where(type.coding.code = 'plan').value",
        "class.where(type.coding.code = 'plan').name"
    )]
    [InlineData(
        "Coverage",
        "class.where(type.coding.code = 'group').value",
        "class.where(type.coding.code = 'group').name"
    )]
    [InlineData(
        "Practitioner",
        "identifier.system",
        "identifier.value",
        "name.family",
        "telecom.system",
        "telecom.value"
    )]
    [InlineData(
        "Practitioner",
        "address.line",
        "address.city",
        "address.state",
        "address.postalCode",
        "address.country"
    )]
    [InlineData(
        "PractitionerRole",
        "practitioner",
        "organization",
        "code",
        "specialty",
        "location",
        "telecom.value",
        "endpoint"
    )]
    [InlineData(
        "Organization",
        "identifier.system",
        "identifier.value",
        "active",
        "name",
        "telecom.system",
        "telecom.value"
    )]
    [InlineData(
        "Organization",
        "address.line",
        "address.city",
        "address.state",
        "address.postalCode",
        "address.country"
    )]
    [InlineData(
        "Location",
        "status",
        "name",
        "telecom",
        "address.line",
        "address.city",
        "address.state",
        "address.postalCode"
    )]
    [InlineData("Location", "managingOrganization", "type", "position.latitude")]
    [InlineData(
        "Observation",
        "status",
        "category",
        "code",
        "subject",
        "effective",
        "performer",
        "value",
        "dataAbsentReason",
        "component.value"
    )]
    public void Elements_OfTheProfile_AppearInSomeSample(string type, params string[] paths)
    {
        var ofType = story.Resources.Where(r => r.TypeName == type).ToList();
        Assert.All(paths, path => Assert.Contains(ofType, r => r.Select(path).Any()));
    }

    [Theory]
    [InlineData("Patient", "name.all((family.exists() or given.exists()) xor " + Absent + ".exists())")]
    [InlineData("Coverage", "identifier.type.coding.where(code = 'MB').exists() or subscriberId.exists()")]
    [InlineData("Coverage", "payor.count() = 1 and relationship.exists()")]
    [InlineData("RelatedPerson", "active.exists() and (name.exists() or relationship.exists())")]
    [InlineData("PractitionerRole", "telecom.exists() or endpoint.exists()")]
    [InlineData("Observation", "dataAbsentReason.empty() or value.empty()")]
    [InlineData("Observation", "category.exists() and subject.exists()")]
    public void Invariants_OfTheProfile_HoldForEachSample(string type, string invariant) =>
        Assert.All(story.Resources.Where(r => r.TypeName == type), r => Assert.True(r.IsTrue(invariant), invariant));

    /// <summary>
    /// FHIRPath of the SDK does not walk into a primitive that has extensions alone, so these two are asked for
    /// directly.
    /// </summary>
    [Fact]
    public void Primitives_WithoutValue_CarryTheirDataAbsentReason()
    {
        Assert.Contains(
            story.All<Patient>(),
            static p => p.BirthDateElement?.GetExtensionValue<Code>(AbsentUrl)?.Value == "unknown"
        );
        var lines = story.All<Patient>().SelectMany(static p => p.Address).SelectMany(static a => a.LineElement);
        Assert.Contains(lines, static line => line.GetExtensionValue<Code>(AbsentUrl)?.Value == "unknown");
    }

    [Fact]
    public void Profiles_OfEachSample_AreClaimed() =>
        // US Core 6.1.0 has no profile of Consent, Task, Claim and ClaimResponse, where ours is claimed, and none of
        // Binary, which claims nothing.
        Assert.All(
            story.Resources.Where(static r => r is not Binary),
            static r =>
                Assert.StartsWith(
                    r is Consent or Hl7.Fhir.Model.Task or Claim or ClaimResponse ? Systems.Base : Core.Trim('\''),
                    Assert.Single(r.Meta!.Profile),
                    StringComparison.Ordinal
                )
        );
}
