namespace HuskyFhir.Plan.Jobs;

/// <summary>A request that is answered later.</summary>
/// <param name="Id">As in the address of its status.</param>
/// <param name="Client">Whose it is.</param>
/// <param name="Organization">The provider organisation that the client worked for when it asked.</param>
/// <param name="Operation">Such as <c>$provider-member-match</c>.</param>
/// <param name="Request">The id of the request that asked.</param>
/// <param name="Input">What was sent.</param>
public sealed record AsyncJob(
    Guid Id,
    string Client,
    Guid? Organization,
    string Operation,
    string Request,
    byte[] Input
);

/// <summary>How far a job is.</summary>
/// <param name="Job">Which.</param>
/// <param name="Lease">Until when someone works on it, in UTC ticks.</param>
/// <param name="Output">The answer; null while there is none.</param>
public sealed record AsyncState(AsyncJob Job, long Lease, byte[]? Output);
