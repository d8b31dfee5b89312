using System.Security.Cryptography;
using System.Text.Json;
using HuskyFhir.Plan.ReportableChanges;

namespace HuskyFhir.Exchange.Formats.Fhir;

/// <summary>One message of a file that was proved.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Number">Its number, which a message that is sent again keeps.</param>
/// <param name="Member">Whose.</param>
/// <param name="Kinds">What changed.</param>
/// <param name="Bundle">The message.</param>
public sealed record ReadMessage(
    int Line,
    string Number,
    Guid Member,
    IReadOnlyList<ChangeKind> Kinds,
    ReadOnlyMemory<byte> Bundle
);

/// <summary>
/// The receiver's side of a file of messages: proved by its manifest first, and then read line by line.
/// </summary>
public static class MessageFile
{
    /// <summary>
    /// Why a file is not what its manifest says; null where it is. Read from where it stands to its end.
    /// </summary>
    public static async Task<string?> ProveAsync(Stream file, FileManifest manifest, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[65_536];
        var (bytes, lines) = (0L, 0);
        for (int read; (read = await file.ReadAsync(buffer, cancellation)) > 0; bytes += read)
        {
            digest.AppendData(buffer, 0, read);
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return bytes != manifest.Bytes ? "bytes"
            : Convert.ToHexStringLower(digest.GetHashAndReset()) != manifest.Sha256 ? "sha256"
            : lines != manifest.Messages ? "messages"
            : null;
    }

    /// <summary>The messages of a file that was proved.</summary>
    /// <exception cref="InvalidDataException">A line is no message of ours; which.</exception>
    public static async IAsyncEnumerable<ReadMessage> ReadAsync(
        Stream file,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        for (var line = 1; await reader.ReadLineAsync(cancellation) is { } text; line++)
            yield return Read(line, text) ?? throw new InvalidDataException($"Line {line} is no message.");
    }

    private static ReadMessage? Read(int line, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var (bundle, header) = (json.RootElement, json.RootElement.GetProperty("entry")[0].GetProperty("resource"));
            var kinds = header
                .GetProperty("extension")
                .EnumerateArray()
                .Select(static change =>
                    change
                        .GetProperty("extension")
                        .EnumerateArray()
                        .First(static part => part.GetProperty("url").ValueEquals("kind"))
                        .GetProperty("valueCode")
                        .GetString()
                );
            var focus = header.GetProperty("focus")[0].GetProperty("reference").GetString()!;
            return new(
                line,
                bundle.GetProperty("identifier").GetProperty("value").GetString()!,
                Guid.Parse(focus["Patient/".Length..]),
                [.. kinds.Select(static kind => ChangeCodes.Kind(kind)!.Value)],
                System.Text.Encoding.UTF8.GetBytes(text)
            );
        }
        catch (Exception bad)
            when (bad
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or IndexOutOfRangeException
                        or ArgumentOutOfRangeException
            )
        {
            return null;
        }
    }
}
