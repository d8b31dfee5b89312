using Polly;
using Polly.Retry;

namespace HuskyFhir.Exchange.Transports;

/// <summary>
/// Tries again what may go well a little later, with pauses that grow and that no two processes share.
/// </summary>
/// <param name="inner">The way itself.</param>
/// <param name="pace">How often, and how long between.</param>
/// <param name="clock">By which it waits.</param>
/// <param name="told">Hears of each failure that is tried again.</param>
public sealed class RetryingTransport(
    ITransport inner,
    RetryPace pace,
    TimeProvider clock,
    Action<TransportException>? told = null
) : ITransport
{
    private readonly ResiliencePipeline pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(
            new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<TransportException>(static fault => fault.IsPassing),
                MaxRetryAttempts = pace.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = pace.First,
                MaxDelay = pace.Longest,
                OnRetry = attempt =>
                {
                    told?.Invoke((TransportException)attempt.Outcome.Exception!);
                    return ValueTask.CompletedTask;
                },
            }
        )
        .Build();

    /// <inheritdoc />
    public async Task<IReadOnlyList<TransportFile>> ListAsync(string box, CancellationToken cancellation) =>
        await pipeline.ExecuteAsync(async stop => await inner.ListAsync(box, stop), cancellation);

    /// <inheritdoc />
    public async Task<bool> HasAsync(string box, string name, LocalFile file, CancellationToken cancellation) =>
        await pipeline.ExecuteAsync(async stop => await inner.HasAsync(box, name, file, stop), cancellation);

    /// <summary>Each try looks first whether the one before arrived after all.</summary>
    public async Task PutAsync(string box, string name, LocalFile file, CancellationToken cancellation) =>
        await pipeline.ExecuteAsync(async stop => await inner.PutAsync(box, name, file, stop), cancellation);

    /// <inheritdoc />
    public async Task FetchAsync(string box, string name, Stream target, CancellationToken cancellation) =>
        await pipeline.ExecuteAsync(
            async stop =>
            {
                target.SetLength(0);
                await inner.FetchAsync(box, name, target, stop);
            },
            cancellation
        );

    /// <inheritdoc />
    public async Task RemoveAsync(string box, string name, CancellationToken cancellation) =>
        await pipeline.ExecuteAsync(async stop => await inner.RemoveAsync(box, name, stop), cancellation);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

/// <summary>How often something is tried again.</summary>
/// <param name="Retries">1 to 20.</param>
/// <param name="First">The first pause, more or less; each further one is twice as long.</param>
/// <param name="Longest">No pause is longer.</param>
public sealed record RetryPace(int Retries, TimeSpan First, TimeSpan Longest);
