using System.Text.RegularExpressions;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Tests.Samples;

namespace HuskyFhir.Tests.Populations;

/// <summary>
/// What is written is FHIR: parsed strictly, references inside the set and never forward, keys unique.
/// </summary>
[Collection(OnePopulation.Name)]
public sealed partial class PopulationResourceTests(GeneratedPopulation population)
{
    [Fact]
    public void EveryLine_ParsedStrictly_HasNoIssue() => Assert.Empty(population.Issues);

    [Fact]
    public void Report_OfARun_CountsEveryLine()
    {
        Assert.Equal(population.Resources.Count, population.Report.Total);
        Assert.Equal(population.Options.Members, population.All<Patient>().Count());
        Assert.Equal("Organization.ndjson", population.Report.Resources[0].Key);
    }

    [Fact]
    public void References_InOrderOfLoading_AreRelativeAndNeverForward()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in population.Resources)
        {
            Assert.All(References(resource), r => Assert.Contains(r, seen));
            Assert.True(seen.Add($"{resource.TypeName}/{resource.Id}"));
        }
    }

    [Fact]
    public void BusinessKeys_OfAllResources_AreUnique() => Assert.Distinct(population.Resources.Select(SampleKeys.Of));

    [Fact]
    public void Npis_OfTheDirectory_PassLuhnAndLeaveTheSamplesAlone()
    {
        var npis = population
            .All<Practitioner>()
            .SelectMany(static p => p.Identifier)
            .Concat(population.All<Organization>().SelectMany(static o => o.Identifier))
            .Where(static i => i.System == Systems.Npi)
            .Select(static i => i.Value!)
            .ToList();
        Assert.All(npis, static n => Assert.True(n[0] == '2' && Luhn.Holds(n), n));
    }

    [Fact]
    public void Contacts_OfPatients_AreFictional()
    {
        var contacts = population.All<Patient>().SelectMany(static p => p.Telecom).ToList();
        Assert.All(
            contacts.Where(static t => t.System == ContactPoint.ContactPointSystem.Phone),
            static t => Assert.Matches(FictionalPhone(), t.Value)
        );
        Assert.All(
            contacts.Where(static t => t.System == ContactPoint.ContactPointSystem.Email),
            static t => Assert.Matches(ExampleMail(), t.Value)
        );
    }

    [Fact]
    public void Addresses_OfPatients_AreInConnecticut() =>
        Assert.All(
            population.All<Patient>().SelectMany(static p => p.Address),
            static a =>
            {
                Assert.Equal("CT", a.State);
                Assert.Matches(ConnecticutZip(), a.PostalCode);
            }
        );

    [Fact]
    public void Payor_OfThePopulation_IsThatOfTheSamples()
    {
        var payor = (Organization)population.All<Organization>().First().DeepCopy();
        payor.Id = null;
        Assert.True(new SampleStory().All<Organization>().First().IsExactly(payor));
    }

    private static IEnumerable<string> References(Base at) =>
        at.EnumerateElements()
            .SelectMany(static e =>
                e.Value is IEnumerable<Base> many ? many
                : e.Value is Base one ? [one]
                : []
            )
            .SelectMany(static child => child is ResourceReference { Reference: { } to } ? [to] : References(child));

    [GeneratedRegex("^(203|475|860|959)-555-01[0-9]{2}$")]
    private static partial Regex FictionalPhone();

    [GeneratedRegex(@"^[a-z]+\.[a-z]+[0-9]+@example\.(com|org|net)$")]
    private static partial Regex ExampleMail();

    [GeneratedRegex("^06[0-9]{3}$")]
    private static partial Regex ConnecticutZip();
}
