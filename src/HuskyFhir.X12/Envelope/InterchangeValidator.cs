using System.Security.Cryptography;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Envelope;

/// <summary>
/// Reads a whole file once and says whether its envelopes hold: each header closed by its trailer, control numbers the
/// same in both, counts right, versions as expected, nothing used twice, nothing after the end. Nothing of a file is
/// used before this is known.
/// </summary>
public static class InterchangeValidator
{
    /// <summary>Proves a stream from where it stands to its end. It never throws for what the file holds.</summary>
    /// <param name="file">Read once, forward only; it stays open.</param>
    /// <param name="expected">What the file must be.</param>
    /// <param name="limits">Bounds; see <see cref="ReadLimits.Default"/>.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<FileProof> ProveAsync(
        Stream file,
        Expectation expected,
        ReadLimits limits,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(limits);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var hashing = new HashingStream(file, digest);
        await using var closing = hashing.ConfigureAwait(false);
        using var reader = new SegmentReader(hashing, limits);
        var walk = new EnvelopeWalk(expected, limits);
        while (walk.Going && await reader.ReadAsync(cancellationToken))
            walk.Take(reader.Current);
        var (interchanges, findings) = walk.End(reader.Stopped, reader.Here, reader.Encodings);
        await hashing.DrainAsync(cancellationToken); // what stops the reading must not change what the digest says of the file
        return new(
            interchanges,
            findings,
            hashing.Count,
            reader.Segments,
            reader.Encodings,
            Convert.ToHexStringLower(digest.GetHashAndReset())
        );
    }
}
