using System.Formats.Tar;
using System.IO.Compression;

namespace HuskyFhir.Validation.Definitions;

/// <summary>
/// The JSON files of a package, wherever it lies. Examples and other material beside the definitions are left out.
/// </summary>
internal static class PackageFiles
{
    // A package that is larger than this is no package: an archive must not be able to fill the memory.
    private const long MaxTotal = 1024L * 1024 * 1024;
    private const long MaxFile = 64L * 1024 * 1024;

    public static IEnumerable<(string Name, ReadOnlyMemory<byte> Json)> Archive(string path)
    {
        using var file = System.IO.File.OpenRead(path);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(unzipped);
        var total = 0L;
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } data || !IsDefinition(entry.Name))
                continue;
            if (entry.Length > MaxFile || (total += entry.Length) > MaxTotal)
                throw new InvalidDataException("the archive unpacks to more than a package can be");
            var json = new byte[entry.Length];
            data.ReadExactly(json);
            yield return (entry.Name["package/".Length..], json);
        }
    }

    public static IEnumerable<(string Name, ReadOnlyMemory<byte> Json)> Folder(string path)
    {
        var root = Directory.Exists(Path.Combine(path, "package")) ? Path.Combine(path, "package") : path;
        var search = System.IO.File.Exists(Path.Combine(root, "package.json"))
            ? SearchOption.TopDirectoryOnly
            : SearchOption.AllDirectories;
        foreach (var file in Directory.EnumerateFiles(root, "*.json", search).Order(StringComparer.Ordinal))
            if (!Path.GetFileName(file).StartsWith('.'))
                yield return (Path.GetRelativePath(root, file), System.IO.File.ReadAllBytes(file));
    }

    public static IEnumerable<(string Name, ReadOnlyMemory<byte> Json)> File(string path) =>
        [(path, System.IO.File.ReadAllBytes(path))];

    private static bool IsDefinition(string name) =>
        name.StartsWith("package/", StringComparison.Ordinal)
        && name.EndsWith(".json", StringComparison.Ordinal)
        && name.IndexOf('/', "package/".Length) < 0
        && !name.StartsWith("package/.", StringComparison.Ordinal);
}
