using HuskyFhir.Core.Terms;
using HuskyFhir.Simulation.Population.Households;
using HuskyFhir.Simulation.Population.People;

namespace HuskyFhir.Simulation.Population.Lines;

/// <summary>The US Core 6.1.0 extensions of a Patient: race, ethnicity, birth sex, sex, interpreter.</summary>
internal static class Demographics
{
    private const string Core = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

    public static void Write(FhirLines to, Household household, Person person)
    {
        to.Json.WriteStartArray("extension"u8);
        Race(to, household);
        Ethnicity(to, household.Origin);
        Code(to, Core + "birthsex", person.Part.Female ? "F" : "M");
        Code(to, Core + "sex", person.Part.Female ? "248152002" : "248153007");
        if (person.Interpreter)
            Interpreter(to);
        to.Json.WriteEndArray();
    }

    public static string LanguageName(string code) =>
        code switch
        {
            "en" => "English",
            "es" => "Spanish",
            "pt" => "Portuguese",
            "pl" => "Polish",
            "it" => "Italian",
            "ht" => "Haitian Creole",
            "fr" => "French",
            "gu" => "Gujarati",
            "hi" => "Hindi",
            "pa" => "Punjabi",
            "ur" => "Urdu",
            "zh" => "Chinese",
            "vi" => "Vietnamese",
            "tl" => "Tagalog",
            "ar" => "Arabic",
            _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No name for this language."),
        };

    private static void Race(FhirLines to, Household household)
    {
        var answers = household.Race.Split('+');
        Open(to);
        foreach (var answer in answers)
            Category(to, RaceSystem(answer), RaceTerm(answer));
        if (household.Origin.Race is { } detail && answers.Length == 1)
            Detail(to, detail);
        Close(to, string.Join(" and ", answers.Select(static a => RaceTerm(a).Display)), Core + "race");
    }

    private static void Ethnicity(FhirLines to, Origin origin)
    {
        var term = origin.Hispanic switch
        {
            true => new Term("2135-2", "Hispanic or Latino"),
            false => new Term("2186-5", "Not Hispanic or Latino"),
            null => new Term("UNK", "Unknown"),
        };
        Open(to);
        Category(to, origin.Hispanic is null ? CodeSystems.NullFlavor : CodeSystems.Race, term);
        if (origin.Ethnicity is { } detail)
            Detail(to, detail);
        Close(to, origin.Ethnicity?.Display ?? term.Display, Core + "ethnicity");
    }

    private static void Open(FhirLines to)
    {
        to.Json.WriteStartObject();
        to.Json.WriteStartArray("extension"u8);
    }

    private static void Close(FhirLines to, string text, string url)
    {
        to.Json.WriteStartObject();
        to.Json.WriteString("url"u8, "text"u8);
        to.Json.WriteString("valueString"u8, text);
        to.Json.WriteEndObject();
        to.Json.WriteEndArray();
        to.Json.WriteString("url"u8, url);
        to.Json.WriteEndObject();
    }

    private static void Category(FhirLines to, string system, Term term) => Part(to, "ombCategory", system, term);

    private static void Detail(FhirLines to, Term term) => Part(to, "detailed", CodeSystems.Race, term);

    private static void Part(FhirLines to, string url, string system, Term term)
    {
        to.Json.WriteStartObject();
        to.Json.WriteString("url"u8, url);
        to.Coding("valueCoding"u8, system, term.Code, term.Display);
        to.Json.WriteEndObject();
    }

    private static void Code(FhirLines to, string url, string code)
    {
        to.Json.WriteStartObject();
        to.Json.WriteString("url"u8, url);
        to.Json.WriteString("valueCode"u8, code);
        to.Json.WriteEndObject();
    }

    private static void Interpreter(FhirLines to)
    {
        to.Json.WriteStartObject();
        to.Json.WriteString("url"u8, "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"u8);
        to.Json.WriteBoolean("valueBoolean"u8, true);
        to.Json.WriteEndObject();
        to.Json.WriteStartObject();
        to.Json.WriteString("url"u8, Core + "interpreter-needed");
        to.Coding("valueCoding"u8, CodeSystems.Snomed, "373066001", "Yes");
        to.Json.WriteEndObject();
    }

    private static string RaceSystem(string answer) => answer.Length == 1 ? CodeSystems.Race : CodeSystems.NullFlavor;

    private static Term RaceTerm(string answer) =>
        answer switch
        {
            "W" => new("2106-3", "White"),
            "B" => new("2054-5", "Black or African American"),
            "A" => new("2028-9", "Asian"),
            "I" => new("1002-5", "American Indian or Alaska Native"),
            "ASKU" => new("ASKU", "Asked but no answer"),
            "UNK" => new("UNK", "Unknown"),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "No such answer about race."),
        };
}
