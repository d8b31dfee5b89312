using Hl7.Fhir.Model;

namespace HuskyFhir.Tests.Populations;

/// <summary>Rules that hold in every population, whatever its seed and size.</summary>
internal static class PopulationRules
{
    internal static string Plan(Coverage coverage) =>
        coverage.Class.Single(static c => c.Type!.Coding[0].Code == "plan").Value!;

    internal static void AgesFitProgrammes(GeneratedPopulation population)
    {
        var born = population
            .All<Patient>()
            .ToDictionary(static p => "Patient/" + p.Id, static p => DateOnly.Parse(p.BirthDate!));
        foreach (var coverage in population.All<Coverage>().Where(static c => c.Period!.End is null))
        {
            var age = AgeOn(population.Options.AsOf, born[coverage.Beneficiary!.Reference!]);
            var (least, most) = Ages(coverage.Class.Single(static c => c.Type!.Coding[0].Code == "group").Value!);
            Assert.True(age >= least && age <= most, $"{coverage.Id}: {age}");
        }
    }

    internal static void CoveragesDoNotOverlap(GeneratedPopulation population)
    {
        var born = population.All<Patient>().ToDictionary(static p => "Patient/" + p.Id, static p => p.BirthDate);
        foreach (var member in population.All<Coverage>().GroupBy(static c => c.Beneficiary!.Reference!))
        {
            string? end = born[member.Key];
            foreach (
                var period in member.Select(static c => c.Period!).OrderBy(static p => p.Start, StringComparer.Ordinal)
            )
            {
                Assert.True(string.CompareOrdinal(period.Start, end) >= 0, $"{member.Key}: {period.Start} after {end}");
                Assert.True(period.End is null || string.CompareOrdinal(period.End, period.Start) >= 0, member.Key);
                end = period.End ?? "9999";
            }
        }

        Assert.Equal(
            born.Count,
            population.All<Coverage>().Select(static c => c.Beneficiary!.Reference).Distinct().Count()
        );
    }

    private static (int Least, int Most) Ages(string group) =>
        group switch
        {
            "A-CHILD" or "B-CHILD" or "A-FOSTER" => (0, 18),
            "A-PARENT" => (19, 64),
            "A-PREGNANT" => (18, 40),
            "D-ADULT" => (19, 64),
            "C-AGED" => (65, 97),
            "C-DISABLED" => (20, 64),
            _ => throw new ArgumentOutOfRangeException(nameof(group), group, "An open coverage of an unknown group."),
        };

    private static int AgeOn(DateOnly day, DateOnly born) =>
        day.Year - born.Year - (day < born.AddYears(day.Year - born.Year) ? 1 : 0);
}
