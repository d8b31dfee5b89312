using System.Runtime.InteropServices;
using HuskyFhir.Core.Files;

namespace HuskyFhir.Exchange.Transports;

/// <summary>Files that are still there after the power went.</summary>
internal static class Disk
{
    /// <summary>
    /// Writes a file under a temporary name and flushes it; it gets its own name only when all of it is on the disk.
    /// </summary>
    /// <exception cref="IOException">No room, or a file of that name is there and may not be replaced.</exception>
    public static async Task WriteAsync(
        string path,
        Func<Stream, Task> write,
        bool replace,
        CancellationToken cancellation
    )
    {
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, Boxes.Temporary(Path.GetFileName(path)));
        await using (var stream = new FileStream(temporary, Options(Path.GetDirectoryName(path)!)))
        {
            await write(stream);
            await stream.FlushAsync(cancellation);
            stream.Flush(flushToDisk: true);
        }

        cancellation.ThrowIfCancellationRequested();
        File.Move(temporary, path, replace);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>A file for the service alone, or for the group that the folder has been opened to.</summary>
    private static FileStreamOptions Options(string folder)
    {
        var options = PrivateFiles.Options(FileMode.Create, FileAccess.ReadWrite);
        options.BufferSize = 1 << 16;
        options.Options = FileOptions.Asynchronous;
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = PrivateFiles.ModeIn(folder);
        return options;
    }

    /// <summary>Makes the names in a folder durable; the file's own flush does not.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = NativeOpen(folder, 0);
        if (handle < 0)
            return;
        _ = NativeSync(handle);
        _ = NativeClose(handle);
    }

#pragma warning disable CA2101 // UTF-8 is what the system takes.
    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeOpen([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
#pragma warning restore CA2101

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeSync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeClose(int handle);
}
