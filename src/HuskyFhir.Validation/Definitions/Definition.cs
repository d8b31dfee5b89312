using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Definitions;

/// <summary>One loaded definition: kept as bytes, and read into objects when a plan or an expansion needs it.</summary>
/// <param name="Kind">StructureDefinition, ValueSet or CodeSystem.</param>
/// <param name="Url">The canonical URL without a version.</param>
/// <param name="Version">Its business version, if it has one.</param>
/// <param name="Type">For a StructureDefinition, the type that it constrains.</param>
/// <param name="Source">The package or file that it came from, for messages.</param>
/// <param name="Json">The definition itself.</param>
internal sealed record Definition(string Kind, string Url, string? Version, string? Type, string Source, ReadOnlyMemory<byte> Json)
{
    private readonly Lock gate = new();
    private Resource? read;

    /// <summary>The definition as an object.</summary>
    /// <exception cref="BrokenDefinitionException">It cannot be read.</exception>
    public T Read<T>() where T : Resource
    {
        lock (gate)
            return (read ??= DefinitionReader.Read(this)) as T ?? throw new BrokenDefinitionException(this, $"it is a {read.TypeName}, not a {typeof(T).Name}");
    }
}
