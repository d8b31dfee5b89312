using HuskyFhir.Simulation.Population.Chance;
using HuskyFhir.Simulation.Population.People;
using HuskyFhir.Simulation.Population.Places;
using HuskyFhir.Simulation.Population.Providers;

namespace HuskyFhir.Simulation.Population.Households;

/// <summary>Gives the people of one household their names, numbers, coverages and PCPs.</summary>
internal sealed class PersonMaker(
    DateOnly asOf,
    Town town,
    bool moved,
    NameBook names,
    string language,
    ProviderDirectory directory,
    Draw draw
)
{
    private static readonly string[] Mailboxes = ["example.com", "example.com", "example.org", "example.net"];

    private readonly string phone = Atlas.Phone(town, draw);
    private readonly Clinic clinic = directory.ClinicNear(town, draw);

    public List<Person> Make(List<Part> parts)
    {
        var family = names.Family(draw);
        return [.. parts.Select(part => Make(part, family))];
    }

    private Person Make(Part part, Name family)
    {
        var adult = part.Born <= asOf.AddYears(-18);
        var given = NewGiven(part);
        var died = part.Group == "AGED" && draw.Permille(22) ? asOf.AddDays(-draw.Between(3, 360)) : (DateOnly?)null;
        var own = FamilyOf(part, family);
        var number = adult && draw.Permille(700) ? Atlas.Phone(town, draw) : phone;
        var before = moved && draw.Permille(450) ? Atlas.Phone(town, draw) : null;
        return new(part, given, own)
        {
            Middle = draw.Permille(450) && NewGiven(part) is var second && second != given ? second : null,
            BirthFamily =
                part is { Seat: Seat.Head or Seat.Spouse, Female: true } && adult && draw.Permille(260)
                    ? names.Family(draw)
                    : null,
            Suffix = !part.Female && draw.Permille(14) ? draw.Of(["Jr.", "Jr.", "III"]) : null,
            Phone = number,
            FormerPhone = before == number ? null : before,
            Email =
                adult && draw.Permille(550)
                    ? $"{given.Plain}.{own.Plain}{draw.Between(1, 999)}@{draw.Of(Mailboxes)}"
                    : null,
            Interpreter = adult && language != "en" && draw.Permille(520),
            Died = died,
            Enrolments = Enrolling.Enrol(part, asOf, died, draw),
            Pcp =
                ProviderDirectory.PcpFor(clinic, part.Born > asOf.AddYears(-18), draw) is { } pcp && died is null
                    ? pcp
                    : null,
        };
    }

    // A foster child keeps a name of its own, and so does one spouse in eight.
    private Name FamilyOf(Part part, Name family) =>
        part.Seat == Seat.FosterChild || (part.Seat == Seat.Spouse && draw.Permille(125)) ? names.Family(draw) : family;

    // Children of families from abroad often have the names of their schoolmates.
    private Name NewGiven(Part part) =>
        (part.Born.Year > 2005 && draw.Permille(250) ? NameBook.General : names).Given(
            part.Female,
            part.Born.Year,
            draw
        );
}
