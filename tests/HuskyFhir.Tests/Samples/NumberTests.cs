using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Tests.Populations;

namespace HuskyFhir.Tests.Samples;

/// <summary>The number of a consent tells nothing of the member: who sees one learns no client id from it.</summary>
[Collection(OnePopulation.Name)]
public sealed class NumberTests(GeneratedPopulation population)
{
    [Fact]
    public void Numbers_OfConsents_HoldNoClientId_InTheSamples() => Check([.. new SampleStory().Resources]);

    [Fact]
    public void Numbers_OfConsents_HoldNoClientId_InAPopulation() => Check(population.Resources);

    private static void Check(IReadOnlyList<Resource> resources)
    {
        var ids = resources
            .OfType<Patient>()
            .SelectMany(static patient => patient.Identifier)
            .Where(static each => each.System == Systems.ClientId)
            .Select(static each => each.Value!.TrimStart('C', 'T'))
            .ToHashSet();
        var consents = resources
            .OfType<Consent>()
            .SelectMany(static consent => consent.Identifier)
            .Select(static each => each.Value!)
            .ToList();
        Assert.NotEmpty(ids);
        Assert.NotEmpty(consents);
        foreach (var number in consents)
            Assert.DoesNotContain(
                Enumerable.Range(0, Math.Max(0, number.Length - 7)).Select(at => number.Substring(at, 8)),
                ids.Contains
            );
    }
}
