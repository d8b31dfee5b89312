using System.ComponentModel.DataAnnotations;

namespace HuskyFhir.Server.Http;

/// <summary>Section <c>Http</c>: limits and addresses.</summary>
public sealed class HttpSettings
{
    /// <summary>
    /// The service's own base as clients see it, ending in <c>/fhir</c>. Null (default): the first address that it
    /// listens on. It is never taken from a request, whose Host header anyone can write.
    /// </summary>
    [Url]
    public string? BaseUrl { get; set; }

    /// <summary>Largest body in bytes, 1,024 to 1,073,741,824; 16 MiB by default. More is 413.</summary>
    [Range(1024, 1073741824)]
    public long MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Longest address in bytes, 1,024 to 131,072; 131,072 by default, since a page link carries the search. More is
    /// 414.
    /// </summary>
    [Range(1024, 131072)]
    public int MaxUrlBytes { get; set; } = 128 * 1024;

    /// <summary>Most bytes of all headers, 1,024 to 131,072; 32,768 by default. More is 431.</summary>
    [Range(1024, 131072)]
    public int MaxHeaderBytes { get; set; } = 32 * 1024;

    /// <summary>
    /// Requests a minute of one client, 0 to 10,000,000; 60,000 by default, 0 for any number. More is 429.
    /// </summary>
    [Range(0, 10_000_000)]
    public int RequestsPerMinute { get; set; } = 60_000;

    /// <summary>
    /// Requests a minute without a valid token from one address, 0 to 10,000,000; 600 by default, 0 for any number.
    /// More is 429.
    /// </summary>
    [Range(0, 10_000_000)]
    public int AnonymousRequestsPerMinute { get; set; } = 600;

    /// <summary>
    /// Proxies in front of the service whose <c>X-Forwarded-For</c> is believed, for the limit by address alone:
    /// addresses or networks, separated by semicolons, such as <c>10.0.0.4;10.1.0.0/16</c>. None by default.
    /// </summary>
    public string TrustedProxies { get; set; } = string.Empty;

    /// <summary>
    /// Seconds for which a browser is told to come by https alone, 0 to 63,072,000; 31,536,000 (a year) by default,
    /// where <see cref="BaseUrl"/> is https. 0 for no word of it.
    /// </summary>
    [Range(0, 63_072_000)]
    public int HstsSeconds { get; set; } = 31_536_000;

    /// <summary>Whether clients are known to come by https, from the configured base and not from a request.</summary>
    internal bool Secure => BaseUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>
    /// Origins whose pages may call from a browser, separated by semicolons, such as <c>https://app.example.org</c>.
    /// None by default.
    /// </summary>
    public string CorsOrigins { get; set; } = string.Empty;

    /// <summary>Whether any other origin may call.</summary>
    /// <summary>
    /// Whether a search parameter that is not known is refused always; <c>false</c> by default: it is passed over and
    /// told of, unless the client asks for <c>Prefer: handling=strict</c> (R4 section 3.1.1.3).
    /// </summary>
    public bool RefuseUnknownParameters { get; set; }

    internal bool CrossOrigin => CorsOrigins.Length > 0;

    /// <summary>Deepest nesting of a body, 8 to 200; 64 by default.</summary>
    [Range(8, 200)]
    public int MaxDepth { get; set; } = 64;

    /// <summary>Rows on a page when <c>_count</c> is not given, 1 to 1,000; 50 by default.</summary>
    [Range(1, 1000)]
    public int PageSize { get; set; } = 50;

    /// <summary>Most rows on a page, 1 to 10,000; 1,000 by default. A larger <c>_count</c> is cut to it.</summary>
    [Range(1, 10000)]
    public int MaxPageSize { get; set; } = 1000;

    /// <summary>
    /// Most resources that <c>_include</c> and <c>_revinclude</c> add to a page, 1 to 10,000; 2,000 by default. A page
    /// that would have more says so.
    /// </summary>
    [Range(1, 10000)]
    public int MaxIncluded { get; set; } = 2000;

    /// <summary>Most values in one search, 1 to 5,000; 200 by default.</summary>
    [Range(1, 5000)]
    public int MaxSearchValues { get; set; } = 200;

    /// <summary>Most entries in a batch or a transaction, 1 to 10,000; 500 by default. More is 413.</summary>
    [Range(1, 10000)]
    public int MaxBundleEntries { get; set; } = 500;

    /// <summary>
    /// Bytes of answers after which a batch or a transaction looks no further, 65,536 to 1,073,741,824; 64 MiB by
    /// default. The looks after that are 413 each.
    /// </summary>
    [Range(65536, 1073741824)]
    public long MaxBundleAnswerBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Most operations in a patch, 1 to 10,000; 200 by default. More is 413.</summary>
    [Range(1, 10000)]
    public int MaxPatchOperations { get; set; } = 200;

    /// <summary>Minutes that a link to the next page holds, 1 to 1,440; 60 by default. After that it is 410.</summary>
    [Range(1, 1440)]
    public int PageLinkMinutes { get; set; } = 60;
}
