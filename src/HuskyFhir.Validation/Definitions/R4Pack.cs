using System.IO.Compression;
using System.Text;

namespace HuskyFhir.Validation.Definitions;

/// <summary>
/// R4's own definitions in one file: an index, and each definition compressed by itself. Opening reads the index only;
/// a definition is unpacked when a plan or an expansion asks for it. Thread-safe.
/// </summary>
internal sealed class R4Pack
{
    /// <summary>Raised when the content or the layout changes, so that older files are made anew.</summary>
    public const int Layout = 2;

    private static readonly byte[] Mark = "HUSKYR4\n"u8.ToArray();

    private readonly byte[] file;
    private readonly Dictionary<(string Kind, string Url), Definition> byUrl = [];

    private R4Pack(byte[] file, BinaryReader reader)
    {
        this.file = file;
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var (kind, url, version, type) = (reader.ReadString(), reader.ReadString(), Text(reader), Text(reader));
            var (start, length, size) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            if (start < 0 || length < 0 || size < 0 || (long)start + length > file.Length)
                throw new InvalidDataException("an entry lies outside of the file");
            byUrl[(kind, url)] = new Definition(kind, url, version, type, "FHIR R4", () => Unpack(start, length, size))
            {
                FromR4 = true,
            };
        }
    }

    /// <summary>All definitions.</summary>
    public IReadOnlyCollection<Definition> All => byUrl.Values;

    /// <summary>A definition by kind and URL without version, or null.</summary>
    public Definition? Find(string kind, string url) => byUrl.GetValueOrDefault((kind, url));

    /// <summary>Reads a pack; null when it is none, of another layout, or made from another archive.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="stamp">What the archive is told by.</param>
    public static R4Pack? Open(byte[] file, string stamp)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(file), Encoding.UTF8);
            return
                reader.ReadBytes(Mark.Length).AsSpan().SequenceEqual(Mark)
                && reader.ReadInt32() == Layout
                && reader.ReadString() == stamp
                ? new R4Pack(file, reader)
                : null;
        }
        catch (Exception bad) when (bad is IOException or InvalidDataException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Lays definitions down.</summary>
    public static byte[] Write(IReadOnlyList<Definition> definitions, string stamp)
    {
        using var blobs = new MemoryStream();
        var places = definitions.Select(one => Pack(one.Json.Span, blobs)).ToArray();
        // The index tells absolute places, so its own length is measured first.
        var head = Head(definitions, places, stamp, 0).Length;
        return [.. Head(definitions, places, stamp, head), .. blobs.ToArray()];
    }

    private static byte[] Head(
        IReadOnlyList<Definition> definitions,
        (int Start, int Length, int Size)[] places,
        string stamp,
        int shift
    )
    {
        using var head = new MemoryStream();
        using var writer = new BinaryWriter(head, Encoding.UTF8);
        writer.Write(Mark);
        writer.Write(Layout);
        writer.Write(stamp);
        writer.Write(definitions.Count);
        foreach (var (one, place) in definitions.Zip(places))
        {
            writer.Write(one.Kind);
            writer.Write(one.Url);
            writer.Write(one.Version ?? string.Empty);
            writer.Write(one.Type ?? string.Empty);
            writer.Write(place.Start + shift);
            writer.Write(place.Length);
            writer.Write(place.Size);
        }

        writer.Flush();
        return head.ToArray();
    }

    private static (int Start, int Length, int Size) Pack(ReadOnlySpan<byte> json, MemoryStream blobs)
    {
        var start = (int)blobs.Length;
        using (var deflated = new DeflateStream(blobs, CompressionLevel.Optimal, leaveOpen: true))
            deflated.Write(json);
        return (start, (int)blobs.Length - start, json.Length);
    }

    private ReadOnlyMemory<byte> Unpack(int start, int length, int size)
    {
        var json = new byte[size];
        using var inflated = new DeflateStream(new MemoryStream(file, start, length), CompressionMode.Decompress);
        inflated.ReadExactly(json);
        return json;
    }

    private static string? Text(BinaryReader reader) => reader.ReadString() is { Length: > 0 } text ? text : null;
}
