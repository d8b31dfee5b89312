namespace HuskyFhir.Plan.PcpAssignments.Leaving;

/// <summary>A practitioner who could take over members, with how near that would be for them.</summary>
/// <param name="Pcp">The role.</param>
/// <param name="Key">Its key, for people to read.</param>
/// <param name="SharesSite">Whether at one of the same sites.</param>
/// <param name="Distance">Kilometres between the nearest sites; null where a position is not known.</param>
/// <param name="SharesTown">Whether in one of the same towns.</param>
/// <param name="SharesOrganization">Whether at the same organisation.</param>
internal sealed record Successor(
    HuskyFhir.Plan.PcpAssignments.Changes.NewPcp Pcp,
    string Key,
    bool SharesSite,
    double? Distance,
    bool SharesTown,
    bool SharesOrganization
)
{
    /// <summary>Members given to it in this plan.</summary>
    public long Given { get; set; }

    /// <summary>Whether it may have another member.</summary>
    public bool HasRoom => Pcp.Members + Given < Pcp.Most;

    /// <summary>The nearer the smaller: the same site, then by distance, by town, by organisation.</summary>
    public (int, double, int, int) Rank =>
        (
            SharesSite ? 0 : 1,
            SharesSite ? 0 : Math.Round(Distance ?? 10_000),
            SharesTown ? 0 : 1,
            SharesOrganization ? 0 : 1
        );
}
