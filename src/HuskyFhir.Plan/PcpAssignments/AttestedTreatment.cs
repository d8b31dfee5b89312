using HuskyFhir.Storage;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>
/// A member is attributed, for a time, to an organization that attests a treatment relationship (Da Vinci PDex,
/// provider member match).
/// </summary>
public static class AttestedTreatment
{
    private const string Attest =
        "INSERT INTO attributions (organization, member, basis, since, until) VALUES ($1, $2, 'attested', 0, $3) "
        + "ON CONFLICT (organization, member, basis, since) DO UPDATE SET until = excluded.until";

    /// <summary>Attributes the member in a transaction; again, it only moves the end.</summary>
    /// <param name="work">The transaction that keeps the attestation.</param>
    /// <param name="organization">Who attests.</param>
    /// <param name="member">Whom it treats.</param>
    /// <param name="until">The end, in UTC ticks.</param>
    public static void Attribute(Work work, Guid organization, Guid member, long until) =>
        work.Run(new(Attest, organization, member, until));
}
