using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace HuskyFhir.Server.Security.Keys;

/// <summary>One of our own keys: RSA of 2,048 bits for RS384, named by its thumbprint (RFC 7638).</summary>
/// <param name="Key">With its private part.</param>
internal sealed record SigningKey(JsonWebKey Key)
{
    private const int Bits = 2048;

    public string Id => Key.Kid;

    /// <summary>The same key without its private part, for whoever verifies.</summary>
    public JsonWebKey Public { get; } =
        new()
        {
            Kty = Key.Kty,
            Kid = Key.Kid,
            N = Key.N,
            E = Key.E,
            Alg = SecurityAlgorithms.RsaSha384,
            Use = "sig",
        };

    /// <summary>Signs with it.</summary>
    public SigningCredentials Credentials { get; } = new(Key, SecurityAlgorithms.RsaSha384);

    public static SigningKey Make()
    {
        using var rsa = RSA.Create(Bits);
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true))
        );
        key.Kid = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return new(key);
    }

    public static SigningKey Read(byte[] json) => new(JsonWebKey.Create(Encoding.UTF8.GetString(json)));

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(Key);
}
