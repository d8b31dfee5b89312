using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Plan.Requests.Engine;

/// <summary>What became of an effect.</summary>
internal enum Done
{
    /// <summary>It is done, or there was nothing to do.</summary>
    Now,

    /// <summary>It takes what a transaction does not have; a job does it.</summary>
    Later,
}

/// <summary>Carries out one effect of a move, in the transaction of the move.</summary>
internal interface IEffect
{
    /// <summary>Which.</summary>
    RequestEffect Effect { get; }

    /// <summary>The output that it brings where the sender has not; null for none.</summary>
    string? Output => null;

    /// <summary>Whether a request that asks for it may be filed; null where it may.</summary>
    Task<Fault?> CheckAsync(RequestScope scope, CancellationToken cancellation) => Task.FromResult<Fault?>(null);

    /// <summary>Does it. Faults: 422, each in its file.</summary>
    Task<Result<Done>> DoAsync(RequestScope scope, CancellationToken cancellation);
}
