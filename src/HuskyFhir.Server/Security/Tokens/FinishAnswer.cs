using HuskyFhir.Server.Http;
using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>
/// The last look at an answer: it always says what was granted (SMART), leads nowhere else for an explanation, and
/// leaves only when its record is durable.
/// </summary>
internal sealed class FinishAnswer(LoginTrail trail)
    : IOpenIddictServerHandler<ApplyTokenResponseContext>,
        IOpenIddictServerHandler<ApplyIntrospectionResponseContext>
{
    public ValueTask HandleAsync(ApplyTokenResponseContext context) => FinishAsync(context, "token", context.Error);

    public ValueTask HandleAsync(ApplyIntrospectionResponseContext context) =>
        FinishAsync(context, "introspect", context.Error);

    private async ValueTask FinishAsync(BaseRequestContext context, string action, string? error)
    {
        var login = Login.Of(context.Transaction);
        if (context.Transaction.Response is { } answer)
        {
            answer.ErrorUri = null;
            if (answer.AccessToken is not null)
                answer.Scope = string.Join(' ', login.Scopes);
            error = answer.Error;
        }

        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        await trail.RecordAsync(ErrorMiddleware.RequestId(http), action, login, error);
    }
}
