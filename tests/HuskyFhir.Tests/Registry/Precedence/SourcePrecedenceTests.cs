using HuskyFhir.Plan.Precedence;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Tests.Registry.Precedence;

/// <summary>
/// The table of sources, whole: what its README prints is what it says, and no row gives away what must stand.
/// </summary>
public sealed class SourcePrecedenceTests
{
    private static readonly FactSource[] Speakers =
    [
        FactSource.Load,
        FactSource.Provider,
        FactSource.Dss,
        FactSource.Service,
        FactSource.Plan,
        FactSource.Member,
    ];

    public static TheoryData<FactKind> Kinds => [.. Enum.GetValues<FactKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_OverTheWordOfAnother_TakesNothing(FactKind kind)
    {
        foreach (var stands in Speakers.Except([FactSource.Load]))
            Assert.NotEqual(Ruling.Takes, SourcePrecedence.Rule(kind, FactSource.Load, stands));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Plan_MayChangeEverything_AndEverybodySpeaksOfWhatNobodyHasSaid(FactKind kind)
    {
        foreach (var stands in Speakers)
            Assert.Equal(Ruling.Takes, SourcePrecedence.Rule(kind, FactSource.Plan, stands));
        if (kind != FactKind.SecurityLabel)
            Assert.All(
                Speakers,
                says => Assert.Equal(Ruling.Takes, SourcePrecedence.Rule(kind, says, FactSource.None))
            );
    }

    [Fact]
    public void ProtectedContact_IsTheMembersAndThePlans()
    {
        foreach (var says in (FactSource[])[FactSource.Load, FactSource.Dss, FactSource.Provider])
        foreach (var stands in (FactSource[])[FactSource.Member, FactSource.Plan])
            Assert.Equal(Ruling.Keeps, SourcePrecedence.Rule(FactKind.ConfidentialContact, says, stands));
    }

    [Fact]
    public void Label_IsTakenAwayByNobodyButThePlan()
    {
        foreach (var says in Speakers.Except([FactSource.Plan]))
            Assert.All(
                Speakers,
                stands => Assert.Equal(Ruling.Joins, SourcePrecedence.Rule(FactKind.SecurityLabel, says, stands))
            );
    }

    [Theory]
    [InlineData(FactKind.PcpAssignment, FactSource.Member, Ruling.Conflicts)]
    [InlineData(FactKind.PcpAssignment, FactSource.Plan, Ruling.TakesIfLater)]
    [InlineData(FactKind.Contact, FactSource.Member, Ruling.TakesOnceTold)]
    [InlineData(FactKind.Contact, FactSource.Load, Ruling.Takes)]
    [InlineData(FactKind.Coverage, FactSource.Plan, Ruling.TakesIfLater)]
    [InlineData(FactKind.Household, FactSource.Plan, Ruling.Conflicts)]
    [InlineData(FactKind.Consent, FactSource.Member, Ruling.Keeps)]
    public void Dss_DecidesOfEligibility_AndHearsOfTheRestFromUs(FactKind kind, FactSource stands, Ruling expected) =>
        Assert.Equal(expected, SourcePrecedence.Rule(kind, FactSource.Dss, stands));

    [Fact]
    public void Readme_PrintsTheTable()
    {
        var printed = string.Join(
            '\n',
            Enum.GetValues<FactKind>().Select(static kind => $"| {kind} | {string.Join(" | ", Cells(kind))} |")
        );
        var readme = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "precedence.md"));
        Assert.True(
            readme.Contains(printed, StringComparison.Ordinal),
            $"The README of Precedence prints another table; it is now:\n{printed}"
        );
    }

    /// <summary>
    /// What each source that merges may do to what a load, the plan and the member said, and to DSS's own.
    /// </summary>
    private static IEnumerable<Ruling> Cells(FactKind kind) =>
        [
            SourcePrecedence.Rule(kind, FactSource.Load, FactSource.Load),
            SourcePrecedence.Rule(kind, FactSource.Load, FactSource.Member),
            SourcePrecedence.Rule(kind, FactSource.Dss, FactSource.Load),
            SourcePrecedence.Rule(kind, FactSource.Dss, FactSource.Dss),
            SourcePrecedence.Rule(kind, FactSource.Dss, FactSource.Plan),
            SourcePrecedence.Rule(kind, FactSource.Dss, FactSource.Member),
            SourcePrecedence.Rule(kind, FactSource.Provider, FactSource.Member),
            SourcePrecedence.Rule(kind, FactSource.Member, FactSource.Member),
            SourcePrecedence.Rule(kind, FactSource.Plan, FactSource.Member),
        ];
}
