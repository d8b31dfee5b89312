using HuskyFhir.Core.Terms;
using HuskyFhir.Simulation.Population.Households;
using HuskyFhir.Simulation.Population.People;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>
/// RelatedPersons (US Core 6.1.0): for a child its parents, for a spouse the other, for an elder the grown child.
/// </summary>
internal static class RelatedPersonLines
{
    public static void Write(FhirLines to, Household household, long first)
    {
        for (var i = 0; i < household.Members; i++)
        {
            var nth = 0;
            foreach (var other in household.People)
            {
                var role = Relationship(household.People[i].Part, other.Part);
                if (role is not null)
                    Write(to, household, other, role, first + i, ++nth);
            }
        }
    }

    /// <summary>
    /// The first of a member's entries who is grown and alive, with its place among them; null where there is none.
    /// </summary>
    public static (int Nth, Person Person)? Adult(Household household, int member, DateOnly asOf)
    {
        var nth = 0;
        foreach (var other in household.People)
            if (
                Relationship(household.People[member].Part, other.Part) is not null
                && ++nth > 0
                && other.Died is null
                && other.Part.Born.AddYears(18) <= asOf
            )
                return (nth, other);
        return null;
    }

    private static void Write(FhirLines to, Household household, Person other, Term role, long number, int nth)
    {
        to.Begin("RelatedPerson", $"rp-{number:D7}-{nth}", "relatedperson");
        to.Identifier("official", null, null, Systems.RelatedPersonKey, $"{Ids.ClientId(number)}-{nth}");
        to.Json.WriteBoolean("active"u8, other.Died is null);
        to.Reference("patient"u8, Ids.MemberReference(number));
        to.Json.WriteStartArray("relationship"u8);
        to.Concept(default, CodeSystems.Role, role.Code, role.Display);
        to.Json.WriteEndArray();
        to.Json.WriteStartArray("name"u8);
        to.Name("official", other.Family, other.Given, other.Middle, other.Suffix);
        to.Json.WriteEndArray();
        to.Json.WriteStartArray("telecom"u8);
        to.Telecom("phone", other.Phone, "mobile");
        if (other.Email is { } email)
            to.Telecom("email", email, "home");
        to.Json.WriteEndArray();
        to.Json.WriteString("gender"u8, other.Part.Female ? "female"u8 : "male"u8);
        to.Date("birthDate"u8, other.Part.Born);
        to.Json.WriteStartArray("address"u8);
        to.Address("home", household.Home);
        to.Json.WriteEndArray();
        to.End();
    }

    /// <summary>What the other is to the member; null where the household's tree gives no entry.</summary>
    private static Term? Relationship(Part member, Part other) =>
        (member.Seat, other.Seat) switch
        {
            (Seat.Child or Seat.GrownChild, Seat.Head or Seat.Spouse) => other.Female
                ? new("MTH", "mother")
                : new("FTH", "father"),
            (Seat.Head, Seat.Spouse) or (Seat.Spouse, Seat.Head) => new("SPS", "spouse"),
            (Seat.Elder, Seat.Head) => new("CHILD", "child"),
            (Seat.FosterChild, Seat.Head) => new("PRNFOST", "foster parent"),
            _ => null,
        };
}
