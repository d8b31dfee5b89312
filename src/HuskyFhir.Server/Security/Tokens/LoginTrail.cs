using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Storage.Audit;

namespace HuskyFhir.Server.Security.Tokens;

/// <summary>The trace of every request at the token service: who got which scopes, and who was refused why.</summary>
internal sealed class LoginTrail(AuditTrail audit, AuthFailureAudit refusals, TimeProvider clock)
{
    /// <summary>Complete when it is durable, or, of a flood, counted.</summary>
    /// <param name="request">The request's id.</param>
    /// <param name="action"><c>token</c> or <c>introspect</c>.</param>
    /// <param name="login">What was found out.</param>
    /// <param name="error">The answer's error; null for none.</param>
    public Task RecordAsync(string request, string action, Login login, string? error) =>
        error is null && login.Assertion is { } accepted
            ? audit.RecordAsync(
                new AuditRecord(
                    clock.GetUtcNow(),
                    accepted.Client.Id,
                    action,
                    null,
                    null,
                    null,
                    null,
                    "ok",
                    request,
                    Granted(login)
                )
            )
            : refusals.RecordAsync(
                login.Refusal?.Client ?? login.Assertion?.Client.Id ?? AuthFailureAudit.Nobody,
                action,
                request,
                login.Refusal?.Reason ?? error ?? "refused"
            );

    private static string? Granted(Login login) =>
        login.Scopes.Count == 0 ? null
        : login.Purpose is { } purpose ? $"{string.Join(' ', login.Scopes)} {purpose}"
        : string.Join(' ', login.Scopes);
}
