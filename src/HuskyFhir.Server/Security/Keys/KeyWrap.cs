using System.Security.Cryptography;
using HuskyFhir.Server.Configuration;
using Microsoft.Extensions.Options;

namespace HuskyFhir.Server.Security.Keys;

/// <summary>
/// How a private key lies in the database: encrypted (AES-256-GCM) with <c>Security:SigningKeySecret</c> where that is
/// set, else plain, guarded by the database's own permissions. The key's id is authenticated with it, so that rows
/// cannot be exchanged.
/// </summary>
internal sealed class KeyWrap(IOptions<SecuritySettings> settings)
{
    private const byte Plain = 0;
    private const byte Encrypted = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[]? secret = settings.Value.SigningKeySecret is { Length: > 0 } given
        ? Convert.FromBase64String(given)
        : null;

    public byte[] Wrap(string id, ReadOnlySpan<byte> key)
    {
        if (secret is null)
            return [Plain, .. key];
        var wrapped = new byte[1 + NonceSize + TagSize + key.Length];
        wrapped[0] = Encrypted;
        var (nonce, tag, text) = (
            wrapped.AsMemory(1, NonceSize),
            wrapped.AsMemory(1 + NonceSize, TagSize),
            wrapped.AsMemory(1 + NonceSize + TagSize)
        );
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(secret, TagSize);
        aes.Encrypt(nonce.Span, key, text.Span, tag.Span, System.Text.Encoding.UTF8.GetBytes(id));
        return wrapped;
    }

    /// <exception cref="SettingsException">The key was wrapped with another secret.</exception>
    public byte[] Unwrap(string id, byte[] wrapped)
    {
        if (wrapped[0] == Plain)
            return wrapped[1..];
        if (secret is null)
            throw new SettingsException(
                "The signing keys in the database are encrypted; Security:SigningKeySecret must be what it was when they were made."
            );
        var key = new byte[wrapped.Length - 1 - NonceSize - TagSize];
        using var aes = new AesGcm(secret, TagSize);
        try
        {
            aes.Decrypt(
                wrapped.AsSpan(1, NonceSize),
                wrapped.AsSpan(1 + NonceSize + TagSize),
                wrapped.AsSpan(1 + NonceSize, TagSize),
                key,
                System.Text.Encoding.UTF8.GetBytes(id)
            );
        }
        catch (CryptographicException)
        {
            throw new SettingsException(
                "Security:SigningKeySecret is not the one that the signing keys in the database were encrypted with."
            );
        }

        return key;
    }
}
