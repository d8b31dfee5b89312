using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace HuskyFhir.Exchange.Loading;

/// <summary>A piece of input: a whole JSON file, or a line of an NDJSON file.</summary>
/// <param name="Where">File, and line from 1.</param>
/// <param name="Json">UTF-8.</param>
public readonly record struct Piece(string Where, ReadOnlyMemory<byte> Json);

/// <summary>Files and folders as pieces, in an order in which references mostly point backward. Streams: an NDJSON file of any size is fine.</summary>
public static class LoadSources
{
    /// <summary>What others refer to comes first.</summary>
    private static readonly string[] Order = ["Organization", "Location", "Practitioner", "PractitionerRole", "Patient", "RelatedPerson", "Coverage", "Observation"];

    /// <summary>The files that a path names: itself, or every .json and .ndjson below it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    public static IReadOnlyList<string> Files(string path)
    {
        if (File.Exists(path))
            return [path];
        if (!Directory.Exists(path))
            throw new FileNotFoundException($"There is no file or folder '{path}'.", path);
        return [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Where(static file => Path.GetExtension(file) is ".json" or ".ndjson")
            .OrderBy(Rank).ThenBy(static file => file, StringComparer.Ordinal)];
    }

    /// <summary>The pieces of a file.</summary>
    public static async IAsyncEnumerable<Piece> PiecesAsync(string file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Path.GetExtension(file) != ".ndjson")
        {
            yield return new(file, await File.ReadAllBytesAsync(file, cancellation));
            yield break;
        }

        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var reader = PipeReader.Create(stream, new(bufferSize: 1 << 16));
        for (var number = 1; ; number++)
        {
            var line = await LineAsync(reader, cancellation);
            if (line is null)
                yield break;
            if (line.AsSpan().Trim((byte)' ').Trim((byte)'\r').Length > 0)
                yield return new($"{file}:{number}", line);
        }
    }

    private static int Rank(string file) => Array.IndexOf(Order, Path.GetFileName(file).Split('.', '-')[0]);

    private static async ValueTask<byte[]?> LineAsync(PipeReader reader, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end).ToArray();
                reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            if (read.IsCompleted)
            {
                var rest = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return rest.Length == 0 ? null : rest;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
