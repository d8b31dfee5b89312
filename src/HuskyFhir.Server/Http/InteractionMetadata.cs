using HuskyFhir.Core.Access;

namespace HuskyFhir.Server.Http;

/// <summary>What a route asks of the policy.</summary>
/// <param name="Name">As in the audit and the CapabilityStatement.</param>
/// <param name="Needs">
/// What the scope must allow: on the type in the address, or, where that names none, on any type; the interaction then
/// asks the policy for each type that it touches. Null where the parts of the call need what each of them needs.
/// </param>
internal sealed record InteractionMetadata(string Name, Interaction? Needs);
