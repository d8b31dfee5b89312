using HuskyFhir.Exchange.Formats.Registered;
using HuskyFhir.Plan.ReportableChanges;

namespace HuskyFhir.Tests.Formats;

/// <summary>A file of many members is written as it goes: what is kept of each is where it stands.</summary>
[Collection("memory")]
public sealed class LargeFileTests(ToldMembers told) : IClassFixture<ToldMembers>
{
    private const int Members = 100_000;

    [Theory]
    [InlineData("fhir")]
    [InlineData("x12-834")]
    public async Task File_OfManyMembers_IsWrittenInLittleMemory(string format)
    {
        var peak = 0L;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var written = await ExchangeFormats
            .Find(format)!
            .WriteAsync(Stream.Null, ToldMembers.Heading, ManyAsync(), TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{format}: {Members / clock.Elapsed.TotalSeconds:0} members/s, {written.Bytes / 1e6:0} MB, {peak / 1e6:0.0} MB kept at most"
        );
        Assert.Equal(Members, written.Members.Count);
        Assert.True(peak < 32_000_000, $"{peak} bytes were kept");

        async IAsyncEnumerable<(MemberSnapshot, MemberChanges)> ManyAsync()
        {
            for (var at = 0; at < Members; at++)
            {
                if (at % 25_000 == 24_999)
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
                yield return told.All[at % told.All.Count];
            }

            await Task.CompletedTask;
        }
    }
}

/// <summary>Tests of memory measure the whole process, and run by themselves.</summary>
[CollectionDefinition("memory", DisableParallelization = true)]
public sealed class MeasuredAlone;
