namespace HuskyFhir.Server.Interactions.Async;

/// <summary>A request that is answered later.</summary>
/// <param name="Id">As in the address of its status.</param>
/// <param name="Client">Whose it is.</param>
/// <param name="Organization">The provider organisation that the client worked for when it asked.</param>
/// <param name="Operation">Such as <c>$provider-member-match</c>.</param>
/// <param name="Request">The id of the request that asked.</param>
/// <param name="Input">What was sent.</param>
internal sealed record AsyncJob(
    Guid Id,
    string Client,
    Guid? Organization,
    string Operation,
    string Request,
    byte[] Input
);

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

/// <summary>How far a job is.</summary>
/// <param name="Job">Which.</param>
/// <param name="Lease">Until when someone works on it, in UTC ticks.</param>
/// <param name="Output">The answer; null while there is none.</param>
internal sealed record AsyncState(AsyncJob Job, long Lease, byte[]? Output);
