using System.Net;
using System.Net.Sockets;
using System.Text;
using HuskyFhir.Server.Conformance.Terminology;
using HuskyFhir.Server.Outbound;
using HuskyFhir.Validation.Terminology;
using Microsoft.AspNetCore.Http;

namespace HuskyFhir.Server.Tests.Terminology;

/// <summary>The bounds of asking outside: time, size, places, addresses, failures.</summary>
public sealed class OutsideTerminologyBoundsTests : OverAStand
{
    [Fact]
    public async Task Find_SlowServer_IsGivenUpAtTheTimeout()
    {
        stand.Answers = (_, context) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var terminology = Over();

        var time = Time();
        var asking = Task.Run(
            () => terminology.Find(Pets, Animals, "cat", time),
            TestContext.Current.CancellationToken
        );
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

        var asking = Task.Run(
            () => terminology.Find(Pets, Animals, "cat", Time()),
            TestContext.Current.CancellationToken
        );
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

        var asking = Task.Run(
            () => terminology.Find(Pets, Animals, "cat", time),
            TestContext.Current.CancellationToken
        );
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

        var first = Task.Run(
            () => terminology.Find(Pets, Animals, "cat", new LookupTime(TimeSpan.FromMinutes(1))),
            TestContext.Current.CancellationToken
        );
        await stand.ArrivedAsync();
        var second = Task.Run(
            () => terminology.Find(Pets, Animals, "dog", new LookupTime(TimeSpan.FromTicks(1))),
            TestContext.Current.CancellationToken
        );
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
    [InlineData(Reach.Public, "127.0.0.1")]
    [InlineData(Reach.Public, "localhost")]
    [InlineData(Reach.Private, "localhost")]
    [InlineData(Reach.Private, "[::ffff:127.0.0.1]")]
    public void Find_NameThatLeadsToThisMachine_IsNotCalled(Reach reach, string host)
    {
        using var terminology = Over(options =>
            options with
            {
                Reach = reach,
                Server = new Uri($"http://{host}:{stand.Address.Port}/r4"),
            }
        );

        Assert.Contains("cannot be reached", Unknown(terminology, "cat"), StringComparison.Ordinal);
        Assert.Empty(stand.Asked);
    }

    [Fact]
    public void Find_LoopbackByName_IsCalledWhereItIsAllowed()
    {
        using var terminology = Over(options =>
            options with
            {
                Server = new Uri($"http://localhost:{stand.Address.Port}/r4"),
            }
        );

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

        var found = Enumerable
            .Range(0, 200)
            .AsParallel()
            .WithDegreeOfParallelism(8)
            .Select(i => Find(terminology, $"code-{i % 4}"))
            .Distinct();

        Assert.Equal([Membership.Out], found);
        Assert.Equal(4, stand.Asked.Count);
    }
}
