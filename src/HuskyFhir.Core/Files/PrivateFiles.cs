namespace HuskyFhir.Core.Files;

/// <summary>
/// A file or folder with PHI or keys is open to other accounts of the machine; the message says how to mend it.
/// </summary>
public sealed class ExposedFileException(string message) : IOException(message);

/// <summary>
/// Files and folders for the service's own account alone: mode 0600 for files, 0700 for folders (HIPAA 164.312(a)(1)).
/// Where the system has no Unix permissions, the access list of the folder decides, and nothing is done or demanded
/// here.
/// </summary>
public static class PrivateFiles
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = Own | UnixFileMode.UserExecute;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>How to open a file so that nobody else can read it, should it be made now.</summary>
    public static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share = FileShare.None)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Own;
        return options;
    }

    /// <summary>Makes a folder, with those above it that are missing; one that is there stays as it is.</summary>
    /// <returns>Its full name.</returns>
    public static string CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(path).FullName;
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Directory.Exists(full))
            return full;
        // The system gives the mode to the last folder alone, and those above it to everybody.
        if (Path.GetDirectoryName(full) is { } above)
            CreateFolder(above);
        return Directory.CreateDirectory(full, OwnFolder).FullName;
    }

    /// <summary>Makes an empty file where there is none.</summary>
    public static void CreateFile(string path)
    {
        if (File.Exists(path))
            return;
        try
        {
            new FileStream(path, Options(FileMode.CreateNew, FileAccess.Write)).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first, and made it the same way.
        }
    }

    /// <summary>
    /// The mode for a file that somebody else fetches from a folder: its group may read it where it may look into the
    /// folder, which the operator has opened to it; nobody else ever may.
    /// </summary>
    public static UnixFileMode ModeIn(string folder) =>
        !OperatingSystem.IsWindows()
        && File.GetUnixFileMode(folder).HasFlag(UnixFileMode.GroupRead | UnixFileMode.GroupExecute)
            ? Own | UnixFileMode.GroupRead
            : Own;

    /// <summary>
    /// Refuses a file or folder that other accounts may read, change or list; what is not there is fine.
    /// </summary>
    /// <exception cref="ExposedFileException">It is open to others.</exception>
    public static void Demand(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path))
            return;
        var mode = File.GetUnixFileMode(path);
        if ((mode & (Group | Others)) == 0)
            return;
        var octal = Convert.ToString((int)mode & 0x1FF, 8).PadLeft(4, '0');
        throw new ExposedFileException(
            isFolder
                ? $"Other users of this machine may look into the folder '{path}' (mode {octal}), where members' records or keys are kept. Close it: chmod 700 '{path}'; where others need the folder, name one of its own."
                : $"Other users of this machine may read or change '{path}' (mode {octal}), which holds members' records or keys. Close it: chmod 600 '{path}'."
        );
    }
}
