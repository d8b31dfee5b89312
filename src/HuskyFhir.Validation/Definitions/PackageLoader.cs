using System.Text.Json;

namespace HuskyFhir.Validation.Definitions;

/// <summary>
/// Loads definitions from FHIR packages (<c>.tgz</c>), the standard package cache, folders and single files. Nothing is
/// fetched over a network. What cannot be loaded becomes a problem of the set, never an exception.
/// </summary>
/// <param name="cache">The package cache, usually <c>~/.fhir/packages</c>; null to look nowhere.</param>
public sealed class PackageLoader(string? cache = null)
{
    private readonly List<Definition> definitions = [];
    private readonly List<LoadedPackage> packages = [];
    private readonly List<DefinitionProblem> problems = [];
    private R4Pack? r4;

    /// <summary>Adds a <c>.tgz</c> file, a folder, a JSON file, or <c>name#version</c> from the cache.</summary>
    public PackageLoader Add(string path)
    {
        try
        {
            if (File.Exists(path))
                Take(IsArchive(path) ? PackageFiles.Archive(path) : PackageFiles.File(path), path);
            else if (Directory.Exists(path))
                Take(PackageFiles.Folder(path), path);
            else if (
                cache is not null
                && path.Contains('#', StringComparison.Ordinal)
                && Path.GetFileName(path) == path
                && Directory.Exists(Path.Combine(cache, path))
            )
                Take(PackageFiles.Folder(Path.Combine(cache, path)), path);
            else
                problems.Add(
                    new DefinitionProblem(path, path, null, "there is no such file, folder or cached package")
                );
        }
        catch (Exception bad) when (bad is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            problems.Add(new DefinitionProblem(path, path, null, $"it cannot be read: {bad.Message.TrimEnd('.')}"));
        }

        return this;
    }

    /// <summary>Adds one definition, such as a profile embedded in the service.</summary>
    /// <param name="json">The definition as FHIR JSON.</param>
    /// <param name="source">Its name, for messages.</param>
    public PackageLoader Add(ReadOnlyMemory<byte> json, string source)
    {
        Take([(source, json)], source);
        return this;
    }

    /// <summary>
    /// Puts R4's own definitions under all others: bindings and invariants of every type, value sets, code systems,
    /// profiles and extensions. Without the archive that is told as a problem, and the engine checks what is built in.
    /// </summary>
    /// <param name="archive">The archive as published; null for the one beside the engine.</param>
    public PackageLoader AddR4(string? archive = null)
    {
        archive ??= R4Archive.DefaultPath;
        try
        {
            r4 = R4Archive.Open(archive);
            if (r4 is null)
                problems.Add(
                    new DefinitionProblem(
                        "FHIR R4",
                        archive,
                        null,
                        "its definitions are not in this build, so most bindings and invariants of R4 itself are not checked"
                    )
                );
        }
        catch (Exception bad)
            when (bad is IOException or InvalidDataException or UnauthorizedAccessException or System.Xml.XmlException)
        {
            problems.Add(
                new DefinitionProblem("FHIR R4", archive, null, $"it cannot be read: {bad.Message.TrimEnd('.')}")
            );
        }

        return this;
    }

    /// <summary>
    /// The set of all that was added; later additions win over earlier ones of the same URL and version.
    /// </summary>
    public DefinitionSet Load() => new(definitions, [.. packages], [.. problems, .. Unmet()], r4);

    private static bool IsArchive(string path) =>
        path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase);

    private void Take(IEnumerable<(string Name, ReadOnlyMemory<byte> Json)> files, string source)
    {
        var before = definitions.Count;
        ReadOnlyMemory<byte>? manifest = null;
        foreach (var (name, json) in files)
            if (Path.GetFileName(name) == "package.json")
                manifest = json;
            else
                Peek(name, json, source);

        if (manifest is { } found)
            packages.Add(Manifest(found, source, definitions.Count - before));
    }

    private void Peek(string name, ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            if (
                DefinitionReader.Peek(json, source == name ? name : $"{Path.GetFileName(source)}/{name}") is
                { } definition
            )
                definitions.Add(definition);
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            problems.Add(new DefinitionProblem(name, source, null, "it is not valid JSON"));
        }
    }

    private LoadedPackage Manifest(ReadOnlyMemory<byte> json, string source, int count)
    {
        try
        {
            using var manifest = JsonDocument.Parse(json);
            var root = manifest.RootElement;
            var dependencies =
                root.TryGetProperty("dependencies", out var found) && found.ValueKind == JsonValueKind.Object
                    ? found.EnumerateObject().Select(static one => $"{one.Name}#{one.Value}").ToArray()
                    : [];
            return new LoadedPackage(Text(root, "name"), Text(root, "version"), source, count, dependencies);
        }
        catch (JsonException)
        {
            problems.Add(new DefinitionProblem("package.json", source, null, "the manifest is not valid JSON"));
            return new LoadedPackage(Path.GetFileName(source), "?", source, count, []);
        }
    }

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.ToString() : "?";

    // A dependency that is absent is told, not refused: what needs it says so where it is needed. R4 itself is built
    // in.
    private IEnumerable<DefinitionProblem> Unmet() =>
        from package in packages
        from dependency in package.Dependencies
        let name = dependency.Split('#')[0]
        where name != "hl7.fhir.r4.core" && !packages.Exists(other => other.Name == name)
        select new DefinitionProblem(
            package.Name,
            package.Source,
            null,
            $"it builds on {dependency}, which is not loaded; what it needs of it is not checked"
        )
        {
            Fatal = false,
        };
}
