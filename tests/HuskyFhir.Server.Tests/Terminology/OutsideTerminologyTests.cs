using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Terminology;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Terminology;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HuskyFhir.Server.Tests.Terminology;

/// <summary>What is not loaded is asked outside, once, within bounds; whatever goes wrong there reads like something that is not loaded.</summary>
public sealed class OutsideTerminologyTests : IAsyncLifetime
{
    private const string Animals = "http://x.org/animals";
    private const string Pets = "http://x.org/vs/pets";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero));
    private TerminologyStand stand = null!;

    /// <summary>Answers that are none, and the reason that is told.</summary>
    public static TheoryData<int, string, string> Bad { get; } = new()
    {
        { 500, "{}", "answered with status 500" },
        { 401, "{}", "answered with status 401" },
        { 200, "<html>", "not FHIR JSON" },
        { 200, "[]", "something else than Parameters" },
        { 200, """{"resourceType":"OperationOutcome","issue":[]}""", "something else than Parameters" },
        { 200, """{"resourceType":"Parameters","parameter":[{"name":"message","valueString":"m"}]}""", "without a result" },
        { 200, """{"resourceType":"Parameters","parameter":[{"name":"result","valueString":"true"},1,null]}""", "without a result" },
        { 404, """{"resourceType":"OperationOutcome"}""", "does not know" },
        { 422, """{"resourceType":"OperationOutcome"}""", "does not know" },
        { 200, """{"resourceType":"Parameters","parameter":[{"name":"result","valueBoolean":false},{"name":"x-caused-by-unknown-system","valueCanonical":"http://x.org/animals"}]}""", "does not know" },
        { 200, """{"resourceType":"Parameters","parameter":[{"name":"result","valueBoolean":false},{"name":"issues","resource":{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found"}]}}]}""", "does not know" },
    };

    public async ValueTask InitializeAsync() => stand = await TerminologyStand.StartAsync();

    public ValueTask DisposeAsync() => stand.DisposeAsync();

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
        Assert.Equal("""[{"name":"url","valueUri":"http://x.org/vs/pets"},{"name":"system","valueUri":"http://x.org/animals"},{"name":"code","valueCode":"cat"}]""", sent.ToJsonString());
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
        Assert.Equal("""[{"name":"url","valueUri":"http://x.org/vs/pets"},{"name":"valueSetVersion","valueString":"2"},{"name":"inferSystem","valueBoolean":true},{"name":"code","valueCode":"cat"}]""", JsonNode.Parse(body)!["parameter"]!.ToJsonString());
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
        Assert.Contains("is not sent", terminology.Find(Pets, Animals, new string('1', 101), Time()).Reason, StringComparison.Ordinal);
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

    [Fact]
    public async Task Find_SlowServer_IsGivenUpAtTheTimeout()
    {
        stand.Answers = (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var terminology = Over();

        var time = Time();
        var asking = Task.Run(() => terminology.Find(Pets, Animals, "cat", time), TestContext.Current.CancellationToken);
        await stand.ArrivedAsync();
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains("did not answer in time", (await asking).Reason, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(3), time.Left);
    }

    [Fact]
    public async Task Find_BodyThatDrips_IsGivenUpAtTheTimeout()
    {
        stand.Answers = async (_, context) =>
        {
            await context.Response.WriteAsync("{\"resourceType\":", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using var terminology = Over();

        var asking = Task.Run(() => terminology.Find(Pets, Animals, "cat", Time()), TestContext.Current.CancellationToken);
        await stand.ArrivedAsync();
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains("did not answer in time", (await asking).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_TimeOfTheValidationSpent_AsksNoMore()
    {
        stand.Answers = (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var terminology = Over();
        var time = new LookupTime(TimeSpan.FromSeconds(1));

        var asking = Task.Run(() => terminology.Find(Pets, Animals, "cat", time), TestContext.Current.CancellationToken);
        await stand.ArrivedAsync();
        clock.Advance(TimeSpan.FromSeconds(1));
        await asking;

        Assert.Equal(TimeSpan.Zero, time.Left);
        Assert.Contains("is spent", terminology.Find(Pets, Animals, "dog", time).Reason, StringComparison.Ordinal);
        Assert.Single(stand.Asked);
    }

    [Fact]
    public async Task Find_AllPlacesTaken_WaitsNoLongerThanItsOwnTime()
    {
        var release = new TaskCompletionSource();
        stand.Answers = async (_, context) =>
        {
            await release.Task;
            await TerminologyStand.ResultAsync(context, true);
        };
        using var terminology = Over(options => options with { Concurrency = 1, Timeout = TimeSpan.FromSeconds(10) });

        var first = Task.Run(() => terminology.Find(Pets, Animals, "cat", new LookupTime(TimeSpan.FromMinutes(1))), TestContext.Current.CancellationToken);
        await stand.ArrivedAsync();
        var second = Task.Run(() => terminology.Find(Pets, Animals, "dog", new LookupTime(TimeSpan.FromTicks(1))), TestContext.Current.CancellationToken);
        // The clock begins to count for the second when it waits, which nothing outside can see.
        while (!second.IsCompleted)
        {
            clock.Advance(TimeSpan.FromTicks(1));
            await Task.Yield();
        }

        Assert.Contains("underway", (await second).Reason, StringComparison.Ordinal);
        release.SetResult();

        Assert.Equal(Membership.In, (await first).Membership);
        Assert.Single(stand.Asked);
    }

    [Fact]
    public void Find_HugeAnswer_IsCutOff()
    {
        stand.Answers = async (_, context) =>
        {
            var piece = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
            for (var i = 0; i < 1600; i++)
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        };
        using var terminology = Over();

        Assert.Contains("more than 262144 bytes", Unknown(terminology, "cat"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_Redirect_IsNotFollowed()
    {
        await using var other = await TerminologyStand.StartAsync();
        stand.Answers = (_, context) =>
        {
            context.Response.Redirect(other.Address.AbsoluteUri, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        using var terminology = Over();

        Assert.Contains("status 307", Unknown(terminology, "cat"), StringComparison.Ordinal);
        Assert.Empty(other.Asked);
    }

    [Fact]
    public void Find_DeadServer_IsUnknown()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var terminology = Over(options => options with { Server = new Uri($"http://127.0.0.1:{port}") });

        Assert.Contains("cannot be reached", Unknown(terminology, "cat"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TerminologyReach.Public, "127.0.0.1")]
    [InlineData(TerminologyReach.Public, "localhost")]
    [InlineData(TerminologyReach.Private, "localhost")]
    [InlineData(TerminologyReach.Private, "[::ffff:127.0.0.1]")]
    public void Find_NameThatLeadsToThisMachine_IsNotCalled(TerminologyReach reach, string host)
    {
        using var terminology = Over(options => options with { Reach = reach, Server = new Uri($"http://{host}:{stand.Address.Port}/r4") });

        Assert.Contains("cannot be reached", Unknown(terminology, "cat"), StringComparison.Ordinal);
        Assert.Empty(stand.Asked);
    }

    [Fact]
    public void Find_LoopbackByName_IsCalledWhereItIsAllowed()
    {
        using var terminology = Over(options => options with { Server = new Uri($"http://localhost:{stand.Address.Port}/r4") });

        Assert.Equal(Membership.In, Find(terminology, "cat"));
    }

    [Fact]
    public void Find_ManyFailures_LeaveTheServerAloneAndTryItOnceAfterwards()
    {
        var broken = true;
        stand.Answers = (_, context) =>
        {
            context.Response.StatusCode = broken ? 503 : 200;
            return TerminologyStand.ResultAsync(context, true);
        };
        var log = new Told();
        using var terminology = new OutsideTerminology(Definitions(), Options(), clock, log);

        for (var i = 0; i < 20; i++)
            Unknown(terminology, $"code-{i}");
        Assert.Equal(5, stand.Asked.Count);
        Assert.Contains("left alone", Unknown(terminology, "other"), StringComparison.Ordinal);
        Assert.Contains("has failed 5 times in a row", Assert.Single(log.Lines), StringComparison.Ordinal);

        clock.Advance(TimeSpan.FromSeconds(31));
        Unknown(terminology, "tried");
        Assert.Equal(6, stand.Asked.Count);
        Unknown(terminology, "not-tried");
        Assert.Equal(6, stand.Asked.Count);

        broken = false;
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(Membership.In, Find(terminology, "again"));
        Assert.Equal(Membership.In, Find(terminology, "and-again"));
        Assert.Equal(["answers again"], log.Lines.Skip(1).Select(line => line[^"answers again".Length..]));
    }

    [Fact]
    public void Find_WhatTheServerDoesNotKnow_IsNoFailure()
    {
        stand.Answers = (_, context) =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        using var terminology = Over();

        for (var i = 0; i < 20; i++)
            Assert.Contains("does not know", Unknown(terminology, $"code-{i}"), StringComparison.Ordinal);
        Assert.Equal(20, stand.Asked.Count);
    }

    [Fact]
    public void Find_FromManyThreads_AsksOnceForEachCode()
    {
        using var terminology = Over(options => options with { Concurrency = 1 });

        var found = Enumerable.Range(0, 200).AsParallel().WithDegreeOfParallelism(8).Select(i => Find(terminology, $"code-{i % 4}")).Distinct();

        Assert.Equal([Membership.Out], found);
        Assert.Equal(4, stand.Asked.Count);
    }

    private static LookupTime Time() => new(TimeSpan.FromSeconds(5));

    private static Membership Find(OutsideTerminology terminology, string code) => terminology.Find(Pets, Animals, code, Time()).Membership;

    private static string Unknown(OutsideTerminology terminology, string code)
    {
        var found = terminology.Find(Pets, Animals, code, Time());
        Assert.Equal(Membership.Unknown, found.Membership);
        return found.Reason!;
    }

    private static string Loaded(string concepts) => $$$"""{"resourceType":"ValueSet","url":"{{{Pets}}}","status":"active","compose":{"include":[{{{{concepts}}}"system":"{{{Animals}}}"}]}}""";

    private static DefinitionSet Definitions(params string[] definitions)
    {
        var loader = new PackageLoader();
        foreach (var definition in definitions)
            loader.Add(Encoding.UTF8.GetBytes(definition), "test.json");
        return loader.Load();
    }

    private TerminologyOptions Options() => new(stand.Address) { Reach = TerminologyReach.Loopback };

    private OutsideTerminology Over(params string[] definitions) => new(Definitions(definitions), Options(), clock, NullLogger.Instance);

    private OutsideTerminology Over(Func<TerminologyOptions, TerminologyOptions> change) => new(Definitions(), change(Options()), clock, NullLogger.Instance);
}
