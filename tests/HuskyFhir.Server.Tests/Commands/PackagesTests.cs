namespace HuskyFhir.Server.Tests.Commands;

/// <summary><c>packages</c>: what is configured, and whether it can be used.</summary>
public sealed class PackagesTests : InFolder
{
    [Fact]
    public async Task Check_WithoutPackages_CompilesOurOwn()
    {
        var ended = await RunAsync("packages", "check");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains("profiles are compiled", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithABrokenProfile_NamesItAndTheReason()
    {
        Write(
            "mine/StructureDefinition-odd.json",
            """{"resourceType":"StructureDefinition","id":"odd","url":"http://example.org/odd","name":"Odd","status":"active","kind":"resource","abstract":false,"type":"Patient","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient","derivation":"constraint","differential":{"element":[{"id":"Patient.shoeSize","path":"Patient.shoeSize","min":1}]}}"""
        );
        var ended = await RunWithAsync([("Validation__Packages", "mine")], "packages", "check");
        Assert.Equal(1, ended.Code);
        Assert.Contains("http://example.org/odd", ended.Out, StringComparison.Ordinal);
        Assert.Contains("shoeSize", ended.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfWhatIsNotThere_SaysSo()
    {
        var ended = await RunWithAsync([("Validation__Packages", "none.tgz")], "packages", "list");
        Assert.Equal(1, ended.Code);
        Assert.Contains("none.tgz", ended.Out, StringComparison.Ordinal);
    }
}
