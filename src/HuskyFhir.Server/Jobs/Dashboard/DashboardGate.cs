using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Disclosures.Chains;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Security.Clients;
using HuskyFhir.Storage.Audit;
using Microsoft.AspNetCore.Authentication;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Jobs.Dashboard;

/// <summary>Who was let in to the dashboard.</summary>
internal sealed record DashboardPass(string Client);

/// <summary>
/// Lets the plan's clients in whose token has the scope <c>system/jobs.r</c>, or a browser that such a token was signed
/// in with; everyone else is refused before a page is asked for. Faults: 401, 403, 405; sign-ins and denials are
/// audited. The pages hold the names of jobs and of partners.
/// </summary>
internal sealed class DashboardGate(
    RequestDelegate next,
    CallerResolver callers,
    DashboardTicket tickets,
    AuthFailureAudit refusals,
    AuditTrail audit,
    TimeProvider clock
)
{
    public const string Path = "/jobs";

    private const string Action = "jobs";

    /// <summary>
    /// Hangfire's pages have styles in them and no scripts; nothing comes from elsewhere, and no other page frames
    /// them.
    /// </summary>
    private const string ContentRules =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentRules;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        var signIn = SignInPage.IsAt(context.Request);
        if (signIn && HttpMethods.IsGet(context.Request.Method))
            await SignInPage.WriteAsync(context, StatusCodes.Status200OK);
        else if (signIn && !HttpMethods.IsPost(context.Request.Method))
            await OperationOutcomeWriter.WriteAsync(
                context,
                new Fault(
                    FaultKind.NotAllowed,
                    IssueType.NotSupported,
                    "Only GET and POST are offered here.",
                    null,
                    "method"
                )
            );
        else if (context.User.Identity?.IsAuthenticated == true)
            await WithTokenAsync(context, signIn);
        // A token that was sent and does not hold is no reason to look for something else that might.
        else if (
            !signIn
            && context.Request.Headers.Authorization.Count == 0
            && await tickets.ReadAsync(context) is { } client
        )
            await PassAsync(context, client);
        else
            await RefuseAsync(context);
    }

    private async Task WithTokenAsync(HttpContext context, bool signIn)
    {
        var caller = await callers.FindAsync(context.User, context.RequestAborted);
        if (
            caller is not { Kind: CallerKind.Plan }
            || !caller.Scopes.AllowsService(Interaction.Read, ServiceScopes.Jobs)
        )
        {
            await RecordAsync(context, caller?.ClientId ?? "unregistered", "forbidden");
            await OperationOutcomeWriter.WriteAsync(
                context,
                new Fault(
                    FaultKind.Forbidden,
                    IssueType.Forbidden,
                    $"This is for the plan's clients, with a token of the scope system/{ServiceScopes.Jobs}.r.",
                    null,
                    "scope"
                )
            );
        }
        else if (signIn)
        {
            await RecordAsync(context, caller.ClientId, "ok");
            tickets.Write(context, caller);
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = context.Request.PathBase.Value;
        }
        else
        {
            await PassAsync(context, caller.ClientId);
        }
    }

    /// <summary>Hangfire reads the form of whatever comes, without asking whether there is one.</summary>
    private async Task PassAsync(HttpContext context, string client)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
            context.Request.Form = FormCollection.Empty;
        else if ((await FormBody.ReadAsync(context.Request, "form", context.RequestAborted)).Fault is { } unread)
        {
            await OperationOutcomeWriter.WriteAsync(context, unread);
            return;
        }

        context.Features.Set(new DashboardPass(client));
        await next(context);
    }

    /// <summary>A person at a browser is shown where to sign in, with the same status.</summary>
    private async Task RefuseAsync(HttpContext context)
    {
        if (!SignInPage.IsWanted(context.Request))
        {
            await context.ChallengeAsync();
            return;
        }

        await refusals.RecordAsync(AuthFailureAudit.Nobody, Action, ErrorMiddleware.RequestId(context), "no-token");
        context.Response.Headers.WWWAuthenticate = "Bearer";
        await SignInPage.WriteAsync(context, StatusCodes.Status401Unauthorized);
    }

    private Task RecordAsync(HttpContext context, string client, string outcome) =>
        audit.RecordAsync(
            new AuditRecord(
                clock.GetUtcNow(),
                client,
                Action,
                null,
                null,
                null,
                null,
                outcome,
                ErrorMiddleware.RequestId(context)
            )
        );
}
