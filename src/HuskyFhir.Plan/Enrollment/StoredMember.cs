using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Enrollment;

/// <summary>A member as stored, and all of the member's that an enrolment may change.</summary>
/// <param name="Patient">The record.</param>
/// <param name="Others">Coverages, persons of the household, incomes and assignments, deleted ones left out.</param>
/// <param name="News">Kinds of change that the partner has not heard of yet: there it is behind, and what it sends must
/// not undo them.</param>
public sealed record StoredMember(
    StoredResource Patient,
    IReadOnlyList<StoredResource> Others,
    IReadOnlySet<string> News
)
{
    /// <summary>Who wrote the current versions.</summary>
    public IReadOnlyDictionary<Guid, FactSource> Sources { get; init; } = new Dictionary<Guid, FactSource>();

    /// <summary>
    /// Persons who were taken out of the household, as they were before; <see cref="StoredResource.Updated"/> tells
    /// when.
    /// </summary>
    public IReadOnlyList<StoredResource> Removed { get; init; } = [];

    /// <summary>What is stored of a type.</summary>
    public IEnumerable<StoredResource> Of(string type) => Others.Where(other => other.Type == type);
}

/// <summary>Who can be a primary care provider under an NPI.</summary>
/// <param name="Role">PractitionerRole.</param>
/// <param name="Npi">Of its practitioner.</param>
public readonly record struct NpiRole(Guid Role, string Npi);
