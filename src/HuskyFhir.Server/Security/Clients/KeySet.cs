using System.Text.Json;
using HuskyFhir.Core.Answers;
using Microsoft.IdentityModel.Tokens;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Security.Clients;

/// <summary>
/// A client's JSON Web Key Set (RFC 7517; SMART App Launch 2.2, asymmetric client authentication). Usable are RSA keys
/// of at least 2,048 bits for RS384 and keys on P-384 for ES384; anything else in the set is for others. Fault: what is
/// wrong with the set.
/// </summary>
internal static class KeySet
{
    /// <summary>Keys that are read of one set.</summary>
    private const int Most = 50;

    private const int LeastBits = 2048;

    /// <summary>The usable keys by their <c>kid</c>.</summary>
    public static Result<IReadOnlyDictionary<string, JsonWebKey>> Read(string json)
    {
        IList<JsonWebKey> all;
        try
        {
            all = new JsonWebKeySet(json) { SkipUnresolvedJsonWebKeys = true }.Keys;
        }
        catch (ArgumentException)
        {
            return Flaw("It is not a JSON Web Key Set: an object with an array 'keys'.");
        }

        if (all.Any(static key => key.D is not null || key.K is not null))
            return Flaw(
                "It holds a private or a shared key; give the public keys only, and replace the key that was shown."
            );
        var usable = all.Take(Most).Where(IsUsable).ToList();
        if (usable.Count == 0)
            return Flaw(
                "It holds no key for RS384 (kty RSA, 2048 bits or more) or ES384 (kty EC, crv P-384) with a kid."
            );
        if (
            usable
                .GroupBy(static key => key.Kid, StringComparer.Ordinal)
                .FirstOrDefault(static group => group.Count() > 1) is
            { } twice
        )
            return Flaw($"Two keys have the kid '{twice.Key}'.");
        return usable.ToDictionary(static key => key.Kid, StringComparer.Ordinal);
    }

    /// <summary>A key alone, as the registry keeps it.</summary>
    public static string Write(JsonWebKey key) =>
        JsonSerializer.Serialize(
            key.Kty == JsonWebAlgorithmsKeyTypes.RSA
                ? new Dictionary<string, string>
                {
                    ["kty"] = key.Kty,
                    ["kid"] = key.Kid,
                    ["n"] = key.N,
                    ["e"] = key.E,
                }
                : new Dictionary<string, string>
                {
                    ["kty"] = key.Kty,
                    ["kid"] = key.Kid,
                    ["crv"] = key.Crv,
                    ["x"] = key.X,
                    ["y"] = key.Y,
                }
        );

    private static bool IsUsable(JsonWebKey key)
    {
        if (
            key.Kid is not { Length: > 0 and <= 200 }
            || key.Kid.Any(char.IsControl)
            || key.Use is not (null or "" or "sig")
        )
            return false;
        return key.Kty switch
        {
            JsonWebAlgorithmsKeyTypes.RSA => key.Alg is null or "" or SecurityAlgorithms.RsaSha384
                && Bits(key) >= LeastBits
                && !string.IsNullOrEmpty(key.E),
            JsonWebAlgorithmsKeyTypes.EllipticCurve => key.Alg is null or "" or SecurityAlgorithms.EcdsaSha384
                && key.Crv == JsonWebKeyECTypes.P384
                && !string.IsNullOrEmpty(key.X)
                && !string.IsNullOrEmpty(key.Y),
            _ => false,
        };
    }

    private static int Bits(JsonWebKey key)
    {
        try
        {
            return string.IsNullOrEmpty(key.N)
                ? 0
                : Base64UrlEncoder.DecodeBytes(key.N).SkipWhile(static digit => digit == 0).Count() * 8;
        }
        catch (FormatException)
        {
            return 0;
        }
    }

    private static Fault Flaw(string text) => new(FaultKind.Unprocessable, IssueType.Value, text);
}
