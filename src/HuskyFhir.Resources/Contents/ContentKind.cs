using System.Net.Mime;

namespace HuskyFhir.Resources.Contents;

/// <summary>
/// A kind of document that the service keeps: what it is called, and by which media types. What could run in a browser
/// is not among them.
/// </summary>
/// <param name="Name">As stored beside the bytes, and the ending of a file's name.</param>
/// <param name="MediaTypes">In lower case, without parameters; the first is the usual one.</param>
public sealed record ContentKind(string Name, params IReadOnlyList<string> MediaTypes)
{
    /// <summary>Portable Document Format.</summary>
    public static ContentKind Pdf { get; } = new("pdf", "application/pdf");

    /// <summary>A photograph or a scan.</summary>
    public static ContentKind Jpeg { get; } = new("jpg", "image/jpeg");

    /// <summary>A picture without loss.</summary>
    public static ContentKind Png { get; } = new("png", "image/png");

    /// <summary>A fax or a scan, often of several pages.</summary>
    public static ContentKind Tiff { get; } = new("tiff", "image/tiff");

    /// <summary>HL7 Clinical Document Architecture.</summary>
    public static ContentKind Cda { get; } =
        new("xml", "application/hl7-v3+xml", "application/hl7-cda+xml", "text/xml", "application/xml");

    /// <summary>Plain text in UTF-8.</summary>
    public static ContentKind Text { get; } = new("txt", "text/plain");

    /// <summary>FHIR resources, one on a line, such as the record that a member is handed.</summary>
    public static ContentKind Records { get; } =
        new("ndjson", "application/fhir+ndjson", "application/x-ndjson", "application/ndjson");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ContentKind> All { get; } = [Pdf, Jpeg, Png, Tiff, Cda, Text, Records];

    /// <summary>The media types that are taken, for a refusal.</summary>
    public static string Offered { get; } = string.Join(", ", All.SelectMany(static kind => kind.MediaTypes));

    /// <summary>The kind that a media type names, whatever its parameters; null for one that is not kept.</summary>
    public static ContentKind? Of(string? mediaType)
    {
        var plain = mediaType?.Split(';')[0].Trim().ToLowerInvariant();
        return All.FirstOrDefault(kind => kind.MediaTypes.Contains(plain));
    }

    /// <summary>Whether a media type can stand in a header as it is (RFC 9110 section 8.3.1).</summary>
    public static bool IsHeader(string mediaType) =>
        mediaType.All(static letter => letter is >= ' ' and <= '~') && IsWhole(mediaType);

    private static bool IsWhole(string mediaType)
    {
        try
        {
            return new ContentType(mediaType).MediaType.Contains('/', StringComparison.Ordinal);
        }
        catch (Exception flaw) when (flaw is FormatException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>A stored kind.</summary>
    public static ContentKind Named(string name) => All.First(kind => kind.Name == name);
}
