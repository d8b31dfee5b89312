using System.Text.Json;
using HuskyFhir.Core.Access;
using HuskyFhir.Plan.Clients;
using HuskyFhir.Server.Security.Clients;
using Microsoft.IdentityModel.JsonWebTokens;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>A client assertion that was accepted: who the client is, and the purposes that it names.</summary>
/// <param name="Client">From the registry.</param>
/// <param name="Purposes">As the assertion has them in its extension object <c>hl7-b2b</c>; null for an entry that is
/// no purpose we know.</param>
/// <param name="Until">Its <c>exp</c>.</param>
internal sealed record ClientAssertion(RegisteredClient Client, IReadOnlyList<string?> Purposes, DateTimeOffset Until)
{
    /// <summary>
    /// Reads <c>extensions.hl7-b2b.purpose_of_use</c> (UDAP Security 1.0, B2B authorization extension).
    /// </summary>
    public static IReadOnlyList<string?> PurposesOf(JsonWebToken token)
    {
        if (
            !token.TryGetPayloadValue<JsonElement>("extensions", out var extensions)
            || extensions.ValueKind != JsonValueKind.Object
            || !extensions.TryGetProperty("hl7-b2b", out var b2b)
            || b2b.ValueKind != JsonValueKind.Object
            || !b2b.TryGetProperty(CallerResolver.PurposeClaim, out var purposes)
        )
            return [];
        return purposes.ValueKind switch
        {
            JsonValueKind.String => [PurposeOfUse.Read(purposes.GetString())],
            JsonValueKind.Array =>
            [
                .. purposes
                    .EnumerateArray()
                    .Take(10)
                    .Select(static each =>
                        each.ValueKind == JsonValueKind.String ? PurposeOfUse.Read(each.GetString()) : null
                    ),
            ],
            _ => [null],
        };
    }
}

/// <summary>Why a client is not let in, or not given what it asks for.</summary>
/// <param name="Error">As RFC 6749 section 5.2 names it.</param>
/// <param name="Text">For whoever writes the client.</param>
/// <param name="Reason">For the audit; a word of ours.</param>
/// <param name="Client">The client that was named, where it is registered.</param>
internal sealed record LoginRefusal(string Error, string Text, string Reason, string? Client = null);
