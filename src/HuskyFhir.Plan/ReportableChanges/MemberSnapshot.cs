using HuskyFhir.Resources.Stored;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>A member as the agency may see it now: stored bytes, which a format splices or reads.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Patient">The member's own record, without what is for the plan alone.</param>
/// <param name="Coverages">Every enrolment.</param>
/// <param name="Household">RelatedPersons: persons of the household and representatives.</param>
/// <param name="Incomes">Observations of income that are neither ended nor in error.</param>
/// <param name="Pcp">The primary care provider; null for none.</param>
public sealed record MemberSnapshot(
    Guid Member,
    StoredResource Patient,
    IReadOnlyList<StoredResource> Coverages,
    IReadOnlyList<StoredResource> Household,
    IReadOnlyList<StoredResource> Incomes,
    PcpPicture? Pcp
);

/// <summary>The primary care provider of a member.</summary>
/// <param name="Since">From when the assignment holds, in UTC ticks.</param>
/// <param name="Role">PractitionerRole.</param>
/// <param name="Practitioner">The person; null where the role names none.</param>
public sealed record PcpPicture(long Since, StoredResource Role, StoredResource? Practitioner);
