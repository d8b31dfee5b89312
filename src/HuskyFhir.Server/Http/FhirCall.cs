using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Server.Http;

/// <summary>One authorised FHIR interaction: what the gate found out before the body is read.</summary>
/// <param name="Interaction">What is asked, as in the audit.</param>
/// <param name="Named">On which type; null where the address names none, and each type that is touched is asked of the
/// policy by itself.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Given">With which permission on that type.</param>
/// <param name="RequestId">As in the response's <c>X-Request-Id</c>.</param>
/// <param name="Reason">Why an emergency makes it necessary, in the caller's words; null in the usual course.</param>
internal sealed record FhirCall(
    string Interaction,
    FhirType? Named,
    Caller Caller,
    Grant? Given,
    string RequestId,
    string? Reason = null
)
{
    /// <summary>The type that the address names.</summary>
    public FhirType Type => Named ?? throw new InvalidOperationException($"{Interaction} names no type.");

    /// <summary>The permission on that type.</summary>
    public Grant Grant => Given ?? throw new InvalidOperationException($"{Interaction} names no type.");

    /// <summary>The id in the URL; null when it cannot be one of ours.</summary>
    public static Guid? IdOf(HttpContext context) => IdOf((string?)context.Request.RouteValues["id"]);

    /// <summary>The same of an id alone.</summary>
    public static Guid? IdOf(string? text) => Core.Resources.ResourceId.Read(text);

    /// <summary>The call that the gate let through.</summary>
    public static FhirCall Of(HttpContext context) =>
        context.Features.Get<FhirCall>() ?? throw new InvalidOperationException("The gate did not let this through.");

    /// <summary>
    /// The answer for an id that is not here, or that the caller may not know of: the same words for both.
    /// </summary>
    public Fault Unknown(HttpContext context) =>
        new(
            FaultKind.NotFound,
            Hl7.Fhir.Model.OperationOutcome.IssueType.NotFound,
            $"{Type.Name}/{context.Request.RouteValues["id"]} is not known here.",
            null,
            "unknown-id"
        );
}
