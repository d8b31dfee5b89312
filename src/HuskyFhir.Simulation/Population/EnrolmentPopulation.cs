using HuskyFhir.Simulation.Population.Households;
using HuskyFhir.Simulation.Population.Lines;
using HuskyFhir.Simulation.Population.Providers;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Simulation.Population;

/// <summary>
/// The people of a <see cref="Population"/> as an enrolment file (834) that a state would send: the same numbers,
/// names, coverages, incomes and providers.
/// </summary>
public static class EnrolmentPopulation
{
    private const int MembersPerSet = 10_000;

    /// <summary>Writes the file.</summary>
    /// <param name="target">Where to; it stays open.</param>
    /// <param name="options">Which people.</param>
    /// <param name="envelope">From whom, to whom, under which number.</param>
    /// <param name="action">BGN08: <c>2</c> changes, <c>4</c> everybody.</param>
    /// <param name="progress">Told from time to time how many are written.</param>
    /// <param name="cancellation">Stops it; the file then has no trailer, and nobody will take it.</param>
    public static async Task<long> WriteAsync(
        Stream target,
        PopulationOptions options,
        EnvelopeOptions envelope,
        string action,
        IProgress<long>? progress,
        CancellationToken cancellation
    )
    {
        var households = new HouseholdMaker(
            options.Seed,
            options.AsOf,
            new ProviderDirectory(options.Members, options.Seed, options.AsOf)
        );
        var writer = new EnrolmentWriter(target, envelope);
        var done = 0L;
        for (var (index, inSet) = (0L, MembersPerSet); done < options.Members; index++)
        {
            var household = households.Make(index);
            if (inSet >= MembersPerSet)
            {
                if (done > 0)
                    writer.EndSet();
                await writer.BeginSetAsync(Header(envelope, action), cancellation);
                inSet = 0;
            }

            var first = done + 1;
            for (var at = 0; at < household.Members && done < options.Members; at++, inSet++)
            {
                var written = await writer.WriteAsync(
                    Member(household, household.People[at], first, ++done),
                    cancellation
                );
                if (written.Place is null)
                    throw new InvalidOperationException($"An invented member cannot be written: {written.Findings[0]}");
            }

            if (index % 1_000 == 0)
                progress?.Report(done);
        }

        await writer.CompleteAsync(cancellation);
        return done;
    }

    private static SetHeader Header(EnvelopeOptions envelope, string action) =>
        new()
        {
            Purpose = "00",
            Reference = $"INV-{envelope.InterchangeNumber}",
            Created = envelope.Created,
            Action = action,
            Sponsor = new("P5", "DEPARTMENT OF SOCIAL SERVICES", "FI", "990000002"),
            Payer = new("IN", "HUSKY HEALTH", "FI", "990000001"),
        };

    /// <summary>Each member of the programme is a subscriber; the case tells who belong together.</summary>
    private static MemberRecord Member(Household household, Person person, long first, long number) =>
        new()
        {
            Detail = new(true, "18", "021", "XN", "A") { DeathDate = person.Died },
            References = [new("0F", Ids.ClientId(number)), new("3H", $"H{first:D8}")],
            Party = new(
                new("IL", true, person.Family.Text, person.Given.Text, person.Middle?.Text, null, person.Suffix),
                [
                    new(
                        "IP",
                        null,
                        [
                            new("CP", person.Phone),
                            .. person.Email is { } email
                                ? [new ContactNumber("EM", email)]
                                : Array.Empty<ContactNumber>(),
                        ]
                    ),
                ],
                new(
                    household.Home.Unit is { } unit ? [household.Home.Line, unit] : [household.Home.Line],
                    household.Home.Town.Name,
                    "CT",
                    household.Home.Zip
                )
            ),
            Demographics = new(person.Part.Born, person.Part.Female ? "F" : "M", null, []),
            Income =
                number == first
                && household.Incomes.FirstOrDefault(static each =>
                    each.Frequency is "weekly" or "biweekly" or "monthly"
                )
                    is { } income
                    ? new(
                        income.Frequency switch
                        {
                            "weekly" => "1",
                            "biweekly" => "2",
                            _ => "4",
                        },
                        income.Cents / 100m
                    )
                    : null,
            Coverages =
            [
                .. person
                    .Enrolments.TakeLast(1)
                    .Select(enrolment => new CoverageRecord("021", "HLT", $"HUSKY {enrolment.Programme}")
                    {
                        Dates = enrolment.End is { } end
                            ? [new("348", enrolment.Start), new("349", end)]
                            : [new("348", enrolment.Start)],
                        Providers = person.Pcp is { } pcp
                            ?
                            [
                                new(
                                    "1",
                                    new(
                                        new PartyName(
                                            "P3",
                                            true,
                                            pcp.Family.Text,
                                            pcp.Given.Text,
                                            IdQualifier: "XX",
                                            Id: pcp.Npi,
                                            Relationship: "25"
                                        )
                                    )
                                ),
                            ]
                            : [],
                    }),
            ],
        };
}
