using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Security.Keys;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Server.AspNetCore;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>
/// The token service over HTTP: token, introspection, and the keys that our tokens are verified with. Fault: 413 for a
/// request of more than 64 KiB.
/// </summary>
internal sealed class TokenEndpoints(IAuthenticationHandlerProvider handlers, SigningKeys keys, LoginTrail trail)
{
    private const int MostBytes = 64 * 1024;

    /// <summary>
    /// Hands a request to OpenIddict, with a body that is known to be small and a form that can be read.
    /// </summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (!(await ReadAsync(context)).Try(out var body, out var fault))
        {
            await OperationOutcomeWriter.WriteAsync(context, fault);
            return;
        }

        context.Request.Body = body;
        if ((await FormBody.ReadAsync(context.Request, "form", context.RequestAborted)).Fault is { } unread)
        {
            await RefuseAsync(context, unread.Summary);
            return;
        }

        if (
            await handlers.GetHandlerAsync(context, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)
                is not IAuthenticationRequestHandler service
            || !await service.HandleRequestAsync()
        )
            throw new InvalidOperationException("The token service did not answer.");
    }

    /// <summary>
    /// The key set, for whoever verifies our tokens. It may be kept for less time than a new key is known before it
    /// signs.
    /// </summary>
    public async Task KeysAsync(HttpContext context)
    {
        var published = await keys.VerifyingAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "public, max-age=300";
        await context.Response.WriteAsJsonAsync(
            new
            {
                keys = published
                    .Select(static key => key.Public)
                    .Select(static key => new
                    {
                        kty = key.Kty,
                        use = key.Use,
                        alg = key.Alg,
                        kid = key.Kid,
                        n = key.N,
                        e = key.E,
                    }),
            },
            context.RequestAborted
        );
    }

    /// <summary>
    /// As RFC 6749 section 5.2 writes a refusal; its record is durable first, as that of every request here.
    /// </summary>
    private async Task RefuseAsync(HttpContext context, string text)
    {
        var action = context.Request.Path.Value!.EndsWith(OAuthAddresses.IntrospectionPath, StringComparison.Ordinal)
            ? "introspect"
            : "token";
        await trail.RecordAsync(
            ErrorMiddleware.RequestId(context),
            action,
            new() { Refusal = new("invalid_request", text, "form") },
            "invalid_request"
        );
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsJsonAsync(
            new { error = "invalid_request", error_description = text },
            context.RequestAborted
        );
    }

    private static async Task<Result<MemoryStream>> ReadAsync(HttpContext context)
    {
        if (Negotiation.CheckEncoding(context.Request) is { } packed)
            return packed;
        var kept = new MemoryStream();
        var buffer = new byte[4 * 1024];
        try
        {
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0; )
            {
                if (kept.Length + read > MostBytes)
                    return new Fault(
                        FaultKind.TooLarge,
                        IssueType.TooLong,
                        $"A request here may have {MostBytes} bytes.",
                        null,
                        "too-large"
                    );
                kept.Write(buffer, 0, read);
            }
        }
        catch (Exception bad) when (RequestBody.IsUnpackable(bad))
        {
            return RequestBody.Packed;
        }

        kept.Position = 0;
        return kept;
    }
}
