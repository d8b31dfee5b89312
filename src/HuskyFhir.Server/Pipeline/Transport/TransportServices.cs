using System.IO.Compression;
using HuskyFhir.Server.Configuration;
using HuskyFhir.Server.Http;
using Microsoft.AspNetCore.ResponseCompression;

namespace HuskyFhir.Server.Pipeline.Transport;

/// <summary>
/// What lies between the wire and the FHIR service: limits, TLS, our proxies, compression both ways, and other origins.
/// </summary>
internal static class TransportServices
{
    private static readonly string[] Compressed =
    [
        "application/fhir+json",
        "application/fhir+xml",
        "application/json",
        "text/html",
    ];
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
    private static readonly string[] Asked =
    [
        "Accept",
        "Authorization",
        "Content-Type",
        "If-Match",
        "If-Modified-Since",
        "If-None-Exist",
        "If-None-Match",
        "Prefer",
        "X-Request-Id",
        HuskyFhir.Server.Documents.RawUpload.ContextHeader,
        "Range",
        "If-Range",
    ];
    private static readonly string[] Told =
    [
        "Accept-Ranges",
        "Content-Disposition",
        "Content-Location",
        "Content-Range",
        "ETag",
        "Last-Modified",
        "Location",
        "Retry-After",
        "X-Request-Id",
    ];

    public static void AddTransport(this WebApplicationBuilder builder, HttpSettings settings)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.MaxBodyBytes;
            kestrel.Limits.MaxRequestLineSize = settings.MaxUrlBytes + RequestSizeMiddleware.Slack;
            // Over HTTP/2 the address is one of the headers.
            kestrel.Limits.MaxRequestHeadersTotalSize =
                settings.MaxUrlBytes + settings.MaxHeaderBytes + RequestSizeMiddleware.Slack;
            kestrel.Limits.Http2.MaxRequestHeaderFieldSize = settings.MaxUrlBytes + RequestSizeMiddleware.Slack;
            kestrel.ConfigureHttpsDefaults(static https => https.SslProtocols = TlsRules.Versions);
        });
        TlsRules.Check(builder.Configuration);
        TrustedProxies.Add(builder.Services, settings);
        builder.Services.AddRequestDecompression();
        builder.Services.AddResponseCompression(static options =>
        {
            // Compression over TLS gives secrets away where an attacker can put text beside them and watch the length
            // (BREACH). Our answers hold none: tokens come in headers, the one cookie (of the jobs' dashboard) is not
            // sent for other sites' pages, and page links are encrypted anew in each answer.
            options.EnableForHttps = true;
            options.MimeTypes = Compressed;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
        builder.Services.Configure<BrotliCompressionProviderOptions>(static options =>
            options.Level = CompressionLevel.Fastest
        );
        builder.Services.Configure<GzipCompressionProviderOptions>(static options =>
            options.Level = CompressionLevel.Fastest
        );
        var origins = Origins(settings);
        builder.Services.AddCors(options =>
            options.AddDefaultPolicy(policy =>
                policy
                    .WithOrigins(origins)
                    .WithMethods(Methods)
                    .WithHeaders(Asked)
                    .WithExposedHeaders(Told)
                    .SetPreflightMaxAge(TimeSpan.FromMinutes(10))
            )
        );
    }

    /// <summary>Everything before routing.</summary>
    public static void UseTransport(this WebApplication app, HttpSettings settings)
    {
        if (settings is { Secure: true, HstsSeconds: > 0 and var seconds })
            app.Use(
                (context, next) =>
                {
                    context.Response.Headers.StrictTransportSecurity = $"max-age={seconds}; includeSubDomains";
                    return next(context);
                }
            );
        if (settings.TrustedProxies.Length > 0)
            app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.UseMiddleware<HuskyFhir.Server.Pipeline.Representing>();
        app.UseMiddleware<RequestSizeMiddleware>();
        if (settings.CrossOrigin)
            app.UseCors();
        app.UseRequestDecompression(); // as it is read, and not past the limit of the body
    }

    private static string[] Origins(HttpSettings settings)
    {
        var origins = settings.CorsOrigins.Split(
            ';',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        return origins.FirstOrDefault(static origin => !IsOrigin(origin)) is { } wrong
            ? throw new SettingsException(
                $"Http:CorsOrigins names '{wrong}', which is not an origin; write https://app.example.org, or several with semicolons between them."
            )
            : origins;
    }

    /// <summary>
    /// Scheme, host and perhaps a port; no path, and no star: members' records are not for every page on the web.
    /// </summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase);
}
