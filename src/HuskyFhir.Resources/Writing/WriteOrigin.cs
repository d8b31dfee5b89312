using Hl7.Fhir.Model;
using HuskyFhir.Resources.Types;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// How writes came, as far as their Provenance tells it. Writes without an origin, such as those of the operator's
/// loads, get none.
/// </summary>
/// <param name="InBundle">Whether they came together, as entries of a transaction.</param>
/// <param name="Given">What the client itself says of it (header <c>X-Provenance</c>), without targets; null for
/// nothing.</param>
public sealed record WriteOrigin(bool InBundle, Provenance? Given)
{
    /// <summary>The header by which a client tells of a write (R4 section 6.3.4.1).</summary>
    public const string Header = "X-Provenance";

    /// <summary>What the client's words refer to, which must be there.</summary>
    internal IReadOnlyList<(References.Target Target, string Path)> References { get; } =
        Given is null ? [] : [.. HuskyFhir.Resources.Types.References.TargetsIn(Given)];
}
