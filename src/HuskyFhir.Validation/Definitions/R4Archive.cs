using System.IO.Compression;
using System.Xml;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Hl7.Fhir.Validation;

namespace HuskyFhir.Validation.Definitions;

/// <summary>
/// The archive of R4's definitions as published (<c>specification.zip</c> of the package
/// Hl7.Fhir.Specification.Data.R4), and the
/// <see cref="R4Pack"/> that is made from it once and kept beside it.
/// </summary>
public static class R4Archive
{
    private const string Name = "specification.zip";
    private const string PackName = "r4-definitions.pack";

    private static readonly string[] Files =
    [
        "profiles-types.xml",
        "profiles-resources.xml",
        "profiles-others.xml",
        "extension-definitions.xml",
        "valuesets.xml",
        "v2-tables.xml",
        "v3-codesystems.xml",
    ];

    private static readonly Lock Gate = new();
    private static R4Pack? shared;

    /// <summary>Where the archive lies in this build; the file may be absent.</summary>
    public static string DefaultPath => Path.Combine(AppContext.BaseDirectory, Name);

    /// <summary>
    /// Makes the pack of the archive in this build if it is not there yet, and says where it lies; null without the
    /// archive.
    /// </summary>
    public static string? Prepare() =>
        Open(DefaultPath) is null ? null : Path.Combine(AppContext.BaseDirectory, PackName);

    /// <summary>
    /// The pack of an archive; null where there is no archive. One process opens the archive of its build once.
    /// </summary>
    /// <exception cref="InvalidDataException">The archive is broken.</exception>
    internal static R4Pack? Open(string archive)
    {
        if (!File.Exists(archive))
            return null;

        lock (Gate)
            return archive == DefaultPath ? shared ??= Read(archive) : Read(archive);
    }

    private static R4Pack Read(string archive)
    {
        using var zip = ZipFile.OpenRead(archive);
        var stamp = string.Join(' ', Files.Select(name => zip.GetEntry(name) is { } entry ? $"{entry.Crc32:x8}" : "-"));
        var cached = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(archive))!, PackName);
        if (File.Exists(cached) && R4Pack.Open(File.ReadAllBytes(cached), stamp) is { } known)
            return known;

        var made = R4Pack.Write(
            [.. Files.SelectMany(name => Resources(zip, name)).Select(R4Slimming.Slim).OfType<Definition>()],
            stamp
        );
        Keep(cached, made);
        return R4Pack.Open(made, stamp)
            ?? throw new InvalidDataException("the pack of R4's definitions cannot be read back");
    }

    // Whole or not at all: several processes may start together. A folder that cannot be written costs each start the
    // time to make it.
    private static void Keep(string path, byte[] pack)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllBytes(draft, pack);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException)
        {
            File.Delete(draft);
        }
    }

    private static IEnumerable<Resource> Resources(ZipArchive zip, string name)
    {
        if (zip.GetEntry(name) is not { } entry)
            yield break;

        var deserializer = new BaseFhirXmlDeserializer(
            ModelInfo.ModelInspector,
            new DeserializerSettings { Validator = null, NarrativeValidation = NarrativeValidationKind.None }
        );
        using var stream = entry.Open();
        using var reader = XmlReader.Create(
            stream,
            new XmlReaderSettings
            {
                IgnoreWhitespace = true,
                IgnoreComments = true,
                DtdProcessing = DtdProcessing.Prohibit,
            }
        );
        while (reader.Read())
            if (
                reader is
                { NodeType: XmlNodeType.Element, LocalName: "StructureDefinition" or "ValueSet" or "CodeSystem" }
            )
            {
                using var part = reader.ReadSubtree();
                part.MoveToContent();
                deserializer.TryDeserializeResource(part, out var resource, out _);
                if (resource is not null)
                    yield return resource;
            }
    }
}
