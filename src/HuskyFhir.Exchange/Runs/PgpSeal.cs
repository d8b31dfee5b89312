using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Security;

namespace HuskyFhir.Exchange.Runs;

/// <summary>OpenPGP to the partner's public key: AES-256 with integrity protection, compressed before.</summary>
public sealed class PgpSeal : IFileSeal
{
    private readonly PgpPublicKey key;

    private PgpSeal(PgpPublicKey key) => this.key = key;

    /// <inheritdoc />
    public string Extension => ".pgp";

    /// <summary>The seal to the first key of a file that can encrypt.</summary>
    /// <param name="file">The partner's public key, armoured or binary.</param>
    /// <exception cref="InvalidDataException">There is none in it.</exception>
    public static PgpSeal Open(string file)
    {
        try
        {
            using var stream = PgpUtilities.GetDecoderStream(File.OpenRead(file));
            var key = new PgpPublicKeyRingBundle(stream)
                .GetKeyRings()
                .SelectMany(static ring => ring.GetPublicKeys())
                .FirstOrDefault(static each => each.IsEncryptionKey && !each.HasRevocation());
            return key is null
                ? throw new InvalidDataException($"{file} has no public key that can encrypt.")
                : new(key);
        }
        catch (Exception bad)
            when (bad is PgpException or IOException and not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new InvalidDataException($"{file} is no OpenPGP public key: {bad.Message}", bad);
        }
    }

    /// <inheritdoc />
    public async Task SealAsync(Stream plain, string name, Stream target, CancellationToken cancellation)
    {
        var encrypted = new PgpEncryptedDataGenerator(
            SymmetricKeyAlgorithmTag.Aes256,
            withIntegrityPacket: true,
            new SecureRandom()
        );
        encrypted.AddMethod(key);
        await using var outer = encrypted.Open(target, new byte[1 << 16]);
        var compressed = new PgpCompressedDataGenerator(CompressionAlgorithmTag.Zip);
        await using var packed = compressed.Open(outer, new byte[1 << 16]);
        var literal = new PgpLiteralDataGenerator();
        // The name and the time inside tell nothing that the outside does not.
        await using var inner = literal.Open(
            packed,
            PgpLiteralData.Binary,
            name,
            DateTime.UnixEpoch,
            new byte[1 << 16]
        );
        await plain.CopyToAsync(inner, cancellation);
    }
}
