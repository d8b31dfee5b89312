using Hl7.Fhir.Model;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Exchange.Loading;

/// <summary>
/// What is loaded whole or not at all: a resource by itself, a transaction bundle, or some that refer to each other in
/// a ring.
/// </summary>
/// <param name="Piece">What it was read from.</param>
/// <param name="Number">Which of the piece's units it is, from 0.</param>
/// <param name="Where">File, and line of an NDJSON file or entry of a bundle.</param>
/// <param name="Entries">In the order of the file.</param>
internal sealed record LoadUnit(Piece Piece, int Number, string Where, IReadOnlyList<LoadEntry> Entries)
{
    /// <summary>Everything by which others of the load refer to its resources.</summary>
    public IEnumerable<BusinessKey> Names => Entries.SelectMany(static entry => entry.Names);
}

/// <summary>One resource of a unit.</summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Resource">As in the file; its references are changed to ids of the store.</param>
/// <param name="FullUrl">By which others of the same bundle refer to it.</param>
/// <param name="Alias">By which others of the same load refer to it: source and <c>Type/id</c>.</param>
/// <param name="Keys">What makes it the same resource when it is loaded again.</param>
internal sealed record LoadEntry(
    FhirType Type,
    Resource Resource,
    string? FullUrl,
    BusinessKey? Alias,
    IReadOnlyList<BusinessKey> Keys
)
{
    /// <summary>Business keys, then the alias.</summary>
    public IEnumerable<BusinessKey> Names => Alias is { } alias ? Keys.Append(alias) : Keys;

    /// <summary>Every reference out of the resource, with its path and what it said in the file.</summary>
    public IReadOnlyList<Link> Links { get; } =
    [
        .. HuskyFhir.Resources.Types.Links.OfReferences(Resource),
        .. HuskyFhir
            .Plan.Documents.Attachments.Of(Resource)
            .Where(static link =>
                link.Text.StartsWith("urn:", StringComparison.Ordinal)
                || link.Text.StartsWith("Binary/", StringComparison.Ordinal)
            ),
    ];
}
