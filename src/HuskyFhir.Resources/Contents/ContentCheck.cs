using System.Buffers;
using System.Text;
using System.Xml;

namespace HuskyFhir.Resources.Contents;

/// <summary>
/// Whether bytes are of the kind that they are said to be: by the marks with which files of a kind begin, and for texts
/// by all of them. A name or a header is only a claim.
/// </summary>
public static class ContentCheck
{
    private const int Step = 64 * 1024;

    private static readonly XmlReaderSettings Xml = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        CloseInput = false,
    };

    private static readonly (ContentKind Kind, byte[] Mark)[] Marks =
    [
        (ContentKind.Pdf, "%PDF-"u8.ToArray()),
        (ContentKind.Jpeg, [0xFF, 0xD8, 0xFF]),
        (ContentKind.Png, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        (ContentKind.Tiff, [0x49, 0x49, 0x2A, 0x00]),
        (ContentKind.Tiff, [0x4D, 0x4D, 0x00, 0x2A]),
    ];

    /// <summary>Reads as much as it needs, from the start.</summary>
    public static bool Is(ContentKind kind, Stream bytes)
    {
        Span<byte> head = stackalloc byte[8];
        var length = bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        bytes.Position = 0;
        var marked = Marked(head[..length]);
        if (kind == ContentKind.Cda)
            return IsCda(bytes);
        return kind == ContentKind.Text || kind == ContentKind.Records
            ? length > 0 && marked is null && IsText(bytes)
            : marked == kind;
    }

    private static ContentKind? Marked(ReadOnlySpan<byte> head)
    {
        foreach (var (kind, mark) in Marks)
            if (head.StartsWith(mark))
                return kind;
        return null;
    }

    /// <summary>
    /// Well-formed to its end, with the root that the standard gives it; without a DTD, through which entities could
    /// grow.
    /// </summary>
    private static bool IsCda(Stream bytes)
    {
        try
        {
            using var reader = XmlReader.Create(bytes, Xml);
            if (
                reader.MoveToContent() != XmlNodeType.Element
                || reader.LocalName != "ClinicalDocument"
                || reader.NamespaceURI != "urn:hl7-org:v3"
            )
                return false;
            while (reader.Read())
            {
                // only to its end
            }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    /// <summary>UTF-8 without control characters other than those of lines and pages.</summary>
    private static bool IsText(Stream bytes)
    {
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var (raw, letters) = (ArrayPool<byte>.Shared.Rent(Step), ArrayPool<char>.Shared.Rent(Step + 1));
        try
        {
            while (true)
            {
                var read = bytes.Read(raw, 0, Step);
                var count = decoder.GetChars(raw, 0, read, letters, 0, flush: read == 0);
                foreach (var letter in letters.AsSpan(0, count))
                    if (char.IsControl(letter) && letter is not ('\t' or '\n' or '\r' or '\f'))
                        return false;
                if (read == 0)
                    return true;
            }
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw, clearArray: true);
            ArrayPool<char>.Shared.Return(letters, clearArray: true);
        }
    }
}
