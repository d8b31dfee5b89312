using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Terminology;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace HuskyFhir.Server.Conformance.Terminology;

/// <summary>
/// What is loaded, and for what nobody here can tell a terminology server. The engine is synchronous, so a miss of the
/// cache holds its thread: for one question at most the timeout, for one validation at most its <see
/// cref="LookupTime"/>. An answer is kept for a day, a failure for a minute, and whatever cannot be found out reads
/// like something that is not loaded, with the reason. Thread-safe.
/// </summary>
internal sealed partial class OutsideTerminology : ITerminology, IDisposable
{
    private readonly LoadedTerminology loaded;
    private readonly DefinitionSet definitions;
    private readonly TerminologyOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly TerminologyClient client;
    private readonly Circuit circuit;
    private readonly SemaphoreSlim places;
    private readonly MemoryCache cache;

    public OutsideTerminology(DefinitionSet definitions, TerminologyOptions options, TimeProvider clock, ILogger log)
    {
        (this.definitions, this.options, this.clock, this.log) = (definitions, options, clock, log);
        loaded = new LoadedTerminology(definitions);
        client = new TerminologyClient(options);
        circuit = new Circuit(options.Failures, options.Pause, clock);
        places = new SemaphoreSlim(options.Concurrency);
        cache = new MemoryCache(
            new MemoryCacheOptions { SizeLimit = options.CacheEntries, Clock = new CacheClock(clock) }
        );
    }

    /// <summary>How many answers are kept.</summary>
    public int Kept => cache.Count;

    /// <inheritdoc />
    public Lookup Find(string valueSet, string? system, string code, LookupTime time)
    {
        var here = loaded.Find(valueSet, system, code);
        if (here != Membership.Unknown)
            return here;

        var question = new CodeQuestion(valueSet, system, code);
        return cache.TryGetValue(question, out Lookup known) ? known
            : question.Flaw() is { } flaw ? new(Membership.Unknown, flaw)
            : time.Left <= TimeSpan.Zero
                ? new(Membership.Unknown, "the time that one validation may wait for the terminology server is spent")
            : Wait(question, time);
    }

    /// <inheritdoc />
    public Membership InSystem(string system, string code) => loaded.InSystem(system, code);

    /// <inheritdoc />
    public string Listed(string valueSet) => loaded.Listed(valueSet);

    public void Dispose()
    {
        client.Dispose();
        places.Dispose();
        cache.Dispose();
    }

    private Lookup Wait(CodeQuestion question, LookupTime time)
    {
        var started = clock.GetTimestamp();
        try
        {
            return AskAsync(question, time.Left < options.Timeout ? time.Left : options.Timeout)
                .GetAwaiter()
                .GetResult();
        }
        finally
        {
            time.Spend(clock.GetElapsedTime(started));
        }
    }

    private async Task<Lookup> AskAsync(CodeQuestion question, TimeSpan patience)
    {
        using var patient = new CancellationTokenSource(patience, clock);
        try
        {
            await places.WaitAsync(patient.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new(Membership.Unknown, "too many questions to the terminology server are underway");
        }

        try
        {
            // Who waited for a place may find the answer of the one before.
            if (cache.TryGetValue(question, out Lookup known))
                return known;
            if (!circuit.Lets())
                return new(
                    Membership.Unknown,
                    "the terminology server has failed several times in a row and is left alone for a while"
                );

            var answer = await client
                .AskAsync(question.Body(definitions.ValueSetJson(question.ValueSet)), patient.Token)
                .ConfigureAwait(false);
            if (circuit.Tell(answer.Failed))
                if (answer.Failed)
                    LogOpened(log, options.Failures, (long)options.Pause.TotalSeconds, answer.Found.Reason);
                else
                    LogClosed(log);
            Keep(question, answer);
            return answer.Found;
        }
        finally
        {
            places.Release();
        }
    }

    private void Keep(CodeQuestion question, CodeAnswer answer) =>
        cache.Set(
            question,
            answer.Found,
            new MemoryCacheEntryOptions
            {
                Size = 1,
                AbsoluteExpirationRelativeToNow =
                    answer.Found.Membership == Membership.Unknown ? options.FailureTime : options.CacheTime,
            }
        );

    [LoggerMessage(
        1111,
        LogLevel.Warning,
        "The terminology server has failed {Failures} times in a row and is left alone for {Seconds} s; the last time since {Reason}. Codes are told as not checked."
    )]
    private static partial void LogOpened(ILogger log, int failures, long seconds, string? reason);

    [LoggerMessage(1112, LogLevel.Information, "The terminology server answers again")]
    private static partial void LogClosed(ILogger log);

    private sealed class CacheClock(TimeProvider clock) : ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
