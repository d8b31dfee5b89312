using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Operations;

/// <summary>The terminology operations, over what is loaded; open to everyone.</summary>
public sealed class TerminologyTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Programme = Systems.Base + "/CodeSystem/husky-programme";

    [Fact]
    public async Task Expand_ListsCodes_ByCanonicalAndById_FilteredAndPaged()
    {
        using var anyone = (await ServerAsync("Sqlite")).Anonymous();
        var whole = (await anyone.AskAsync($"ValueSet/$expand?url={Systems.Base}/ValueSet/husky-programme"))
            .Expect(HttpStatusCode.OK)
            .Json.GetProperty("expansion");
        var total = whole.GetProperty("total").GetInt32();
        Assert.True(total >= 4);
        Assert.Equal(total, whole.GetProperty("contains").GetArrayLength());
        Assert.All(
            whole.GetProperty("contains").EnumerateArray(),
            static one => Assert.NotEmpty(one.GetProperty("display").GetString()!)
        );
        Assert.Equal(
            whole.GetProperty("contains").ToString(),
            (await anyone.AskAsync("ValueSet/husky-programme/$expand"))
                .Json.GetProperty("expansion")
                .GetProperty("contains")
                .ToString()
        );
        var second = (await anyone.AskAsync("ValueSet/husky-programme/$expand?offset=1&count=1")).Json.GetProperty(
            "expansion"
        );
        Assert.Equal(
            whole.GetProperty("contains")[1].ToString(),
            Assert.Single(second.GetProperty("contains").EnumerateArray()).ToString()
        );
        Assert.Equal(
            "female",
            (
                await anyone.AskAsync(
                    "ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender&filter=fem"
                )
            )
                .Json.GetProperty("expansion")
                .GetProperty("contains")[0]
                .GetProperty("code")
                .GetString()
        );
        (await anyone.AskAsync("ValueSet/$expand?url=http://nobody.example")).Refused(
            HttpStatusCode.NotFound,
            "search-terminology"
        );
        (await anyone.AskAsync("ValueSet/$expand")).Refused(HttpStatusCode.BadRequest, "operation-parameter");
        (await anyone.AskAsync("ValueSet/husky-programme/$expand?offset=x")).Refused(
            HttpStatusCode.BadRequest,
            "operation-parameter"
        );
    }

    [Fact]
    public async Task Codes_AreJudged_LookedUp_AndCompared()
    {
        using var anyone = (await ServerAsync("Sqlite")).Anonymous();
        var first = (await anyone.AskAsync("ValueSet/husky-programme/$expand"))
            .Json.GetProperty("expansion")
            .GetProperty("contains")[0];
        var (code, display) = (first.GetProperty("code").GetString()!, first.GetProperty("display").GetString()!);
        async Task<Dictionary<string, JsonElement>> AskAsync(string address) =>
            (await anyone.AskAsync(address))
                .Expect(HttpStatusCode.OK)
                .Json.GetProperty("parameter")
                .EnumerateArray()
                .GroupBy(static one => one.GetProperty("name").GetString()!)
                .ToDictionary(
                    static group => group.Key,
                    static group => group.First().EnumerateObject().Last().Value.Clone()
                );

        Assert.True(
            (await AskAsync($"ValueSet/husky-programme/$validate-code?system={Programme}&code={code}"))["result"]
                .GetBoolean()
        );
        Assert.False(
            (await AskAsync($"ValueSet/husky-programme/$validate-code?system={Programme}&code=nothing"))["result"]
                .GetBoolean()
        );
        Assert.False(
            (await AskAsync($"ValueSet/husky-programme/$validate-code?system={Programme}&code={code}&display=wrong"))[
                "result"
            ]
                .GetBoolean()
        );
        Assert.Equal(
            display,
            (await AskAsync($"CodeSystem/$lookup?system={Programme}&code={code}"))["display"].GetString()
        );
        Assert.False(
            (await AskAsync($"CodeSystem/$validate-code?url={Programme}&code=nothing"))["result"].GetBoolean()
        );
        Assert.Equal(
            "equivalent",
            (await AskAsync($"CodeSystem/$subsumes?system={Programme}&codeA={code}&codeB={code}"))["outcome"]
                .GetString()
        );
        var posted = await anyone.PostAsAsync(
            "CodeSystem/$lookup",
            JsonNode
                .Parse(
                    $$"""{"resourceType":"Parameters","parameter":[{"name":"coding","valueCoding":{"system":"{{Programme}}","code":"{{code}}"} }]}"""
                )!
                .AsObject()
        );
        Assert.Contains(display, posted.Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        (await anyone.AskAsync($"CodeSystem/$lookup?system={Programme}&code=nothing")).Refused(
            HttpStatusCode.NotFound,
            "search-terminology"
        );
        (await anyone.AskAsync("CodeSystem/$lookup?code=x")).Refused(HttpStatusCode.BadRequest, "operation-parameter");
        (await anyone.AskAsync($"CodeSystem/$subsumes?system={Programme}&codeA={code}")).Refused(
            HttpStatusCode.BadRequest,
            "operation-parameter"
        );
        (await anyone.AskAsync("CodeSystem/$validate-code?url=http://nobody.example&code=x")).Refused(
            HttpStatusCode.NotFound,
            "search-terminology"
        );
    }
}
