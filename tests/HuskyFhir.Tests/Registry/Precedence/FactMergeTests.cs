using System.Text.Json.Nodes;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Tests.Registry.Precedence;

/// <summary>One body laid over another: what is taken, what stands, and what is a question.</summary>
public sealed class FactMergeTests
{
    private const string Secret =
        """{"extension":[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}}],"line":["7 Shelter Road"],"city":"Hartford","postalCode":"06103"}""";

    private const string Otter = """{"line":["27 Otter Lane"],"city":"Middletown"}""";

    [Fact]
    public void File_ThatDoesNotKnowTheProtectedAddress_LeavesIt_AndTakesTheOrdinaryOne()
    {
        var said = Address("""{"line":["27 Beaver Lane"],"city":"Middletown"}""");
        var kept = Merge(said, (FactSource.Member, Address(Otter, Secret)), (FactSource.Load, Address(Otter)));
        Assert.Equal(["confidential-address"], kept.Select(static each => each.Fact));
        Assert.Equal(
            ["27 Beaver Lane", "7 Shelter Road"],
            said["address"]!.AsArray().Select(static each => (string)each!["line"]![0]!)
        );
    }

    [Fact]
    public void File_ThatKnowsTheProtectedAddressByItself_DoesNotRepeatItWithoutProtection()
    {
        var said = Address("""{"line":["7 SHELTER ROAD"],"city":"HARTFORD","postalCode":"06103-1234"}""");
        Merge(said, (FactSource.Member, Address(Otter, Secret)), (FactSource.Load, Address(Otter)));
        Assert.Single(said["address"]!.AsArray());
    }

    [Fact]
    public void ValueThatStoodHereBefore_IsAnOlderWord_AndANewOneAQuestion()
    {
        var (now, then) = (Body("""{"birthDate":"1979-02-28"}"""), Body("""{"birthDate":"1980-02-29"}"""));
        var older = Assert.Single(
            Merge(Body("""{"birthDate":"1980-02-29"}"""), (FactSource.Plan, now), (FactSource.Load, then))
        );
        Assert.Null(older.Offered);
        var said = Body("""{"birthDate":"1981-01-01"}""");
        var asked = Assert.Single(Merge(said, (FactSource.Plan, now), (FactSource.Load, then)));
        Assert.Equal("""{"birthDate":"1981-01-01"}""", asked.Offered!.ToJsonString());
        Assert.Equal("1979-02-28", (string)said["birthDate"]!);
    }

    [Fact]
    public void WhoSaidIt_IsWhoWroteTheFirstOfTheVersionsThatSayIt()
    {
        var (ours, theirs) = (Body("""{"birthDate":"1979-02-28"}"""), Body("""{"birthDate":"1980-02-29"}"""));
        var merge = new FactMerge(
            "Patient",
            FactSource.Load,
            [
                new(FactSource.Load, ours),
                new(FactSource.Service, ours),
                new(FactSource.Member, ours),
                new(FactSource.Load, theirs),
            ]
        );
        Assert.Equal(FactSource.Member, merge.Origin(FactList.Find("Patient", "birth-date", ours, theirs)));
    }

    [Fact]
    public void SilenceOfTheFirstVersion_IsNoStatement_AndTakingOutIs()
    {
        var (nothing, number) = (Body("{}"), Body("""{"telecom":[{"system":"phone","value":"2035550100"}]}"""));
        var said = number.DeepClone().AsObject();
        Assert.Empty(Merge(said, (FactSource.Plan, nothing), (FactSource.Load, nothing)));
        Assert.NotNull(said["telecom"]);
        var again = number.DeepClone().AsObject();
        Assert.Equal(
            ["phone"],
            Merge(again, (FactSource.Plan, nothing), (FactSource.Load, number)).Select(static each => each.Fact)
        );
        Assert.Null(again["telecom"]);
    }

    [Fact]
    public void WhatLoadsAloneSaid_ALoadChanges()
    {
        var said = Body("""{"birthDate":"1981-01-01","gender":"male"}""");
        Assert.Empty(Merge(said, (FactSource.Load, Body("""{"birthDate":"1980-02-29"}"""))));
        Assert.Equal("1981-01-01", (string)said["birthDate"]!);
    }

    private static IReadOnlyList<FactFinding> Merge(
        JsonObject said,
        params (FactSource Source, JsonObject Body)[] versions
    ) =>
        new FactMerge(
            "Patient",
            FactSource.Load,
            [.. versions.Select(static each => new FactVersion(each.Source, each.Body))]
        ).Merge(said);

    private static JsonObject Address(params string[] addresses) =>
        Body($$"""{"address":[{{string.Join(',', addresses)}}]}""");

    private static JsonObject Body(string json) => JsonNode.Parse(json)!.AsObject();
}
