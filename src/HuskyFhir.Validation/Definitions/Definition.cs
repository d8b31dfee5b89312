using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Definitions;

/// <summary>One loaded definition: kept as bytes, and read into objects when a plan or an expansion needs it.</summary>
internal sealed class Definition
{
    private readonly Lock gate = new();
    private readonly Func<ReadOnlyMemory<byte>> bytes;
    private readonly WeakReference<Resource> read = new(null!);
    private Resource? kept;

    /// <summary>A definition whose bytes are in memory.</summary>
    public Definition(string kind, string url, string? version, string? type, string source, ReadOnlyMemory<byte> json)
        : this(kind, url, version, type, source, () => json) { }

    /// <summary>A definition whose bytes are unpacked on demand.</summary>
    public Definition(
        string kind,
        string url,
        string? version,
        string? type,
        string source,
        Func<ReadOnlyMemory<byte>> bytes
    )
    {
        (Kind, Url, Version, Type, Source) = (kind, url, version, type, source);
        this.bytes = bytes;
    }

    /// <summary>StructureDefinition, ValueSet, CodeSystem or Questionnaire.</summary>
    public string Kind { get; }

    /// <summary>The canonical URL without a version.</summary>
    public string Url { get; }

    /// <summary>Its business version, if it has one.</summary>
    public string? Version { get; }

    /// <summary>For a StructureDefinition, the type that it constrains.</summary>
    public string? Type { get; }

    /// <summary>The package or file that it came from, for messages.</summary>
    public string Source { get; }

    /// <summary>
    /// Whether it is one of R4's own: such a one is read again when it is needed, so that thousands do not stay in
    /// memory.
    /// </summary>
    public bool FromR4 { get; init; }

    /// <summary>The definition itself.</summary>
    public ReadOnlyMemory<byte> Json => bytes();

    /// <summary>The definition as an object.</summary>
    /// <exception cref="BrokenDefinitionException">It cannot be read.</exception>
    public T Read<T>()
        where T : Resource
    {
        lock (gate)
        {
            if (!read.TryGetTarget(out var whole))
                read.SetTarget(whole = DefinitionReader.Read(this));
            kept = FromR4 ? null : whole;
            return whole as T
                ?? throw new BrokenDefinitionException(this, $"it is a {whole.TypeName}, not a {typeof(T).Name}");
        }
    }
}
