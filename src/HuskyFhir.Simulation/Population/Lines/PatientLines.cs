using HuskyFhir.Core.Terms;
using HuskyFhir.Simulation.Population.Households;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>
/// Patients (US Core 6.1.0). Without <c>link</c> to a member's own RelatedPerson entries: those come later in the order
/// of loading, and a reference forward could not be checked when the Patient is loaded.
/// </summary>
internal static class PatientLines
{
    public static void Write(FhirLines to, Household household, long first)
    {
        for (var i = 0; i < household.Members; i++)
            Write(to, household, household.People[i], first + i);
    }

    private static void Write(FhirLines to, Household household, Person person, long number)
    {
        to.Begin("Patient", Ids.Member(number), "patient");
        Demographics.Write(to, household, person);
        to.Identifier("usual", "MA", "Patient Medicaid number", Systems.ClientId, Ids.ClientId(number));
        to.Json.WriteBoolean("active"u8, person.Died is null);
        Names(to, person);
        Telecoms(to, household, person);
        to.Json.WriteString("gender"u8, person.Part.Female ? "female"u8 : "male"u8);
        to.Date("birthDate"u8, person.Part.Born);
        if (person.Died is { } died)
            to.Date("deceasedDateTime"u8, died);
        Addresses(to, household, person);
        Marriage(to, household, person);
        if (person.Part.Twin > 0)
            to.Json.WriteNumber("multipleBirthInteger"u8, person.Part.Twin);
        Languages(to, household);
        Pcp(to, person);
        to.End();
    }

    private static void Names(FhirLines to, Person person)
    {
        to.Json.WriteStartArray("name"u8);
        to.Name("official", person.Family, person.Given, person.Middle, person.Suffix);
        if (person.BirthFamily is { } before)
            to.Name("maiden", before, person.Given, null);
        to.Json.WriteEndArray();
    }

    private static void Telecoms(FhirLines to, Household household, Person person)
    {
        to.Json.WriteStartArray("telecom"u8);
        to.Telecom("phone", person.Phone, "mobile");
        if (person.FormerPhone is { } before && LivedBefore(household, person))
            to.Telecom("phone", before, "old", household.MovedIn.AddDays(-1));
        if (person.Email is { } email)
            to.Telecom("email", email, "home");
        to.Json.WriteEndArray();
    }

    private static void Addresses(FhirLines to, Household household, Person person)
    {
        to.Json.WriteStartArray("address"u8);
        to.Address("home", household.Home, LivedBefore(household, person) ? household.MovedIn : person.Part.Born);
        if (household.Former is { } before && LivedBefore(household, person))
            to.Address("old", before, null, household.MovedIn.AddDays(-1));
        to.Json.WriteEndArray();
    }

    // Whoever was born after the household moved has never had another address or number.
    private static bool LivedBefore(Household household, Person person) => person.Part.Born < household.MovedIn;

    private static void Marriage(FhirLines to, Household household, Person person)
    {
        if (person.Part.Seat is not (Seat.Head or Seat.Spouse))
            return;
        var married = household.People.Any(static p => p.Part.Seat == Seat.Spouse);
        to.Concept(
            "maritalStatus"u8,
            CodeSystems.MaritalStatus,
            married ? "M" : "S",
            married ? "Married" : "Never Married"
        );
    }

    private static void Languages(FhirLines to, Household household)
    {
        to.Json.WriteStartArray("communication"u8);
        Language(to, household.Language, preferred: true);
        if (household.Language != "en")
            Language(to, "en", preferred: false);
        to.Json.WriteEndArray();
    }

    private static void Language(FhirLines to, string code, bool preferred)
    {
        to.Json.WriteStartObject();
        to.Concept("language"u8, CodeSystems.Language, code, Demographics.LanguageName(code));
        to.Json.WriteBoolean("preferred"u8, preferred);
        to.Json.WriteEndObject();
    }

    private static void Pcp(FhirLines to, Person person)
    {
        if (person.Pcp is not { } pcp)
            return;
        to.Json.WriteStartArray("generalPractitioner"u8);
        to.Reference(default, $"PractitionerRole/{pcp.RoleId}", pcp.Display);
        to.Json.WriteEndArray();
    }
}
