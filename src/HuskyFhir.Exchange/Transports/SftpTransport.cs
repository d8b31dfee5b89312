using System.Net.Sockets;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace HuskyFhir.Exchange.Transports;

/// <summary>
/// SFTP by our own key, to a server whose key is pinned. What was sent is read back and compared before it gets its
/// name, so that a file that arrived short or damaged is never seen under it; the rename does not replace what is
/// there.
/// </summary>
public sealed class SftpTransport(SftpAccess access) : ITransport
{
    private SftpClient? client;
    private string? shown;

    /// <inheritdoc />
    public Task<IReadOnlyList<TransportFile>> ListAsync(string box, CancellationToken cancellation) =>
        GuardedAsync<IReadOnlyList<TransportFile>>(
            box,
            async (sftp, folder) =>
            {
                var files = new List<TransportFile>();
                await foreach (var file in sftp.ListDirectoryAsync(folder, cancellation))
                    if (file.IsRegularFile && Boxes.IsWhole(file.Name))
                        files.Add(new(file.Name, file.Length));
                return [.. files.OrderBy(static file => file.Name, StringComparer.Ordinal)];
            },
            cancellation
        );

    /// <inheritdoc />
    public Task<bool> HasAsync(string box, string name, LocalFile file, CancellationToken cancellation) =>
        GuardedAsync(
            box,
            async (sftp, folder) =>
            {
                var there = Join(folder, Boxes.Checked(name));
                return await sftp.ExistsAsync(there, cancellation)
                    && (await SameAsync(sftp, there, file, cancellation) ? true : throw Boxes.Other(name));
            },
            cancellation
        );

    /// <inheritdoc />
    public async Task PutAsync(string box, string name, LocalFile file, CancellationToken cancellation)
    {
        if (await HasAsync(box, name, file, cancellation))
            return;
        await GuardedAsync(
            box,
            async (sftp, folder) =>
            {
                var temporary = Join(folder, Boxes.Temporary(name));
                await using (var source = File.OpenRead(file.Path))
                {
                    // Over what a killed process may have left there, and nothing of that may stay behind the end.
                    if (await sftp.ExistsAsync(temporary, cancellation))
                        await sftp.DeleteFileAsync(temporary, cancellation);
                    await sftp.UploadFileAsync(source, temporary, cancellation);
                }

                if (!await SameAsync(sftp, temporary, file, cancellation))
                    throw new TransportException(
                        TransportFlaw.Damaged,
                        $"What arrived of '{name}' is not what was sent; it did not get its name."
                    );
                await sftp.RenameFileAsync(temporary, Join(folder, name), cancellation);
                return true;
            },
            cancellation
        );
    }

    /// <inheritdoc />
    public Task FetchAsync(string box, string name, Stream target, CancellationToken cancellation) =>
        GuardedAsync(
            box,
            async (sftp, folder) =>
            {
                await sftp.DownloadFileAsync(Join(folder, Boxes.Checked(name)), target, cancellation);
                return true;
            },
            cancellation
        );

    /// <inheritdoc />
    public Task RemoveAsync(string box, string name, CancellationToken cancellation) =>
        GuardedAsync(
            box,
            async (sftp, folder) =>
            {
                var there = Join(folder, Boxes.Checked(name));
                if (await sftp.ExistsAsync(there, cancellation))
                    await sftp.DeleteFileAsync(there, cancellation);
                return true;
            },
            cancellation
        );

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        client?.Dispose();
        client = null;
        return ValueTask.CompletedTask;
    }

    private static string Join(string folder, string name) => $"{folder}/{name}";

    private static async Task<bool> SameAsync(
        SftpClient sftp,
        string path,
        LocalFile file,
        CancellationToken cancellation
    )
    {
        if ((await sftp.GetAttributesAsync(path, cancellation)).Size != file.Bytes)
            return false;
        using var sink = new HashingSink();
        await sftp.DownloadFileAsync(path, sink, cancellation);
        return sink.Sha256() == file.Sha256;
    }

    private async Task<T> GuardedAsync<T>(
        string box,
        Func<SftpClient, string, Task<T>> work,
        CancellationToken cancellation
    )
    {
        try
        {
            var sftp = await ConnectedAsync(cancellation);
            return await work(sftp, access.Root.Length == 0 ? box : Join(access.Root.TrimEnd('/'), box));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A connection on which something failed is not used again.
            await DisposeAsync();
            throw Named(fault, box);
        }
    }

    private async Task<SftpClient> ConnectedAsync(CancellationToken cancellation)
    {
        if (client is { IsConnected: true })
            return client;
        await DisposeAsync();
        var key = access.KeyPassphrase is null
            ? new PrivateKeyFile(access.KeyFile)
            : new PrivateKeyFile(access.KeyFile, access.KeyPassphrase);
        var made = new SftpClient(
            new ConnectionInfo(
                access.Host,
                access.Port,
                access.User,
                new PrivateKeyAuthenticationMethod(access.User, key)
            )
            {
                Timeout = access.Timeout,
            }
        )
        {
            OperationTimeout = access.Timeout,
        };
        made.HostKeyReceived += (_, shows) =>
        {
            shown = $"SHA256:{shows.FingerPrintSHA256.TrimEnd('=')}";
            shows.CanTrust = shown == access.HostKey;
        };
        client = made;
        await made.ConnectAsync(cancellation);
        return made;
    }

    private TransportException Named(Exception fault, string box) =>
        fault switch
        {
            _ when shown is not null && shown != access.HostKey => new(
                TransportFlaw.HostKeyChanged,
                $"{access.Host} shows the key {shown}, and {access.HostKey} is pinned. Nothing was sent. Ask the partner whether it replaced its key; only then set the new one.",
                fault
            ),
            TransportException known => known,
            SshAuthenticationException => new(
                TransportFlaw.Refused,
                $"{access.Host} refuses our key for the user '{access.User}'. Give the partner the public half of {access.KeyFile}.",
                fault
            ),
            SftpPathNotFoundException => new(
                TransportFlaw.Missing,
                $"There is no '{box}', or not that file in it, on {access.Host}. Ask the partner for the folder, or correct the setting that names it.",
                fault
            ),
            SftpPermissionDeniedException => new(
                TransportFlaw.Denied,
                $"'{box}' on {access.Host} may not be read or written by '{access.User}'.",
                fault
            ),
            SshConnectionException or SshOperationTimeoutException or SocketException or TimeoutException => new(
                TransportFlaw.Unreachable,
                $"{access.Host}, port {access.Port}, does not answer or broke off: {fault.Message}",
                fault
            ),
            // Servers say that a disk is full in a general failure.
            SshException => new(
                TransportFlaw.Broken,
                $"{access.Host} failed on '{box}': {fault.Message} Often its disk is full.",
                fault
            ),
            _ => TransportException.Of(fault, access.KeyFile),
        };
}
