using Hl7.Fhir.Model;
using HuskyFhir.Resources.Stored;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>A resource as it is to be, beside what it was.</summary>
/// <param name="Resource">With what the file tells.</param>
/// <param name="Stored">As stored; null for a new one.</param>
internal sealed record Merged(Resource Resource, StoredResource? Stored);
