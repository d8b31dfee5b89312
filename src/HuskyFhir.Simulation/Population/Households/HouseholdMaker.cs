using HuskyFhir.Simulation.Population.Chance;
using HuskyFhir.Simulation.Population.People;
using HuskyFhir.Simulation.Population.Places;
using HuskyFhir.Simulation.Population.Providers;

namespace HuskyFhir.Simulation.Population.Households;

/// <summary>Makes any household of the population from its index alone, as often as it is asked.</summary>
internal sealed class HouseholdMaker(long seed, DateOnly asOf, ProviderDirectory directory)
{
    private const int MovedPermille = 160;

    /// <summary>Household number <paramref name="index"/>, with at least one member.</summary>
    public Household Make(long index)
    {
        var draw = Draw.For(seed, DrawKind.Household, index);
        var kind = Compositions.All.Pick(draw);
        var origin = Origins.All.Pick(draw);
        var home = Atlas.AnyAddress(Atlas.AnyTown(draw), draw);
        var movedIn = asOf.AddDays(-draw.Between(20, 4000));
        var former = draw.Permille(MovedPermille) ? Atlas.AnyAddress(Atlas.TownNear(home.Town, draw), draw) : null;
        var parts = Casting.Cast(kind, asOf, draw);
        var language = origin.Languages.Pick(draw);
        var people = new PersonMaker(asOf, home.Town, former is not null, origin.Names, language, directory, draw).Make(
            parts
        );
        return new(
            [.. people.OrderBy(static p => p.Enrolments.Count == 0)],
            people.Count(static p => p.Enrolments.Count > 0),
            home,
            former,
            movedIn,
            origin,
            origin.Races.Pick(draw),
            language,
            Earning.Earn(kind, parts.Count, asOf, draw)
        );
    }
}
