using Hl7.Fhir.Model;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Store;

namespace HuskyFhir.Exchange.Loading;

/// <summary>What is loaded whole or not at all: a resource by itself, or a transaction bundle.</summary>
/// <param name="Where">File, and line of an NDJSON file.</param>
/// <param name="Entries">In the order of the file.</param>
internal sealed record LoadUnit(string Where, IReadOnlyList<LoadEntry> Entries)
{
    /// <summary>Names that it refers to and that were not found so far.</summary>
    public IReadOnlyList<string> Missing { get; set; } = [];
}

/// <summary>One resource of a unit.</summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Resource">As in the file; its references are changed to ids of the store.</param>
/// <param name="FullUrl">By which others of the same bundle refer to it.</param>
/// <param name="Alias">By which others of the same load refer to it: source and <c>Type/id</c>.</param>
/// <param name="Keys">What makes it the same resource when it is loaded again.</param>
internal sealed record LoadEntry(FhirType Type, Resource Resource, string? FullUrl, BusinessKey? Alias, IReadOnlyList<BusinessKey> Keys)
{
    /// <summary>Every reference with what it said in the file, since resolving is tried anew when something is missing.</summary>
    public IReadOnlyList<(ResourceReference Reference, string Text)> Links { get; } =
        [.. References.In(Resource).Where(static found => !string.IsNullOrEmpty(found.Reference.Reference) && found.Reference.Reference[0] != '#').Select(static found => (found.Reference, found.Reference.Reference!))];
}
