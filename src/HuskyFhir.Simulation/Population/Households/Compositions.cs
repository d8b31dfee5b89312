using HuskyFhir.Simulation.Population.Chance;

namespace HuskyFhir.Simulation.Population.Households;

/// <summary>
/// The kinds of household and how frequent they are. Weights are chosen so that about 52 % of members are in HUSKY A,
/// 3 % in B, 10 % in C and 35 % in D. Income limits: A 201 % for children and 138 % for parents, B 323 %, D 138 %.
/// </summary>
internal static class Compositions
{
    public static Weighted<Composition> All { get; } =
        new([
            (new(Programme.D, "ADULT", (19, 64), (0, 138)) { Women = 440 }, 430),
            (new(Programme.D, "ADULT", (25, 63), (20, 138)) { Married = 1000 }, 75),
            (new(Programme.A, "PARENT", (19, 50), (0, 138)) { Women = 880, Children = (1, 4) }, 130),
            (new(Programme.A, "PARENT", (21, 52), (20, 138)) { Married = 1000, Children = (1, 5) }, 75),
            (
                new(Programme.A, "PARENT", (26, 48), (10, 138))
                {
                    Married = 500,
                    Children = (1, 3),
                    Extra = Seat.Elder,
                },
                12
            ),
            (
                new(Programme.A, "PARENT", (40, 58), (10, 138))
                {
                    Women = 700,
                    Married = 400,
                    Children = (1, 2),
                    Extra = Seat.GrownChild,
                },
                25
            ),
            (new(Programme.A, "PREGNANT", (18, 40), (0, 263)) { Women = 1000 }, 12),
            (
                new(Programme.None, "", (24, 52), (139, 201))
                {
                    Women = 600,
                    Married = 700,
                    Children = (1, 4),
                },
                55
            ),
            (
                new(Programme.None, "", (26, 54), (202, 323))
                {
                    Women = 550,
                    Married = 800,
                    Children = (1, 3),
                    ChildProgramme = Programme.B,
                },
                36
            ),
            (
                new(Programme.None, "", (30, 60), (150, 500))
                {
                    Women = 700,
                    Married = 600,
                    Extra = Seat.FosterChild,
                },
                6
            ),
            (new(Programme.C, "AGED", (65, 96), (30, 110)) { Women = 650 }, 85),
            (new(Programme.C, "AGED", (66, 90), (50, 110)) { Married = 1000 }, 18),
            (new(Programme.C, "DISABLED", (20, 64), (20, 110)) { Women = 470 }, 45),
        ]);
}
