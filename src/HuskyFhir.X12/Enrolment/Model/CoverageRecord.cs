namespace HuskyFhir.X12.Enrolment.Model;

/// <summary>Loop 2300: one coverage of a member.</summary>
/// <param name="Maintenance">HD01.</param>
/// <param name="Line">HD03: kind of insurance, such as <c>HLT</c>.</param>
/// <param name="Plan">HD04.</param>
/// <param name="Level">HD05: who is covered.</param>
/// <param name="LateEnrolment">HD09.</param>
public sealed record CoverageRecord(
    string Maintenance,
    string Line,
    string? Plan = null,
    string? Level = null,
    bool? LateEnrolment = null
)
{
    /// <summary>DTP: <c>348</c> begin, <c>349</c> end.</summary>
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];

    /// <summary>AMT.</summary>
    public IReadOnlyList<Amount> Amounts { get; init; } = [];

    /// <summary>REF, with the months of prior coverage (QQ) among them.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>IDC.</summary>
    public IReadOnlyList<IdentificationCard> Cards { get; init; } = [];

    /// <summary>Loop 2310.</summary>
    public IReadOnlyList<ProviderRecord> Providers { get; init; } = [];

    /// <summary>Loop 2320.</summary>
    public IReadOnlyList<OtherBenefits> OtherBenefits { get; init; } = [];
}

/// <summary>IDC.</summary>
/// <param name="Plan">IDC01.</param>
/// <param name="Type">IDC02.</param>
/// <param name="Count">IDC03.</param>
/// <param name="Action">IDC04.</param>
public sealed record IdentificationCard(string Plan, string Type, decimal? Count = null, string? Action = null);

/// <summary>Loop 2310: a provider, such as the primary care provider (<c>P3</c>).</summary>
/// <param name="Number">LX01.</param>
/// <param name="Party">NM1, N3, N4 and PER.</param>
/// <param name="Change">PLA.</param>
public sealed record ProviderRecord(string Number, Party Party, ProviderChange? Change = null);

/// <summary>PLA: since when and why another provider.</summary>
/// <param name="Action">PLA01: <c>2</c> change.</param>
/// <param name="Entity">PLA02: <c>1P</c>.</param>
/// <param name="Effective">PLA03.</param>
/// <param name="Reason">PLA05.</param>
public sealed record ProviderChange(string Action, string Entity, DateOnly Effective, string Reason);

/// <summary>Loop 2320: benefits of another payer.</summary>
/// <param name="Sequence">COB01: <c>P</c> first, <c>S</c> second, <c>T</c> third, <c>U</c> unknown.</param>
/// <param name="Policy">COB02.</param>
/// <param name="Coordination">COB03.</param>
/// <param name="Services">COB04.</param>
public sealed record OtherBenefits(string Sequence, string? Policy, string Coordination, IReadOnlyList<string> Services)
{
    /// <summary>REF.</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];

    /// <summary>DTP.</summary>
    public IReadOnlyList<QualifiedDate> Dates { get; init; } = [];

    /// <summary>Loop 2330.</summary>
    public IReadOnlyList<Party> Parties { get; init; } = [];
}
