namespace HuskyFhir.Exchange.Transports;

/// <summary>
/// A way to a partner: boxes (folders, by their names) in which whole files lie. A file has its own name only when all
/// of it is there; until then it has one that <see cref="ListAsync"/> passes over. One caller at a time.
/// </summary>
public interface ITransport : IAsyncDisposable
{
    /// <summary>The whole files of a box, by name.</summary>
    /// <exception cref="TransportException">The way is broken.</exception>
    Task<IReadOnlyList<TransportFile>> ListAsync(string box, CancellationToken cancellation);

    /// <summary>
    /// Whether a file of this very content lies in the box: its size, and where that is the same its hash, are
    /// compared.
    /// </summary>
    /// <exception cref="TransportException">One of another content has the name (<see
    /// cref="TransportFlaw.OtherContent"/>), or the way is broken.</exception>
    Task<bool> HasAsync(string box, string name, LocalFile file, CancellationToken cancellation);

    /// <summary>
    /// Puts a file there, whole or not at all: under a temporary name, checked, and then renamed. Where it lies there
    /// already nothing is done, so that it may be called again after any failure.
    /// </summary>
    /// <exception cref="TransportException">One of another content has the name (<see
    /// cref="TransportFlaw.OtherContent"/>), or the way is broken.</exception>
    Task PutAsync(string box, string name, LocalFile file, CancellationToken cancellation);

    /// <summary>Copies a file from there.</summary>
    /// <exception cref="TransportException">It is not there (<see cref="TransportFlaw.Missing"/>), or the way is
    /// broken.</exception>
    Task FetchAsync(string box, string name, Stream target, CancellationToken cancellation);

    /// <summary>Takes a file away; nothing happens where it is gone.</summary>
    /// <exception cref="TransportException">The way is broken.</exception>
    Task RemoveAsync(string box, string name, CancellationToken cancellation);
}

/// <summary>A file in a box.</summary>
/// <param name="Name">Without a path.</param>
/// <param name="Bytes">Its length.</param>
public sealed record TransportFile(string Name, long Bytes);

/// <summary>A file of ours that is to be put somewhere.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">In lower-case hexadecimal.</param>
public sealed record LocalFile(string Path, long Bytes, string Sha256)
{
    /// <summary>A file as it is on disk.</summary>
    public static async Task<LocalFile> OfAsync(string path, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        return new(path, stream.Length, await FileHash.OfAsync(stream, cancellation));
    }
}
