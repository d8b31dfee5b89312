using HuskyFhir.Plan.Jobs;

namespace HuskyFhir.Server.Interactions.Async;

/// <summary>
/// An operation that is answered later. It may be run twice, and then leaves what it would have left once.
/// </summary>
internal interface IAsyncWork
{
    /// <summary>As in the URL.</summary>
    string Operation { get; }

    /// <summary>Does it: the answer as FHIR JSON.</summary>
    Task<byte[]> RunAsync(AsyncJob job, CancellationToken cancellation);
}
