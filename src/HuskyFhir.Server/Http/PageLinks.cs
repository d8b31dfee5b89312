using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HuskyFhir.Core.Answers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Http;

/// <summary>What a link to a next page carries.</summary>
/// <param name="Path">The type searched, or the resource whose history it is.</param>
/// <param name="Parameters">The search as it was applied.</param>
/// <param name="Keys">Sort keys of the last row, as text with a mark of their type; null where it lacks the
/// value.</param>
/// <param name="Last">Id of the last row, or its version in a history.</param>
internal sealed record PageToken(
    string Path,
    IReadOnlyList<string[]> Parameters,
    IReadOnlyList<string?> Keys,
    string Last
);

/// <summary>
/// Links to next pages: encrypted (AES-256-GCM), since they carry what was searched for; bound to the client that got
/// them; and good for a while. Faults: 400 for one that was altered or belongs to another client, 410 for one that is
/// stale.
/// </summary>
internal sealed class PageLinks(PageKeys keys, TimeProvider clock, IOptions<HttpSettings> settings)
{
    private const int KeyBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int TimeBytes = 8;

    public string Write(string client, PageToken token)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(token);
        var plain = new byte[TimeBytes + json.Length];
        BinaryPrimitives.WriteInt64BigEndian(plain, clock.GetUtcNow().UtcTicks);
        json.CopyTo(plain, TimeBytes);
        var link = new byte[KeyBytes + NonceBytes + TagBytes + plain.Length];
        keys.Current.TryWriteBytes(link);
        RandomNumberGenerator.Fill(link.AsSpan(KeyBytes, NonceBytes));
        using var aes = new AesGcm(keys.Secret, TagBytes);
        aes.Encrypt(
            Nonce(link),
            plain,
            link.AsSpan(KeyBytes + NonceBytes + TagBytes),
            link.AsSpan(KeyBytes + NonceBytes, TagBytes),
            Encoding.UTF8.GetBytes(client)
        );
        return WebEncoders.Base64UrlEncode(link);
    }

    public async ValueTask<Result<PageToken>> ReadAsync(
        string client,
        string path,
        string text,
        CancellationToken cancellation
    )
    {
        if (Decode(text) is not { Length: > KeyBytes + NonceBytes + TagBytes + TimeBytes } link)
            return Foreign();
        // Older keys are gone, and every link made with them is stale.
        if (await keys.FindAsync(new(link.AsSpan(0, KeyBytes)), cancellation) is not { } secret)
            return Stale();
        if (Decrypt(client, link, secret) is not { } plain)
            return Foreign();
        var age = clock.GetUtcNow().UtcTicks - BinaryPrimitives.ReadInt64BigEndian(plain);
        if (age > TimeSpan.FromMinutes(settings.Value.PageLinkMinutes).Ticks)
            return Stale();
        var token = JsonSerializer.Deserialize<PageToken>(plain.AsSpan(TimeBytes))!;
        return token.Path == path ? token : Foreign();
    }

    /// <summary>A sort key as text, such as <c>n:12</c>.</summary>
    public static string? Pack(object? key) =>
        key switch
        {
            null => null,
            string text => "s:" + text,
            long number => "n:" + number.ToString(CultureInfo.InvariantCulture),
            double number => "d:" + number.ToString("R", CultureInfo.InvariantCulture),
            Guid id => "g:" + id.ToString("D"),
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };

    /// <summary>The sort key that <see cref="Pack"/> wrote.</summary>
    public static object? Unpack(string? key) =>
        key?[..2] switch
        {
            null => null,
            "s:" => key[2..],
            "n:" => long.Parse(key.AsSpan(2), CultureInfo.InvariantCulture),
            "d:" => double.Parse(key.AsSpan(2), CultureInfo.InvariantCulture),
            "g:" => Guid.ParseExact(key[2..], "D"),
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };

    private static byte[]? Decode(string text)
    {
        try
        {
            return WebEncoders.Base64UrlDecode(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Nonce(byte[] link) => link.AsSpan(KeyBytes, NonceBytes);

    /// <summary>The client's name is authenticated with the link: another client's link does not decrypt.</summary>
    private static byte[]? Decrypt(string client, byte[] link, byte[] secret)
    {
        var plain = new byte[link.Length - KeyBytes - NonceBytes - TagBytes];
        using var aes = new AesGcm(secret, TagBytes);
        try
        {
            aes.Decrypt(
                Nonce(link),
                link.AsSpan(KeyBytes + NonceBytes + TagBytes),
                link.AsSpan(KeyBytes + NonceBytes, TagBytes),
                plain,
                Encoding.UTF8.GetBytes(client)
            );
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static Fault Foreign() =>
        new(
            FaultKind.Malformed,
            IssueType.Value,
            "This page link was not issued to this client for this search; follow the links of a search of your own.",
            "_page",
            "page-foreign"
        );

    private Fault Stale() =>
        new(
            FaultKind.Gone,
            IssueType.Expired,
            $"Page links hold for {settings.Value.PageLinkMinutes} minutes; start the search again.",
            "_page",
            "page-stale"
        );
}
