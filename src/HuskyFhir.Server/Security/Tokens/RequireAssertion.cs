using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>A request without an assertion has no client (RFC 6749 section 5.2): 401 <c>invalid_client</c>.</summary>
internal sealed class RequireAssertion
    : IOpenIddictServerHandler<ValidateTokenRequestContext>,
        IOpenIddictServerHandler<ValidateIntrospectionRequestContext>
{
    public ValueTask HandleAsync(ValidateTokenRequestContext context) => Check(context);

    public ValueTask HandleAsync(ValidateIntrospectionRequestContext context) => Check(context);

    private static ValueTask Check(BaseValidatingContext context)
    {
        if (string.IsNullOrEmpty(context.Transaction.Request?.ClientAssertion))
        {
            var refusal = Login.Of(context.Transaction).Refusal = new(
                Errors.InvalidClient,
                $"Sign an assertion with a registered key and send it as client_assertion, with client_assertion_type={ClientAssertionTypes.JwtBearer}.",
                "no-assertion"
            );
            context.Reject(refusal.Error, refusal.Text);
        }

        return default;
    }
}
