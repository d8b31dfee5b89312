using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Security.Clients;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Pipeline.Transport;

/// <summary>
/// Keeps one caller from taking the service from all others: by client where there is a valid token, by address where
/// there is none. Fault: 429 with <c>Retry-After</c>.
/// </summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, IOptions<HttpSettings> settings, TimeProvider clock)
{
    private readonly RateMeter clients = new(settings.Value.RequestsPerMinute, clock);
    private readonly RateMeter strangers = new(settings.Value.AnonymousRequestsPerMinute, clock);

    public Task InvokeAsync(HttpContext context)
    {
        var wait = CallerResolver.ClientOf(context.User) is { } client
            ? clients.Take(client)
            : strangers.Take(Address(context.Connection.RemoteIpAddress));
        return wait is { } time ? RefuseAsync(context, time) : next(context);
    }

    private static Task RefuseAsync(HttpContext context, TimeSpan wait)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return OperationOutcomeWriter.WriteAsync(
            context,
            new Fault(
                FaultKind.TooMany,
                IssueType.Throttled,
                $"Too many requests in a minute; go on in {seconds} s.",
                null,
                "too-many-requests"
            )
        );
    }

    /// <summary>A household's network is one caller: with IPv6 it has as many addresses as it likes.</summary>
    private static string Address(IPAddress? address) =>
        address switch
        {
            null => "-",
            { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } => Convert.ToHexString(
                address.GetAddressBytes().AsSpan(0, 8)
            ),
            _ => address.MapToIPv4().ToString(),
        };
}
