using System.Security.Cryptography;

namespace HuskyFhir.Exchange.Transports;

/// <summary>SHA-256 in lower-case hexadecimal, as everywhere in the exchange.</summary>
public static class FileHash
{
    /// <summary>Of a stream, from where it stands.</summary>
    public static async Task<string> OfAsync(Stream stream, CancellationToken cancellation) =>
        Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));

    /// <summary>Of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
