using HuskyFhir.Plan.LegalClocks;
using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Plan.Requests.Moves;

/// <summary>One request as the rules see it; everything else in the Task is none of their business.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Clock">The facts that its dates rest on.</param>
public sealed record RequestCase(RequestKind Kind, RequestState State, ClockFacts Clock)
{
    /// <summary>Who filed it: a provider may take back only what a provider filed.</summary>
    public Actors FiledBy { get; init; } = Actors.Member;

    /// <summary>Inputs that are there and true, such as <c>self-pay</c> or <c>endangerment</c>.</summary>
    public IReadOnlyCollection<string> Affirmed { get; init; } = [];

    /// <summary>Whether it waits for the member's written authorisation.</summary>
    public bool AwaitsAuthorization { get; init; }

    /// <summary>The rules of its kind.</summary>
    public KindRules Rules => KindTable.Of(Kind);
}
