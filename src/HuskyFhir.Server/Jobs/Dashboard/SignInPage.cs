using System.Text;
using HuskyFhir.Server.Http;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace HuskyFhir.Server.Jobs.Dashboard;

/// <summary>
/// Where a browser gives a token for a cookie: a form without a script. The token is in the body of a POST, never in an
/// address.
/// </summary>
internal static class SignInPage
{
    private const string Field = "token";

    private static readonly PathString Place = new("/sign-in");

    /// <summary>Whether a call is for it, within the dashboard's branch.</summary>
    public static bool IsAt(HttpRequest request) => request.Path.Equals(Place, StringComparison.Ordinal);

    /// <summary>Whether it is a person who asks.</summary>
    public static bool IsWanted(HttpRequest request) =>
        request.Headers.Authorization.Count == 0
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>The token of the form, where one is sent; otherwise that of the header, as everywhere.</summary>
    public static async Task TakeTokenAsync(MessageReceivedContext context)
    {
        var request = context.Request;
        // Authentication comes before the branch: the address is still whole.
        if (
            !HttpMethods.IsPost(request.Method)
            || !request.Path.Equals(DashboardGate.Path + Place.Value, StringComparison.OrdinalIgnoreCase)
            || request.Headers.Authorization.Count > 0
        )
            return;
        // A form that cannot be read brings no token, which the gate then says.
        if (
            (await FormBody.ReadAsync(request, "form", context.HttpContext.RequestAborted)).Try(out var form, out _)
            && form[Field] is [{ Length: > 0 } token]
        )
            context.Token = token.Trim();
    }

    public static async Task WriteAsync(HttpContext context, int status)
    {
        var bytes = Encoding.UTF8.GetBytes(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>HuskyFhir jobs</title></head>
            <body>
            <h1>Jobs</h1>
            <form method="post" action="{context.Request.PathBase}{Place}" autocomplete="off">
            <p><label for="token">Access token of a client of the plan, with the scope system/jobs.r</label></p>
            <p><input type="password" id="token" name="{Field}" required></p>
            <p><button>Sign in for {DashboardTicket.Life.TotalMinutes:N0} minutes</button></p>
            </form>
            </body>
            </html>
            """
        );
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
