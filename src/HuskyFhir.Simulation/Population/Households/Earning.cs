using HuskyFhir.Simulation.Population.Chance;

namespace HuskyFhir.Simulation.Population.Households;

/// <summary>The household's income, and for some the one before it, in the last place the current one.</summary>
internal static class Earning
{
    // The federal poverty guideline of 2025, in cents a year: for one person, and for each one more.
    private const long FirstPerson = 1_565_000;
    private const long NextPerson = 550_000;
    private const int MinimumWage = 1635;
    private const int ChangedPermille = 220;

    private static readonly Weighted<string> Sources = Weighted.Parse(
        "wages:80 self-employment:12 unemployment:6 child-support:2"
    );
    private static readonly Weighted<string> Frequencies = Weighted.Parse(
        "biweekly:42 weekly:24 hourly:14 semimonthly:9 monthly:7 annual:4"
    );

    public static IReadOnlyList<Income> Earn(Composition kind, int people, DateOnly asOf, Draw draw)
    {
        var percent = draw.Between(kind.Poverty.Least, kind.Poverty.Most);
        if (percent < 8)
            return [];
        var yearly = (FirstPerson + (NextPerson * (people - 1))) * percent / 100;
        var retired = kind.Adults == Programme.C;
        var source = retired ? "social-security" : Sources.Pick(draw);
        var frequency =
            retired ? "monthly"
            : source == "unemployment" ? "weekly"
            : Frequencies.Pick(draw);
        var pay = frequency == "hourly" ? ByTheHour(yearly, draw) : new Pay(PerPeriod(yearly, frequency), frequency, 0);
        var since = asOf.AddDays(-draw.Between(5, 900));
        var now = new Income(pay.Cents, pay.Frequency, source, pay.Hours, since, null);
        if (retired || !draw.Permille(ChangedPermille))
            return [now];
        var before = now with
        {
            Cents = now.Cents * draw.Between(70, 125) / 100,
            Since = since.AddDays(-draw.Between(120, 1200)),
            Until = since.AddDays(-1),
        };
        return [before, now];
    }

    // At Connecticut's minimum wage or somewhat above; what that cannot explain is a salary.
    private static Pay ByTheHour(long yearly, Draw draw)
    {
        var wage = draw.Between(MinimumWage, MinimumWage * 3 / 2);
        var hours = (int)(yearly / (52L * wage));
        return hours is >= 4 and <= 60 ? new(wage, "hourly", hours) : new(PerPeriod(yearly, "biweekly"), "biweekly", 0);
    }

    private static long PerPeriod(long yearly, string frequency) =>
        frequency switch
        {
            "weekly" => yearly / 52,
            "biweekly" => yearly / 26,
            "semimonthly" => yearly / 24,
            "monthly" => yearly / 12,
            "annual" => yearly,
            _ => throw new ArgumentOutOfRangeException(nameof(frequency), frequency, "No such pay period."),
        };

    private readonly record struct Pay(long Cents, string Frequency, int Hours);
}
