using HuskyFhir.Simulation.Population.Chance;

namespace HuskyFhir.Simulation.Population.Households;

/// <summary>Who lives in a household of a kind: seats, sexes and birth dates that fit one another.</summary>
internal static class Casting
{
    private const int TwinsPermille = 16;

    public static List<Part> Cast(Composition kind, DateOnly asOf, Draw draw)
    {
        var age =
            kind.Group == "AGED"
                ? FewMoreOften(kind.HeadAge, draw)
                : draw.Between(kind.HeadAge.Least, kind.HeadAge.Most);
        var head = new Part(Seat.Head, draw.Permille(kind.Women), Born(asOf, age, draw), kind.Adults, kind.Group);
        var parts = new List<Part> { head };
        if (draw.Permille(kind.Married))
            parts.Add(Spouse(head, kind, asOf, draw));
        if (kind.Children.Most > 0)
            AddChildren(parts, kind, asOf, draw);
        if (kind.Extra is { } seat)
            parts.Add(Extra(seat, head, asOf, draw));
        return parts;
    }

    // Two days after the birthday at the least, so that an age at the edge of a programme stays inside it.
    private static DateOnly Born(DateOnly asOf, int age, Draw draw) =>
        asOf.AddYears(-age).AddDays(-draw.Between(2, 360));

    // About as old as the head, but inside the ages of the head's programme.
    private static Part Spouse(Part head, Composition kind, DateOnly asOf, Draw draw)
    {
        var (least, most) = kind.Group == "AGED" ? (65, 97) : (19, 64);
        var born = head.Born.AddDays(draw.Between(-1500, 1500));
        born = Later(Earlier(born, asOf.AddYears(-least).AddDays(-2)), asOf.AddYears(-most - 1).AddDays(2));
        return new Part(Seat.Spouse, draw.Permille(985) ? !head.Female : head.Female, born, kind.Adults, kind.Group);
    }

    // From the youngest up, a year and more apart, none older than 18 nor born before the younger parent was 17.
    private static void AddChildren(List<Part> parts, Composition kind, DateOnly asOf, Draw draw)
    {
        var parent = parts.Max(static p => p.Born);
        var earliest = Later(parent.AddYears(17), asOf.AddYears(-19).AddDays(2));
        var latest = asOf.AddDays(-1);
        var wanted = FewMoreOften(kind.Children, draw);
        var born = earliest.AddDays(draw.Below(latest.DayNumber - earliest.DayNumber));
        for (; wanted > 0 && born >= earliest; wanted--, born = born.AddDays(-draw.Between(400, 1700)))
        {
            var twins = wanted > 1 && draw.Permille(TwinsPermille);
            parts.Add(Child(kind, born, twins ? 1 : 0, draw));
            if (!twins)
                continue;
            parts.Add(Child(kind, born, 2, draw));
            wanted--;
        }
    }

    private static Part Child(Composition kind, DateOnly born, int twin, Draw draw) =>
        new(Seat.Child, draw.Permille(488), born, kind.ChildProgramme, "CHILD", twin);

    private static Part Extra(Seat seat, Part head, DateOnly asOf, Draw draw) =>
        seat switch
        {
            Seat.Elder => new(
                seat,
                draw.Permille(700),
                Earlier(head.Born.AddYears(-draw.Between(20, 34)), asOf.AddYears(-66)),
                Programme.C,
                "AGED"
            ),
            Seat.GrownChild => new(
                seat,
                draw.Permille(500),
                Born(asOf, draw.Between(19, 21), draw),
                Programme.D,
                "ADULT"
            ),
            Seat.FosterChild => new(
                seat,
                draw.Permille(490),
                Born(asOf, draw.Between(0, 17), draw),
                Programme.A,
                "FOSTER"
            ),
            _ => throw new ArgumentOutOfRangeException(
                nameof(seat),
                seat,
                "Head, spouse and children are cast before."
            ),
        };

    private static int FewMoreOften((int Least, int Most) range, Draw draw) =>
        Math.Min(draw.Between(range.Least, range.Most), draw.Between(range.Least, range.Most));

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
