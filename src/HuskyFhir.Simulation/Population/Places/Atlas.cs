using HuskyFhir.Simulation.Population.Chance;
using HuskyFhir.Simulation.Population.Data;

namespace HuskyFhir.Simulation.Population.Places;

/// <summary>All towns, weighted by where members of the programme live, and the addresses in them.</summary>
internal static class Atlas
{
    private static readonly string[] Counties =
    [
        TownData.Fairfield,
        TownData.Hartford,
        TownData.Litchfield,
        TownData.Middlesex,
        TownData.NewHaven,
        TownData.NewLondon,
        TownData.Tolland,
        TownData.Windham,
    ];

    private static readonly string[] SouthWest = ["203", "475"];
    private static readonly string[] Elsewhere = ["860", "860", "860", "959"];

    // Towns where a far larger, or a far smaller, share of residents is in the programme than elsewhere.
    private static readonly HashSet<string> Poorer = new(StringComparer.Ordinal)
    {
        "Bridgeport",
        "Hartford",
        "New Haven",
        "Waterbury",
        "New Britain",
        "New London",
        "Meriden",
        "Windham",
        "East Hartford",
        "Norwich",
    };

    private static readonly HashSet<string> Richer = new(StringComparer.Ordinal)
    {
        "Greenwich",
        "Darien",
        "New Canaan",
        "Westport",
        "Wilton",
        "Weston",
        "Ridgefield",
        "Easton",
        "Avon",
        "Simsbury",
        "Madison",
        "Guilford",
    };

    private static readonly string[] StreetNames =
    [
        "Maple",
        "Birch",
        "Chestnut",
        "Orchard",
        "Quarry",
        "Meadow",
        "Mill Pond",
        "Lantern",
        "Foundry",
        "Cooper",
        "Harvest",
        "Saltbox",
        "Whaler",
        "Laurel",
        "Stone Wall",
        "Ferry",
        "Canal",
        "Clockmaker",
        "Hatters",
        "Silversmith",
        "Thimble",
        "Weathervane",
        "Sachem",
        "Brass Kettle",
        "Tobacco Barn",
        "Oyster",
        "Lighthouse",
        "Granite",
        "Old Ropewalk",
        "Button Hook",
        "Spinning Wheel",
        "Cider Press",
        "Blue Heron",
        "Red Fox",
        "Otter",
        "Kingfisher",
        "Pepperbush",
        "Winterberry",
        "Sycamore",
        "Hemlock",
        "Tulip Tree",
        "Copper Beech",
    ];

    private static readonly string[] StreetKinds =
    [
        "Street",
        "Street",
        "Street",
        "Road",
        "Road",
        "Avenue",
        "Avenue",
        "Lane",
        "Drive",
        "Court",
        "Terrace",
        "Place",
    ];

    public static IReadOnlyList<Town> Towns { get; } = [.. Counties.SelectMany(Read)];

    private static Weighted<Town> ByMembers { get; } = new(Towns.Select(static t => (t, t.Residents * Share(t))));

    private static Weighted<Town>[] ByCounty { get; } =
    [
        .. Counties.Select(
            static (_, county) =>
                new Weighted<Town>(Towns.Where(t => t.County == county).Select(static t => (t, t.Residents)))
        ),
    ];

    public static Town AnyTown(Draw draw) => ByMembers.Pick(draw);

    /// <summary>A town for one of so many clinics: they are spread over the state as members are.</summary>
    public static Town ClinicTown(int clinic, int clinics, Draw draw) => ByMembers.PickWithin(clinic, clinics, draw);

    public static Town TownNear(Town town, Draw draw) => ByCounty[town.County].Pick(draw);

    public static Address AnyAddress(Town town, Draw draw)
    {
        var line = $"{draw.Between(1, 480)} {draw.Of(StreetNames)} {draw.Of(StreetKinds)}";
        string? unit = draw.Permille(380)
            ? "Apt " + (draw.Permille(500) ? $"{draw.Between(1, 40)}" : $"{draw.Between(1, 4)}{"ABCD"[draw.Below(4)]}")
            : null;

        // The first ZIP code of a town is its largest.
        return new(line, unit, town, draw.Permille(300) ? town.Zips[0] : draw.Of(town.Zips));
    }

    /// <summary>Only the hundred numbers that are kept for fiction in each area code.</summary>
    public static string Phone(Town town, Draw draw) => $"{draw.Of(town.AreaCodes)}-555-01{draw.Below(100):D2}";

    private static int Share(Town town) =>
        Poorer.Contains(town.Name) ? 20
        : Richer.Contains(town.Name) ? 3
        : 8;

    private static IEnumerable<Town> Read(string county, int index) =>
        county
            .Split('\n')
            .Select(static line => line.Trim().Split(' '))
            .Select(words => new Town(
                words[0].Replace('_', ' '),
                index,
                int.Parse(words[1]),
                words[2].Split(','),
                index is 0 or 4 ? SouthWest : Elsewhere
            ));
}
