using System.Buffers;
using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Primitives;

/// <summary>Reads the literal forms of a reference (R4 section 2.3.0.1).</summary>
internal static class ReferenceText
{
    private static readonly SearchValues<char> Unsound = SearchValues.Create(" \t\r\n<>\"{}\\^`");
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Types = ModelInfo
        .SupportedResources.ToHashSet(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The type that a reference says it points to: in its URL, else in its type element.</summary>
    public static string? TypeOf(ResourceReference reference) => InUrl(reference.Reference) ?? Named(reference.Type);

    /// <summary>The type in a RESTful URL, <c>[base/]Type/id[/_history/v]</c>, or null.</summary>
    public static string? InUrl(string? url)
    {
        if (url is null or ['#', ..] || url.StartsWith("urn:", StringComparison.Ordinal))
            return null;

        // A conditional reference, Type?search, names the type before the query (R4 section 3.1.0.11.2).
        var rest = url.AsSpan();
        var query = rest.IndexOf('?');
        if (query >= 0)
            return Types.TryGetValue(rest[..query][(rest[..query].LastIndexOf('/') + 1)..], out var sought)
                ? sought
                : null;

        var history = rest.LastIndexOf("/_history/");
        if (history >= 0)
            rest = rest[..history];
        var slash = rest.LastIndexOf('/');
        if (slash < 1)
            return null;

        var before = rest[..slash];
        return Types.TryGetValue(before[(before.LastIndexOf('/') + 1)..], out var type) ? type : null;
    }

    /// <summary>The type in Reference.type, which is a code, or a URL for logical models.</summary>
    public static string? Named(string? type) => type is null ? null : type[(type.LastIndexOf('/') + 1)..];

    /// <summary>Whether the text can be a reference at all.</summary>
    public static bool IsSound(string url) => !url.AsSpan().ContainsAny(Unsound) && url.Length is > 0 and <= 4096;

    /// <summary>Whether a relative reference has the form Type/id.</summary>
    public static bool IsRelativeSound(string url)
    {
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 || url.StartsWith('#') || url.StartsWith('/') || url.Contains('?', StringComparison.Ordinal))
            return true;

        var parts = url.Split('/');
        return parts.Length is 2 or 4
            && Types.Contains(parts[0])
            && Texts.Id(System.Text.Encoding.UTF8.GetBytes(parts[1]))
            && (parts.Length == 2 || parts[2] == "_history");
    }

    /// <summary>The service's address of a RESTful URL, up to its type; null for any other.</summary>
    public static string? Base(string? url) =>
        url is not null
        && url.StartsWith("http", StringComparison.Ordinal)
        && InUrl(url) is { } type
        && url.LastIndexOf($"/{type}/", StringComparison.Ordinal) is > 0 and var at
            ? url[..(at + 1)]
            : null;
}
