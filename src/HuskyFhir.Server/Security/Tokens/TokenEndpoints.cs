using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Security.Keys;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Server.AspNetCore;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>The token service over HTTP: token, introspection, and the keys that our tokens are verified with. Fault: 413 for a request of more than 64 KiB.</summary>
internal sealed class TokenEndpoints(IAuthenticationHandlerProvider handlers, SigningKeys keys)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Hands a request to OpenIddict, with a body that is known to be small.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not { } body)
        {
            await Outcomes.WriteAsync(context, new Fault(FaultKind.TooLarge, IssueType.TooLong, $"A request here may have {MostBytes} bytes.", null, "too-large"));
            return;
        }

        context.Request.Body = body;
        if (await handlers.GetHandlerAsync(context, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme) is not IAuthenticationRequestHandler service || !await service.HandleRequestAsync())
            throw new InvalidOperationException("The token service did not answer.");
    }

    /// <summary>The key set, for whoever verifies our tokens. It may be kept for less time than a new key is known before it signs.</summary>
    public async Task KeysAsync(HttpContext context)
    {
        var published = await keys.VerifyingAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "public, max-age=300";
        await context.Response.WriteAsJsonAsync(
            new { keys = published.Select(static key => key.Public).Select(static key => new { kty = key.Kty, use = key.Use, alg = key.Alg, kid = key.Kid, n = key.N, e = key.E }) },
            context.RequestAborted);
    }

    private static async Task<MemoryStream?> ReadAsync(HttpContext context)
    {
        var kept = new MemoryStream();
        var buffer = new byte[4 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            if (kept.Length + read > MostBytes)
                return null;
            kept.Write(buffer, 0, read);
        }

        kept.Position = 0;
        return kept;
    }
}
