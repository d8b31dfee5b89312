using System.Security.Cryptography;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Files;
using HuskyFhir.Resources.Contents;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Documents;

/// <summary>
/// A file that arrives, kept on disk until it is stored: its length and digest are known only at its end, and no one
/// holds it in memory. The file is readable for the service alone and goes when this is disposed of, or with the
/// process. Faults: 400, 413.
/// </summary>
internal sealed class Spool : IAsyncDisposable
{
    private const int Step = 64 * 1024;

    private readonly FileStream file;

    private Spool(string folder)
    {
        var options = PrivateFiles.Options(
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete
        );
        options.BufferSize = 0;
        options.Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous;
        file = new(Path.Combine(folder, $"husky-{Guid.NewGuid():N}.part"), options);
    }

    /// <summary>SHA-256 in hex.</summary>
    public string Digest { get; private set; } = string.Empty;

    /// <summary>Bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Reads a body to its end.</summary>
    public static async Task<Result<Spool>> ReadAsync(
        Stream body,
        string folder,
        long most,
        CancellationToken cancellation
    )
    {
        var spool = new Spool(folder);
        var fault = await spool.FillAsync(body, most, cancellation);
        if (fault is null)
            return spool;
        await spool.DisposeAsync();
        return fault;
    }

    /// <summary>The bytes as a content to be stored, as long as this is there.</summary>
    public Content As(ContentKind kind) => new(new(Digest, Size, kind), Open);

    /// <summary>Reads the bytes from the start.</summary>
    public Stream Open() =>
        new FileStream(
            file.Name,
            new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
            }
        );

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private async Task<Fault?> FillAsync(Stream body, long most, CancellationToken cancellation)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var step = new byte[Step];
        try
        {
            while (await body.ReadAsync(step, cancellation) is > 0 and var read)
            {
                if ((Size += read) > most)
                    return TooLarge(most);
                digest.AppendData(step, 0, read);
                await file.WriteAsync(step.AsMemory(0, read), cancellation);
            }
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(most);
        }
        catch (Exception bad) when (Http.RequestBody.IsUnpackable(bad))
        {
            return new(
                FaultKind.Malformed,
                IssueType.Structure,
                "The body is not what its Content-Encoding says; it cannot be unpacked.",
                "Content-Encoding",
                "content-encoding"
            );
        }

        Digest = Convert.ToHexStringLower(digest.GetHashAndReset());
        return null;
    }

    private static Fault TooLarge(long most) =>
        new(
            FaultKind.TooLarge,
            IssueType.TooLong,
            $"A file may have {most} bytes (Documents:MaxBytes).",
            null,
            "too-large"
        );
}
