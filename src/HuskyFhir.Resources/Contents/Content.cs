using System.Security.Cryptography;
using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Resources.Contents;

/// <summary>The bytes of a document on their way in. They can be read as often as a work is repeated.</summary>
/// <param name="Stored">What will be known of them.</param>
/// <param name="Open">Reads them from the start.</param>
public sealed record Content(StoredContent Stored, Func<Stream> Open)
{
    /// <summary>Bytes that are in memory anyway, such as those of a JSON body.</summary>
    public static Content Of(byte[] bytes, ContentKind kind) =>
        new(
            new(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.LongLength, kind),
            () => new MemoryStream(bytes, writable: false)
        );
}

/// <summary>Stored bytes: where they are, and what they are.</summary>
/// <param name="Digest">SHA-256 in hex; bytes that are the same are kept once.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Kind">As it was found to be.</param>
public sealed record StoredContent(string Digest, long Size, ContentKind Kind)
{
    /// <summary>Columns in the order that <see cref="From"/> reads.</summary>
    internal const string Columns = "digest, size, kind";

    internal static StoredContent From(Row row, int at = 0) =>
        new(row.Text(at), row.Long(at + 1), ContentKind.Named(row.Text(at + 2)));
}
