using System.Text.Json.Nodes;
using HuskyFhir.Validation.Terminology;
using Microsoft.AspNetCore.Http;

namespace HuskyFhir.Server.Tests.Terminology;

/// <summary>
/// What is not loaded is asked outside, once; whatever is wrong with the answer reads like something that is not
/// loaded.
/// </summary>
public sealed class OutsideTerminologyTests : OverAStand
{
    /// <summary>Answers that are none, and the reason that is told.</summary>
    public static TheoryData<int, string, string> Bad { get; } =
        new()
        {
            { 500, "{}", "answered with status 500" },
            { 401, "{}", "answered with status 401" },
            { 200, "<html>", "not FHIR JSON" },
            { 200, "[]", "something else than Parameters" },
            { 200, """{"resourceType":"OperationOutcome","issue":[]}""", "something else than Parameters" },
            {
                200,
                """{"resourceType":"Parameters","parameter":[{"name":"message","valueString":"m"}]}""",
                "without a result"
            },
            {
                200,
                """{"resourceType":"Parameters","parameter":[{"name":"result","valueString":"true"},1,null]}""",
                "without a result"
            },
            { 404, """{"resourceType":"OperationOutcome"}""", "does not know" },
            { 422, """{"resourceType":"OperationOutcome"}""", "does not know" },
            {
                200,
                """{"resourceType":"Parameters","parameter":[{"name":"result","valueBoolean":false},{"name":"x-caused-by-unknown-system","valueCanonical":"http://x.org/animals"}]}""",
                "does not know"
            },
            {
                200,
                """{"resourceType":"Parameters","parameter":[{"name":"result","valueBoolean":false},{"name":"issues","resource":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found"}]}}]}""",
                "does not know"
            },
        };

    [Fact]
    public void Find_NotLoaded_AsksAndKeepsTheAnswer()
    {
        using var terminology = Over();

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Membership.In, Find(terminology, "cat"));
            Assert.Equal(Membership.Out, Find(terminology, "dog"));
        }

        Assert.Equal(2, stand.Asked.Count);
        Assert.All(stand.Asked, asked => Assert.Equal("POST /r4/ValueSet/$validate-code", asked.Address));
        var sent = JsonNode.Parse(stand.Asked[0].Body)!["parameter"]!.AsArray();
        Assert.Equal(
            """[{"name":"url","valueUri":"http://x.org/vs/pets"},{"name":"system","valueUri":"http://x.org/animals"},{"name":"code","valueCode":"cat"}]""",
            sent.ToJsonString()
        );
    }

    [Fact]
    public void Find_Loaded_AsksNobody()
    {
        using var terminology = Over(Loaded("\"concept\":[{\"code\":\"cow\"}],"));

        Assert.Equal(Membership.In, Find(terminology, "cow"));
        Assert.Equal(Membership.Out, Find(terminology, "cat"));
        Assert.Equal(" Use one of: cow.", terminology.Listed(Pets));
        Assert.Empty(stand.Asked);
    }

    [Fact]
    public void Find_LoadedSetOfAForeignSystem_SendsTheSetAlong()
    {
        using var terminology = Over(Loaded(string.Empty));

        Assert.Equal(Membership.In, Find(terminology, "cat"));
        var sent = JsonNode.Parse(Assert.Single(stand.Asked).Body)!.AsObject();
        Assert.Equal(Pets, TerminologyStand.Named(sent, "valueSet")!["resource"]!["url"]!.ToString());
        Assert.Null(TerminologyStand.Named(sent, "url"));
    }

    [Fact]
    public void Find_VersionAndBareCode_AreSentAsFhirWantsThem()
    {
        using var terminology = Over(options => options with { Authorization = "Bearer t" });

        Assert.Equal(Membership.In, terminology.Find(Pets + "|2", null, "cat", Time()).Membership);
        var (_, body, authorization) = Assert.Single(stand.Asked);
        Assert.Equal(
            """[{"name":"url","valueUri":"http://x.org/vs/pets"},{"name":"valueSetVersion","valueString":"2"},{"name":"inferSystem","valueBoolean":true},{"name":"code","valueCode":"cat"}]""",
            JsonNode.Parse(body)!["parameter"]!.ToJsonString()
        );
        Assert.Equal("Bearer t", authorization);
    }

    [Theory]
    [InlineData(Animals, "Ada Rowan, born 1970")]
    [InlineData(Animals, "a\tb")]
    [InlineData(Animals, "")]
    [InlineData("", "cat")]
    [InlineData("animals", "cat")]
    [InlineData("http://x.org/animals?name=Ada", "cat")]
    public void Find_WhatMayBeMoreThanACode_StaysHere(string system, string code)
    {
        using var terminology = Over();

        Assert.Contains("is not sent", terminology.Find(Pets, system, code, Time()).Reason, StringComparison.Ordinal);
        Assert.Contains(
            "is not sent",
            terminology.Find(Pets, Animals, new string('1', 101), Time()).Reason,
            StringComparison.Ordinal
        );
        Assert.Empty(stand.Asked);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Find_AnswerThatIsNone_IsUnknownWithItsReasonAndKeptShortly(int status, string body, string reason)
    {
        stand.Answers = (_, context) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body, context.RequestAborted);
        };
        using var terminology = Over();

        Assert.Contains(reason, Unknown(terminology, "cat"), StringComparison.Ordinal);
        Assert.Contains(reason, Unknown(terminology, "cat"), StringComparison.Ordinal);
        Assert.Single(stand.Asked);
        clock.Advance(TimeSpan.FromSeconds(61));
        Unknown(terminology, "cat");
        Assert.Equal(2, stand.Asked.Count);
    }

    [Fact]
    public void Find_AfterADay_AsksAgain()
    {
        using var terminology = Over();

        Find(terminology, "cat");
        clock.Advance(TimeSpan.FromHours(23));
        Find(terminology, "cat");
        Assert.Single(stand.Asked);
        clock.Advance(TimeSpan.FromHours(2));
        Find(terminology, "cat");
        Assert.Equal(2, stand.Asked.Count);
    }

    [Fact]
    public void Find_MoreCodesThanTheCacheHolds_StaysWithinIt()
    {
        using var terminology = Over(options => options with { CacheEntries = 10 });

        for (var i = 0; i < 100; i++)
            Assert.Equal(Membership.Out, Find(terminology, $"code-{i}"));

        Assert.InRange(terminology.Kept, 0, 10);
    }
}
