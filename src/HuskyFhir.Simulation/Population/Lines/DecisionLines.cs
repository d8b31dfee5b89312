using HuskyFhir.Simulation.Population.Chance;
using HuskyFhir.Simulation.Population.Households;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>
/// What providers ask the plan to authorise or to pay within a year, and what it decides (profiles
/// husky-service-request and husky-decision): of about one member in eight an authorisation, of one in twelve a claim.
/// Most are granted, in time; some are denied, whole or in part, and of services that run on, a few are reduced,
/// suspended or ended later, with notice. Each member has draws of its own.
/// </summary>
internal sealed class DecisionLines(FileSet files, RequestLines requests, long seed, DateOnly asOf)
{
    private const int AuthorizationPermille = 120;
    private const int PaymentPermille = 80;
    private const int ExpeditedPermille = 80;
    private const int LatePermille = 25;
    private const int TakenPermille = 150;

    /// <summary>Services that need an authorisation; those that run on can be taken away later.</summary>
    private static readonly (string Text, string? Code, bool RunsOn)[] Services =
    [
        ("Personal care at home", "T1019", true),
        ("Home nursing", "S9123", true),
        ("Adult day health", "S5102", true),
        ("Home health aide", "G0156", true),
        ("Physical therapy at home", "G0151", false),
        ("Power wheelchair", "K0823", false),
        ("Hospital bed", "E0260", false),
        ("Hearing aids", "V5261", false),
        ("Sleep study at home", "G0399", false),
        ("MRI of the lower back", null, false),
        ("Speech therapy", null, false),
        ("Genetic test", null, false),
    ];

    private static readonly Weighted<string> Verdicts = Weighted.Parse(
        "granted:760 denied-partial:70 denied-full:110 waiting:60"
    );
    private static readonly Weighted<string> Payments = Weighted.Parse("granted:880 denied-partial:40 denied-full:80");
    private static readonly Weighted<string> Takings = Weighted.Parse("reduced:50 terminated:30 suspended:20");
    private static readonly Weighted<string> Denials = Weighted.Parse(
        "not-medically-necessary:40 information-missing:25 less-is-enough:15 not-covered:12 other-service-first:8"
    );
    private static readonly Weighted<string> Refusals = Weighted.Parse(
        "no-authorization:35 duplicate:20 limit-reached:20 filed-late:15 not-eligible:10"
    );

    private readonly ClaimLines claims = new(files.Claims);
    private readonly ClaimResponseLines responses = new(files.ClaimResponses);

    public void Write(Household household, long first)
    {
        for (var i = 0; i < household.Members; i++)
        {
            var (person, number) = (household.People[i], first + i);
            var draw = Draw.For(seed, DrawKind.Decision, number);
            if (
                person.Died is not null
                || person.Pcp is not { } pcp
                || person.Enrolments[^1] is not { End: null } coverage
            )
                continue;
            var asking = new Asking(number, pcp, "Coverage/c-" + Ids.MemberNumber(number, coverage.Programme, 0));
            if (draw.Permille(AuthorizationPermille))
                Authorization(asking, coverage.Start, draw);
            if (draw.Permille(PaymentPermille))
                Payment(asking, coverage.Start, draw);
        }
    }

    private void Authorization(Asking asking, DateOnly since, Draw draw)
    {
        var (service, verdict, stat) = (draw.Of(Services), Verdicts.Pick(draw), draw.Permille(ExpeditedPermille));
        var received = asOf.AddDays(-(verdict == "waiting" ? draw.Between(0, stat ? 2 : 5) : draw.Between(20, 340)));
        if (received <= since)
            return;
        var claim = new GeneratedClaim(asking, 1, "preauthorization", received, service.Text, service.Code, stat);
        claims.Write(claim);
        if (verdict == "waiting")
            return;
        var decided = received.AddDays(
            draw.Permille(LatePermille) ? draw.Between(8, 12) : draw.Between(stat ? 0 : 1, stat ? 2 : 6)
        );
        var decision = new GeneratedDecision(claim, 1, decided, verdict == "granted" ? null : verdict)
        {
            Reason = Denials.Pick(draw),
            Notice = decided.AddDays(draw.Between(0, 1)),
        };
        responses.Write(decision);
        if (decision.Action is not null)
            requests.Appeal(decision);
        if (verdict != "granted" || !service.RunsOn || !draw.Permille(TakenPermille))
            return;
        var notice = asOf.AddDays(-draw.Between(1, 60));
        if (notice > decided.AddDays(30))
            responses.Write(
                new(claim, 2, notice, Takings.Pick(draw))
                {
                    Reason = draw.Permille(600) ? "need-ended" : "less-is-enough",
                    Notice = notice,
                    Effective = notice.AddDays(draw.Between(10, 30)),
                }
            );
    }

    private void Payment(Asking asking, DateOnly since, Draw draw)
    {
        var (received, verdict) = (asOf.AddDays(-draw.Between(40, 340)), Payments.Pick(draw));
        if (received <= since)
            return;
        var claim = new GeneratedClaim(asking, 2, "claim", received, "Office visit", null, false)
        {
            Dollars = draw.Between(60, 400),
        };
        claims.Write(claim);
        var decided = received.AddDays(draw.Between(5, 30));
        responses.Write(
            new(claim, 1, decided, verdict == "granted" ? null : verdict)
            {
                Reason = Refusals.Pick(draw),
                Notice = decided.AddDays(1),
            }
        );
    }
}
