using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Tests.Populations;

/// <summary>The population is plausible: programmes, ages, names, towns, panels, languages.</summary>
[Collection(OnePopulation.Name)]
public sealed class PopulationShapeTests(GeneratedPopulation population)
{
    [Theory]
    [InlineData("HUSKY-A", 0.45, 0.56)]
    [InlineData("HUSKY-B", 0.02, 0.05)]
    [InlineData("HUSKY-C", 0.08, 0.14)]
    [InlineData("HUSKY-D", 0.31, 0.41)]
    public void Programme_AmongOpenCoverages_HasItsShare(string plan, double least, double most)
    {
        var open = population.All<Coverage>().Where(static c => c.Period!.End is null).ToList();
        Assert.InRange((double)open.Count(c => PopulationRules.Plan(c) == plan) / open.Count, least, most);
    }

    [Fact]
    public void Ages_OfMembers_FitTheirProgramme() => PopulationRules.AgesFitProgrammes(population);

    [Fact]
    public void Coverages_OfAMember_FollowOneAnotherWithoutOverlap() =>
        PopulationRules.CoveragesDoNotOverlap(population);

    [Fact]
    public void Members_WithoutPcp_AreAboutSixInAHundred()
    {
        var without = population.All<Patient>().Count(static p => p.GeneralPractitioner.Count == 0);
        Assert.InRange((double)without / population.Options.Members, 0.04, 0.09);
    }

    [Fact]
    public void Directory_OfThePopulation_HasAboutOnePcpFor1500Members()
    {
        Assert.Equal(4, population.All<PractitionerRole>().Count());
        Assert.Equal(3, population.All<Organization>().Count());
        var panels = population
            .All<Patient>()
            .SelectMany(static p => p.GeneralPractitioner)
            .CountBy(static r => r.Reference!)
            .ToList();
        Assert.Equal(4, panels.Count);
    }

    [Fact]
    public void Children_OfPediatricians_AreUnderEighteen()
    {
        var pediatric = population
            .All<PractitionerRole>()
            .Where(static r => r.Specialty.Single().Coding.Single().Code == "208000000X")
            .Select(static r => "PractitionerRole/" + r.Id)
            .ToHashSet(StringComparer.Ordinal);
        var theirs = population
            .All<Patient>()
            .Where(p => p.GeneralPractitioner.Any(r => pediatric.Contains(r.Reference!)));
        Assert.All(theirs, p => Assert.True(DateOnly.Parse(p.BirthDate!) > population.Options.AsOf.AddYears(-18)));
    }

    [Fact]
    public void FamilyNames_ByFrequency_HaveAFewCommonOnesAndALongTail()
    {
        var counts = population
            .All<Patient>()
            .CountBy(static p => p.Name[0].Family!)
            .Select(static c => c.Value)
            .OrderDescending()
            .ToList();
        Assert.InRange(counts.Count, 400, 900);
        Assert.InRange((double)counts[0] / population.Options.Members, 0.01, 0.06);
        Assert.InRange((double)counts.Take(50).Sum() / population.Options.Members, 0.3, 0.7);
    }

    [Fact]
    public void HourlyWages_OfIncomes_AreAtLeastTheMinimumWageNow()
    {
        var hourly = population
            .All<Observation>()
            .Where(static o =>
                o.Effective is Period { End: null }
                && o.Component[0].Value is CodeableConcept { Coding: [{ Code: "hourly" }] }
            )
            .ToList();
        Assert.NotEmpty(hourly);
        Assert.All(hourly, static o => Assert.InRange(((Quantity)o.Value!).Value!.Value, 16.35m, 30m));
    }

    [Fact]
    public void Towns_OfMembers_AreManyAndTheCitiesLead()
    {
        var towns = population
            .All<Patient>()
            .CountBy(static p => p.Address[0].City!)
            .OrderByDescending(static t => t.Value)
            .ToList();
        Assert.InRange(towns.Count, 120, 169);
        Assert.Contains(towns.Take(4), static t => t.Key == "Bridgeport");
    }

    [Fact]
    public void Languages_OfMembers_AreMostlyEnglishThenSpanish()
    {
        var preferred = population
            .All<Patient>()
            .CountBy(static p => p.Communication[0].Language!.Coding[0].Code!)
            .OrderByDescending(static l => l.Value)
            .ToList();
        Assert.Equal(["en", "es"], preferred.Take(2).Select(static l => l.Key));
        Assert.InRange((double)preferred[1].Value / population.Options.Members, 0.1, 0.22);
    }

    [Fact]
    public void Patients_OnAverage_AreAboutTwoKilobytes() =>
        Assert.InRange((double)population.PatientBytes / population.Options.Members, 1600, 2400);

    [Fact]
    public void Directives_OfAdults_AreInAboutTheSharesOfLife()
    {
        var kinds = population
            .All<Consent>()
            .CountBy(static consent => consent.Category[1].Coding[1].Code!)
            .ToDictionary();
        var adults = population
            .All<Patient>()
            .Count(p => p.Deceased is null && DateOnly.Parse(p.BirthDate!).AddYears(19) <= population.Options.AsOf);
        Assert.InRange(
            (double)population.All<Consent>().Select(static consent => consent.Patient!.Reference).Distinct().Count()
                / adults,
            0.1,
            0.3
        );
        Assert.Equal(
            ["combined", "dnr", "health-care-representative", "living-will"],
            kinds.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal(population.All<Consent>().Count(), population.All<Binary>().Count());
        Assert.All(
            population.All<Binary>(),
            static binary =>
                Assert.StartsWith("%PDF-", System.Text.Encoding.ASCII.GetString(binary.Data!), StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Decisions_OfAYear_AreInAboutTheSharesOfLife()
    {
        const string kind = Systems.Base + "/StructureDefinition/husky-action-kind";
        var (claims, responses) = (population.All<Claim>().ToList(), population.All<ClaimResponse>().ToList());
        Assert.InRange((double)claims.Count / population.Options.Members, 0.1, 0.2);
        var asked = responses.Where(static each => each.Use == ClaimUseCode.Preauthorization).ToList();
        var kinds = asked.CountBy(static each => each.GetExtensionValue<Code>(kind)?.Value ?? "granted").ToDictionary();
        Assert.Equal(
            ["denied-full", "denied-partial", "granted", "reduced", "suspended", "terminated"],
            kinds.Keys.Order(StringComparer.Ordinal)
        );
        Assert.InRange((double)kinds["denied-full"] / asked.Count, 0.06, 0.16);
        Assert.InRange((double)kinds["granted"] / asked.Count, 0.7, 0.9);
        Assert.InRange(
            claims.Count(static claim => claim.Use == ClaimUseCode.Preauthorization)
                - asked.Select(static each => each.Request!.Reference).Distinct().Count(),
            1,
            claims.Count / 10
        ); // still waiting
        Assert.InRange(
            (double)
                responses.Count(static each =>
                    each.Use == ClaimUseCode.Claim && each.GetExtensionValue<Code>(kind) is not null
                ) / responses.Count(static each => each.Use == ClaimUseCode.Claim),
            0.05,
            0.2
        );
    }

    [Fact]
    public void Requests_OfAYear_AreOfAFew_AndEachWasAcknowledged()
    {
        var tasks = population.All<Hl7.Fhir.Model.Task>().ToList();
        Assert.InRange((double)tasks.Count / population.Options.Members, 0.025, 0.05);
        Assert.Superset(
            new HashSet<string>(
                [
                    "appeal",
                    "appointment-help",
                    "benefit-information",
                    "complaint",
                    "grievance",
                    "records-access",
                    "translation-services",
                ],
                StringComparer.Ordinal
            ),
            tasks.Select(static task => task.Code!.Coding[0].Code!).ToHashSet(StringComparer.Ordinal)
        );
        Assert.Contains(tasks, static task => task.Status == Hl7.Fhir.Model.Task.TaskStatus.InProgress);
        Assert.Equal(
            tasks.Select(static task => $"Task/{task.Id}").Order(StringComparer.Ordinal),
            population
                .All<Communication>()
                .Select(static notice => notice.About[0].Reference!)
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Some_OfEachKind_AreThere()
    {
        var patients = population.All<Patient>().ToList();
        Assert.Contains(patients, static p => p.Deceased is not null);
        Assert.Contains(patients, static p => p.MultipleBirth is not null);
        Assert.Contains(patients, static p => p.Address.Any(static a => a.Period?.End is not null));
        Assert.Contains(patients, static p => p.Name.Any(static n => n.Use == HumanName.NameUse.Maiden));
        Assert.Contains(
            patients,
            static p =>
                p.GetBoolExtension("http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired") == true
        );
        Assert.Contains(population.All<Coverage>(), static c => c.Period!.End is not null);
        Assert.Contains(population.All<Observation>(), static o => o.Effective is Period { End: not null });
    }
}
