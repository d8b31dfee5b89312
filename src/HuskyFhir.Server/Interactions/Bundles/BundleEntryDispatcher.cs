using System.Net.Mime;
using HuskyFhir.Server.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>What a call within the service was answered.</summary>
internal sealed record InnerReply(
    int Status,
    string? Location,
    string? ETag,
    DateTimeOffset? LastModified,
    string? ContentType,
    ReadOnlyMemory<byte> Body
)
{
    /// <summary>Whether the body is a resource in JSON, or there is none.</summary>
    public bool IsForBundles => Body.Length == 0 || ContentType == ResponseWriter.FhirJsonType;
}

/// <summary>
/// Sends an entry of a Bundle down the very road that a request by itself takes: routing, gate, interaction, audit. It
/// keeps the caller, the request's id and the caller's patience; it can only lead to addresses that <see
/// cref="EntryAddress"/> let through.
/// </summary>
internal sealed class BundleEntryDispatcher
{
    private RequestDelegate? road;

    /// <summary>Where the road begins; told once, when the service is put together.</summary>
    public void Begin(RequestDelegate next) => road = next;

    /// <param name="outer">The request that the entry is part of.</param>
    /// <param name="method">As in the entry.</param>
    /// <param name="address">As in the entry.</param>
    /// <param name="headers">Conditions and preferences.</param>
    /// <param name="body">Null without one.</param>
    /// <param name="bodyType">Media type of the body.</param>
    public async Task<InnerReply> CallAsync(
        HttpContext outer,
        string method,
        EntryAddress address,
        IEnumerable<(string Name, string? Value)> headers,
        ReadOnlyMemory<byte>? body,
        string? bodyType
    )
    {
        var inner = new DefaultHttpContext
        {
            RequestServices = outer.RequestServices,
            User = outer.User,
            TraceIdentifier = ErrorMiddleware.RequestId(outer),
            RequestAborted = outer.RequestAborted,
        };
        var request = inner.Request;
        (request.Method, request.Scheme, request.Host) = (method, outer.Request.Scheme, outer.Request.Host);
        (request.Path, request.QueryString) = ("/fhir/" + address.Path, new(InJson(address.Query)));
        request.Headers.Accept = "application/fhir+json";
        request.Headers[EmergencyAccess.Header] = outer.Request.Headers[EmergencyAccess.Header];
        inner.Features.Set(outer.Features.Get<NamedMember>());
        foreach (var (name, value) in headers)
            if (!string.IsNullOrEmpty(value))
                request.Headers[name] = value;
        if (body is { } bytes)
        {
            (request.ContentType, request.ContentLength) = (bodyType ?? MediaTypeNames.Application.Json, bytes.Length);
            request.Body = new MemoryStream(bytes.ToArray(), writable: false);
        }

        using var answer = new MemoryStream();
        inner.Response.Body = answer;
        await road!(inner);
        await inner.Response.CompleteAsync();
        var typed = inner.Response.GetTypedHeaders();
        return new(
            inner.Response.StatusCode,
            inner.Response.Headers.Location,
            inner.Response.Headers.ETag,
            typed.LastModified,
            inner.Response.ContentType,
            answer.ToArray()
        );
    }

    /// <summary>An answer within is JSON, whatever form the Bundle then takes.</summary>
    private static string InJson(string query) =>
        query.Contains("_format", StringComparison.Ordinal)
            ? QueryString.Create(QueryHelpers.ParseQuery(query).Where(static pair => pair.Key != "_format")).Value
                ?? string.Empty
            : query;
}

/// <summary>
/// The place in the pipeline where the inner road begins: behind authentication, since the caller is known.
/// </summary>
internal sealed class InnerRoadStart
{
    private readonly RequestDelegate next;

    public InnerRoadStart(RequestDelegate next, BundleEntryDispatcher road, ILogger<ErrorMiddleware> log)
    {
        this.next = next;
        road.Begin(new ErrorMiddleware(next, log).InvokeAsync);
    }

    public Task InvokeAsync(HttpContext context) => next(context);
}
