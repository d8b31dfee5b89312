using HuskyFhir.Simulation.Population.Chance;
using HuskyFhir.Simulation.Population.People;
using HuskyFhir.Simulation.Population.Places;

namespace HuskyFhir.Simulation.Population.Providers;

/// <summary>
/// All provider organisations of a population: small enough to hold, about one PCP for 1,500 members.
/// </summary>
internal sealed class ProviderDirectory
{
    private const int MembersPerPcp = 1500;
    private const int PcpsPerClinic = 6;
    private const int WithoutPcpPermille = 60;
    private const int NearbyPermille = 850;

    private static readonly string[] Words =
    [
        "Laurel",
        "Charter Oak",
        "Whalebone",
        "Nutmeg",
        "Elm Green",
        "Tidewater",
        "Stonebridge",
        "Robin Hill",
        "Mill Pond",
        "Saybrook Light",
        "Hopmeadow",
        "Quinebaug",
        "Steeple Rock",
        "Blue Hills",
        "Copper Kettle",
        "Candlewood",
        "Half Moon",
        "Long Meadow",
        "Old Orchard",
        "Millstone",
        "Two Rivers",
        "Windmill",
        "Sleeping Giant",
        "Brass City",
    ];

    private static readonly string[] Kinds =
    [
        "Family Medicine",
        "Community Health Center",
        "Primary Care",
        "Health Partners",
        "Medical Group",
        "Neighborhood Clinic",
        "Physicians",
        "Family Practice",
    ];

    private readonly Weighted<Clinic> everywhere;
    private readonly Weighted<Clinic>?[] byCounty;

    public ProviderDirectory(int members, long seed, DateOnly asOf)
    {
        var pcps = Math.Max(4, (members + MembersPerPcp - 1) / MembersPerPcp);
        var count = Math.Max(2, (pcps + PcpsPerClinic - 1) / PcpsPerClinic);
        Clinics = [.. Enumerable.Range(0, count).Select(index => NewClinic(index, count, pcps, seed, asOf))];
        everywhere = new(Clinics.Select(static c => (c, c.Size)));
        byCounty = [.. Enumerable.Range(0, 8).Select(InCounty)];
    }

    public IReadOnlyList<Clinic> Clinics { get; }

    /// <summary>Where a household of that town goes: mostly an organisation of the same county.</summary>
    public Clinic ClinicNear(Town town, Draw draw) =>
        (draw.Permille(NearbyPermille) ? byCounty[town.County] ?? everywhere : everywhere).Pick(draw);

    /// <summary>One of the clinic's PCPs who takes the person, or null for the few who have none.</summary>
    public static Clinician? PcpFor(Clinic clinic, bool child, Draw draw) =>
        draw.Permille(WithoutPcpPermille) ? null : (child ? clinic.ForChildren : clinic.ForAdults).Pick(draw);

    private static Clinic NewClinic(int index, int clinics, int pcps, long seed, DateOnly asOf)
    {
        var draw = Draw.For(seed, DrawKind.Clinic, index);
        var town = Atlas.ClinicTown(index, clinics, draw);
        var name = $"{Words[index % Words.Length]} {Kinds[(index + (index / Words.Length)) % Kinds.Length]}";
        Site[] sites =
        [
            .. Enumerable
                .Range(1, draw.Between(1, 3))
                .Select(n => NewSite($"l-{index:D4}-{n}", name, n == 1 ? town : Atlas.TownNear(town, draw), draw)),
        ];

        // PCP number n works at clinic n modulo the number of clinics: sizes differ by panels, and no clinic is empty.
        var staff = Enumerable
            .Range(0, pcps)
            .Where(n => n % clinics == index)
            .Select(n => NewClinician(n, n == index, sites, seed, asOf));
        return new(index, $"{name} of {town.Name}", Npi.Organization(index), sites[0].Phone, sites, [.. staff]);
    }

    private static Site NewSite(string id, string clinic, Town town, Draw draw) =>
        new(id, $"{clinic}, {town.Name}", Atlas.AnyAddress(town, draw) with { Unit = null }, Atlas.Phone(town, draw));

    private static Clinician NewClinician(int index, bool first, Site[] sites, long seed, DateOnly asOf)
    {
        var draw = Draw.For(seed, DrawKind.Clinician, index);
        var names = Origins.All.Pick(draw).Names;
        var female = draw.Permille(560);

        // The first one of a clinic takes everybody, so that no member is left without a choice.
        return new(
            index,
            Npi.Practitioner(index),
            names.Given(female, asOf.Year - draw.Between(30, 66), draw),
            names.Family(draw),
            female,
            first ? Specialty.FamilyMedicine : Specialty.Any.Pick(draw),
            draw.Between(4, 11),
            draw.Of(sites),
            asOf.AddDays(-draw.Between(200, 9000)),
            Atlas.Phone(sites[0].Address.Town, draw)
        );
    }

    private Weighted<Clinic>? InCounty(int county)
    {
        var here = Clinics.Where(c => c.Sites[0].Address.Town.County == county).ToList();
        return here.Count == 0 ? null : new(here.Select(static c => (c, c.Size)));
    }
}
