using Hl7.Fhir.Model;

namespace HuskyFhir.Tests.Samples;

/// <summary>The people of the story: who is there, in which programme, and which questions have an answer.</summary>
public sealed class SampleStoryTests(SampleStory story) : IClassFixture<SampleStory>
{
    private const string AsOf = "2026-11-01";

    [Fact]
    public void Members_InAllFiles_AreAtLeastForty() => Assert.InRange(story.All<Patient>().Count(), 40, int.MaxValue);

    [Theory]
    [InlineData("HUSKY-A", "22")]
    [InlineData("HUSKY-B", "23")]
    [InlineData("HUSKY-C", "22")]
    [InlineData("HUSKY-D", "22")]
    public void Programme_OnTheAsOfDate_HasMembersWithItsCoverageType(string plan, string type)
    {
        var current = story.All<Coverage>().Where(c => Plan(c) == plan && Open(c)).ToList();
        Assert.NotEmpty(current);
        Assert.All(current, c => Assert.Equal(type, c.Type!.Coding.Single().Code));
    }

    [Fact]
    public void Member_AtAnyTime_HasAtMostOneOpenCoverage() =>
        Assert.Distinct(story.All<Coverage>().Where(Open).Select(static c => c.Beneficiary!.Reference));

    [Fact]
    public void Coverages_OfOneMember_IncludeChangesBetweenAAndBBothWays()
    {
        var moves = story
            .All<Coverage>()
            .GroupBy(static c => c.Beneficiary!.Reference)
            .Select(static g =>
                string.Join('>', g.OrderBy(static c => c.Period!.Start, StringComparer.Ordinal).Select(Plan))
            )
            .ToList();
        Assert.Contains("HUSKY-A>HUSKY-B", moves);
        Assert.Contains("HUSKY-B>HUSKY-A", moves);
        Assert.Contains("HUSKY-D>HUSKY-A", moves);
    }

    [Fact]
    public void CurrentPcp_AcrossMembers_IsSplitBetweenBothOrganisationsAndSometimesMissing()
    {
        var pcps = story
            .All<Patient>()
            .Select(static p => p.GeneralPractitioner.SingleOrDefault()?.Reference ?? "none")
            .ToList();
        Assert.InRange(pcps.Count(static r => r.Contains("|RB-", StringComparison.Ordinal)), 15, 40);
        Assert.InRange(pcps.Count(static r => r.Contains("|HC-", StringComparison.Ordinal)), 15, 40);
        Assert.InRange(pcps.Count(static r => r == "none"), 3, 10);
    }

    [Theory]
    [InlineData("Muñoz", "1984-02-11", 1)]
    [InlineData("Okafor", "2021-05-02", 2)]
    [InlineData("Kowalczyk-Nguyen", "2012-02-29", 1)]
    [InlineData("O'Brien", "1951-03-17", 1)]
    [InlineData("Santos", "1983-05-13", 1)]
    public void FamilyAndBirthdate_OfKnownPeople_FindsThem(string family, string born, int count) =>
        Assert.Equal(
            count,
            story.All<Patient>().Count(p => p.BirthDate == born && p.Name.Any(n => n.Family == family))
        );

    [Fact]
    public void Incomes_EachWithAValue_StateFrequencyAndWhenTheyHold()
    {
        foreach (var income in story.All<Observation>())
        {
            Assert.NotNull(Assert.IsType<Period>(income.Effective).Start);
            if (income.DataAbsentReason is not null)
                continue;
            Assert.Equal("USD", Assert.IsType<Quantity>(income.Value).Code);
            Assert.Single(income.Component, static c => c.Code!.Coding.Single().Code == "income-frequency");
        }
    }

    [Fact]
    public void RelatedPersons_WhoAreMembers_AreLinkedFromTheirPatient()
    {
        var links = story.All<Patient>().SelectMany(static p => p.Link).ToList();
        Assert.All(links, static l => Assert.Equal(Patient.LinkType.Seealso, l.Type));
        Assert.InRange(links.Count, 20, int.MaxValue);
    }

    private static string Plan(Coverage coverage) =>
        coverage.Class.Single(static c => c.Type!.Coding.Single().Code == "plan").Value!;

    private static bool Open(Coverage coverage) =>
        coverage.Period!.End is not { } end || string.CompareOrdinal(end, AsOf) >= 0;
}
