using System.Globalization;
using System.Text;
using HuskyFhir.Core.Access;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Security.Clients;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Jobs.Dashboard;

/// <summary>
/// What a browser holds instead of the token: a cookie that opens the dashboard and nothing else, for <see
/// cref="Life"/>. It is sealed as page links are, by keys that instances share, and the client is looked up at each
/// call: one that was disabled is out within five seconds.
/// </summary>
internal sealed class DashboardTicket(
    PageLinks links,
    ClientDirectory clients,
    TimeProvider clock,
    IOptions<HttpSettings> settings
)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    private const string Cookie = "husky-jobs";

    /// <summary>No type's or resource's name, so that no page link can pass for a ticket.</summary>
    private const string Place = "/jobs";

    public void Write(HttpContext context, Caller caller)
    {
        var end = (clock.GetUtcNow() + Life).UtcTicks.ToString(CultureInfo.InvariantCulture);
        var value =
            $"{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(caller.ClientId))}.{links.Write(caller.ClientId, new(Place, [], [], end))}";
        context.Response.Cookies.Append(
            Cookie,
            value,
            new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = settings.Value.Secure || context.Request.IsHttps,
                Path = context.Request.PathBase.Value,
                MaxAge = Life,
            }
        );
    }

    /// <summary>The client that was let in; null where there is no ticket, or it no longer holds.</summary>
    public async ValueTask<string?> ReadAsync(HttpContext context)
    {
        if (context.Request.Cookies[Cookie]?.Split('.') is not [var name, var seal] || Client(name) is not { } id)
            return null;
        if (
            !(await links.ReadAsync(id, Place, seal, context.RequestAborted)).Try(out var token, out _)
            || long.Parse(token.Last, CultureInfo.InvariantCulture) <= clock.GetUtcNow().UtcTicks
        )
            return null;
        return await clients.FindAsync(id, context.RequestAborted) is { Enabled: true, Kind: CallerKind.Plan } client
            ? client.Id
            : null;
    }

    private static string? Client(string name)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(name));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
