using Hl7.Fhir.Model;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Tests.Registry;

/// <summary>Which labels a new version does without; more confidential than before loses nothing.</summary>
public sealed class SecurityLabelsTests
{
    private const string ActCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private const string Confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    [Theory]
    [InlineData("HIV", "HIV", "")]
    [InlineData("HIV", "HIV ETH", "")]
    [InlineData("HIV ETH", "ETH", "HIV")]
    [InlineData("", "HIV", "")]
    [InlineData("HIV", "", "HIV")]
    [InlineData("N", "R", "")]
    [InlineData("R", "V", "")]
    [InlineData("V", "R", "V")]
    [InlineData("R", "N", "R")]
    [InlineData("R", "", "R")]
    [InlineData("N R", "R", "")]
    [InlineData("N HIV", "R", "HIV")]
    public void Lost_IsWhatIsNotThereAnyMore(string before, string after, string lost)
    {
        Assert.Equal(lost, string.Join(' ', SecurityLabels.Lost(InMeta(before), InMeta(after))));
        // Where a label stands is no matter: in the meta, or in the document's own element.
        Assert.Equal(lost, string.Join(' ', SecurityLabels.Lost(InElement(before), InMeta(after))));
        Assert.Equal(lost, string.Join(' ', SecurityLabels.Lost(InMeta(before), InElement(after))));
    }

    [Fact]
    public void Lost_OfAnotherSystem_IsLost() =>
        Assert.Equal(
            ["HIV"],
            SecurityLabels.Lost(
                InMeta("HIV"),
                new DocumentReference { Meta = new() { Security = [new("urn:other", "HIV")] } }
            )
        );

    private static DocumentReference InMeta(string codes) => new() { Meta = new() { Security = [.. Labels(codes)] } };

    private static DocumentReference InElement(string codes) =>
        new()
        {
            SecurityLabel = [.. Labels(codes).Select(static label => new CodeableConcept(label.System, label.Code))],
        };

    private static IEnumerable<Coding> Labels(string codes) =>
        codes
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(static code => new Coding(code.Length == 1 ? Confidentiality : ActCode, code));
}
