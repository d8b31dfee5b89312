using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Tests.Registry;

/// <summary>Labelled elements go from wherever they stand, with what they leave empty, and nothing else goes.</summary>
public sealed class ElementWalkTests
{
    private const string Labels =
        """[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"V"}}]""";

    [Theory]
    [InlineData(
        """{"address":[{"extension":#,"city":"x"},{"city":"y"}]}""",
        """{"address":[{"city":"y"}]}""",
        "address"
    )]
    [InlineData("""{"address":[{"extension":#,"city":"x"}],"gender":"male"}""", """{"gender":"male"}""", "address")]
    [InlineData("""{"contact":[{"extension":#,"name":{"family":"x"}}]}""", "{}", "contact")]
    [InlineData("""{"contact":[{"name":{"extension":#,"family":"x"}}]}""", "{}", "contact.name")]
    [InlineData(
        """{"contact":[{"name":{"family":"x","given":["a","b"],"_given":[null,{"extension":#}]}}]}""",
        """{"contact":[{"name":{"family":"x","given":["a"]}}]}""",
        "contact.name.given"
    )]
    [InlineData(
        """{"birthDate":"1980-02-29","_birthDate":{"extension":#},"gender":"male"}""",
        """{"gender":"male"}""",
        "birthDate"
    )]
    [InlineData(
        """{"extension":[{"url":"urn:a","valueAddress":{"extension":#,"city":"x"}},{"url":"urn:b","valueString":"y"}]}""",
        """{"extension":[{"url":"urn:b","valueString":"y"}]}""",
        "extension[urn:a].valueAddress"
    )]
    [InlineData(
        """{"contained":[{"resourceType":"Patient","id":"p","telecom":[{"extension":#,"value":"x"}]}]}""",
        """{"contained":[{"resourceType":"Patient","id":"p"}]}""",
        "contained.telecom"
    )]
    public void ALabelledElement_IsTakenOut(string before, string after, string path)
    {
        var body = Bytes(
            $"{{\"resourceType\":\"Patient\",{before.Replace("#", Labels, StringComparison.Ordinal)[1..]}"
        );
        Assert.Equal([path], ConfidentialElements.PathsIn(body));
        var left = JsonNode.Parse(ConfidentialElements.Without(body))!.AsObject();
        Assert.True(left.Remove("meta"));
        left.Remove("resourceType");
        Assert.Equal(after, left.ToJsonString());
        Assert.True(ConfidentialElements.AreIn(FhirJson.Read(body)));
    }

    [Theory]
    [InlineData("address", """{"address":[{"city":"x"},{"city":"y"}],"gender":"male"}""", """{"gender":"male"}""")]
    [InlineData(
        "contact.telecom",
        """{"contact":[{"telecom":[{"value":"x"}],"gender":"male"},{"telecom":[{"value":"y"}]}]}""",
        """{"contact":[{"gender":"male"}]}"""
    )]
    [InlineData("birthDate", """{"birthDate":"1980-02-29","gender":"male"}""", """{"gender":"male"}""")]
    [InlineData("name.given", """{"name":[{"family":"x","given":["a","b"]}]}""", """{"name":[{"family":"x"}]}""")]
    [InlineData(
        "birthDate",
        """{"birthDate":"1980-02-29","_birthDate":{"id":"d"},"gender":"male"}""",
        """{"gender":"male"}"""
    )]
    public void WhereOneStandsInAnotherVersion_NothingIsLeft(string path, string before, string after)
    {
        var left = JsonNode
            .Parse(ConfidentialElements.Without(Bytes(before), null, new HashSet<string> { path }))!
            .AsObject();
        left.Remove("meta");
        Assert.Equal(after, left.ToJsonString());
    }

    [Fact]
    public void WhatHasOne_IsMasked_WhateverItsType()
    {
        var clinic = FhirJson.Read(
            Bytes(
                $$"""{"resourceType":"Organization","name":"n","telecom":[{"extension":{{Labels}},"system":"phone","value":"1"}]}"""
            )
        );
        Assert.Equal(Restriction.Masked, PlanCatalog.Types.Find("Organization")!.RestrictionOf(clinic));
        Assert.False(
            ConfidentialElements.AreIn(
                FhirJson.Read(
                    Bytes("""{"resourceType":"Organization","name":"n","telecom":[{"system":"phone","value":"1"}]}""")
                )
            )
        );
    }

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
