using HuskyFhir.Core.Access;

namespace HuskyFhir.Server.Http;

/// <summary>An interaction with the whole system: the gate knows the caller, and each type that is touched is asked of the policy by itself.</summary>
/// <param name="Interaction">What is asked, as in the audit.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="RequestId">As in the response's <c>X-Request-Id</c>.</param>
internal sealed record SystemCall(string Interaction, Caller Caller, string RequestId)
{
    /// <summary>The call that the gate let through.</summary>
    public static SystemCall Of(HttpContext context) => context.Features.Get<SystemCall>() ?? throw new InvalidOperationException("The gate did not let this through.");
}
