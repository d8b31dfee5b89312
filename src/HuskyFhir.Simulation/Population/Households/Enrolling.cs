using HuskyFhir.Simulation.Population.Chance;

namespace HuskyFhir.Simulation.Population.Households;

/// <summary>A member's coverages, the current one last. Some came from another programme, some after a gap.</summary>
internal static class Enrolling
{
    private const int EarlierPermille = 90;

    public static IReadOnlyList<Enrolment> Enrol(Part part, DateOnly asOf, DateOnly? died, Draw draw)
    {
        if (part.Programme == Programme.None)
            return [];
        var start = Later(part.Born, FirstOfMonth(asOf.AddDays(-draw.Between(400, 2600))));
        var current = new Enrolment(part.Programme, part.Group, start, died);
        return draw.Permille(EarlierPermille) && Earlier(part, start, draw) is { } earlier
            ? [earlier, current]
            : [current];
    }

    private static Enrolment? Earlier(Part part, DateOnly start, Draw draw)
    {
        var end = start.AddDays(draw.Permille(700) ? -1 : -draw.Between(35, 400));
        var from = FirstOfMonth(end.AddDays(-draw.Between(200, 900)));
        if (from <= part.Born)
            return null;
        return part.Programme switch
        {
            Programme.A when part.Seat == Seat.Child && draw.Permille(400) => new(Programme.B, part.Group, from, end),
            Programme.B => new(Programme.A, part.Group, from, end),
            Programme.C when part.Born.AddYears(20) < from => new(Programme.D, "ADULT", from, end),
            Programme.D when part.Born.AddYears(19) > end => new(Programme.A, "CHILD", from, end),
            Programme.D or Programme.A when from > part.Born.AddYears(19) || part.Seat == Seat.Child => new(
                part.Programme,
                part.Group,
                from,
                end
            ),
            _ => null,
        };
    }

    private static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
