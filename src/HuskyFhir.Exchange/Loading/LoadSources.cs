using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace HuskyFhir.Exchange.Loading;

/// <summary>A piece of input: a whole JSON file, or a line of an NDJSON file.</summary>
/// <param name="Where">File, and line from 1.</param>
/// <param name="Json">UTF-8.</param>
/// <param name="File">Where it can be read again.</param>
/// <param name="Offset">Bytes before it in the file.</param>
/// <param name="Flaw">Why it could not be read at all; null when it was.</param>
public readonly record struct Piece(
    string Where,
    ReadOnlyMemory<byte> Json,
    string File,
    long Offset,
    string? Flaw = null
);

/// <summary>
/// Files and folders as pieces, in an order in which references mostly point backward. Streams: an NDJSON file of any
/// size is fine.
/// </summary>
public static partial class LoadSources
{
    /// <summary>The largest file of one JSON, and the largest line: 256 MiB.</summary>
    public const int MaxPieceBytes = 256 * 1024 * 1024;

    private const int PeekBytes = 512;

    /// <summary>What others refer to comes first.</summary>
    private static readonly string[] Order =
    [
        "Organization",
        "Location",
        "Practitioner",
        "PractitionerRole",
        "Patient",
        "CareTeam",
        "RelatedPerson",
        "Coverage",
        "Observation",
        "Binary",
        "DocumentReference",
        "Consent",
        "Claim",
        "ClaimResponse",
        "Task",
        "Communication",
    ];

    /// <summary>The files that a path names: itself, or every .json and .ndjson below it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file or folder, or no such file in the
    /// folder.</exception>
    public static IReadOnlyList<string> Files(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new FileNotFoundException($"There is no file or folder '{path}'.", path);
        string[] found =
        [
            .. Directory
                .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(static file =>
                    IsLines(file) || Path.GetExtension(file).Equals(".json", StringComparison.OrdinalIgnoreCase)
                )
                .OrderBy(Rank)
                .ThenBy(static file => file, StringComparer.Ordinal),
        ];
        return found.Length > 0
            ? found
            : throw new FileNotFoundException($"There is no .json or .ndjson file below '{path}'.", path);
    }

    /// <summary>The pieces of a file.</summary>
    public static async IAsyncEnumerable<Piece> PiecesAsync(
        string file,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var (stream, flaw) = Open(file);
        if (stream is null)
        {
            yield return new(file, default, file, 0, flaw);
            yield break;
        }

        await using var closing = stream;
        if (!IsLines(file))
        {
            yield return stream.Length > MaxPieceBytes
                ? new(
                    file,
                    default,
                    file,
                    0,
                    "The file is larger than 256 MiB; split it, or write its resources as NDJSON."
                )
                : new(file, await WholeAsync(stream, cancellation), file, 0);
            yield break;
        }

        var reader = PipeReader.Create(stream, new(bufferSize: 1 << 16));
        for (var (number, offset) = (1, 0L); await LineAsync(reader, cancellation) is { } line; number++)
        {
            if (line.Json is null)
                yield return new($"{file}:{number}", default, file, offset, "The line is longer than 256 MiB.");
            else if (line.Json.AsSpan().Trim(" \t\r"u8).Length > 0)
                yield return new($"{file}:{number}", line.Json, file, offset);
            offset += line.Bytes;
        }
    }

    /// <summary>A piece of which only the place was kept.</summary>
    public static Piece ReadAgain(string where, string file, long offset, int length)
    {
        try
        {
            using var handle = File.OpenHandle(file);
            var json = new byte[length];
            var read = RandomAccess.Read(handle, json, offset);
            return new(where, json.AsMemory(0, read), file, offset);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(where, default, file, offset, $"The file could not be read a second time: {fault.Message}");
        }
    }

    private static bool IsLines(string file) =>
        Path.GetExtension(file).Equals(".ndjson", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// By the file's name as bulk exports give it, or by the first resource of an NDJSON file; bundles and single
    /// resources of any type before all.
    /// </summary>
    private static int Rank(string file)
    {
        var byName = Array.IndexOf(Order, Path.GetFileName(file).Split('.', '-')[0]);
        if (byName >= 0 || !IsLines(file) || Open(file).Stream is not { } stream)
            return byName;
        using (stream)
        {
            var start = new byte[PeekBytes];
            var read = stream.ReadAtLeast(start, PeekBytes, throwOnEndOfStream: false);
            return Array.IndexOf(
                Order,
                FirstType().Match(System.Text.Encoding.UTF8.GetString(start, 0, read)).Groups[1].Value
            );
        }
    }

    private static (FileStream? Stream, string? Flaw) Open(string file)
    {
        try
        {
            return (
                new(
                    file,
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.Read,
                    1 << 16,
                    FileOptions.Asynchronous | FileOptions.SequentialScan
                ),
                null
            );
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, $"The file cannot be read: {fault.Message}");
        }
    }

    private static async Task<byte[]> WholeAsync(FileStream stream, CancellationToken cancellation)
    {
        var json = new byte[stream.Length];
        await stream.ReadExactlyAsync(json, cancellation);
        return json;
    }

    /// <summary>
    /// The next line and how many bytes it took, its end included; without JSON when it is too long; null at the end.
    /// </summary>
    private static async ValueTask<(byte[]? Json, long Bytes)?> LineAsync(
        PipeReader reader,
        CancellationToken cancellation
    )
    {
        for (var skipped = 0L; ; )
        {
            var read = await reader.ReadAsync(cancellation);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end);
                var answer = (skipped > 0 ? null : line.ToArray(), skipped + line.Length + 1);
                reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return answer;
            }

            if (read.IsCompleted)
            {
                var length = read.Buffer.Length + skipped;
                (byte[]?, long)? last = length == 0 ? null : (skipped > 0 ? null : read.Buffer.ToArray(), length);
                reader.AdvanceTo(read.Buffer.End);
                return last;
            }

            var tooLong = skipped > 0 || read.Buffer.Length > MaxPieceBytes;
            skipped += tooLong ? read.Buffer.Length : 0;
            reader.AdvanceTo(tooLong ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
        }
    }

    [GeneratedRegex("\"resourceType\"\\s*:\\s*\"(\\w+)\"")]
    private static partial Regex FirstType();
}
