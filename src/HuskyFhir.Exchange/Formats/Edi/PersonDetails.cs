using System.Text.Json;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>DMG.</summary>
internal static class PersonDetails
{
    private const string UsCore = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

    /// <summary>
    /// Race or ethnicity by the code of the Office of Management and Budget, as the first component of DMG05.
    /// </summary>
    private static readonly Dictionary<string, string> Races = new(StringComparer.Ordinal)
    {
        ["1002-5"] = "I",
        ["2028-9"] = "A",
        ["2054-5"] = "B",
        ["2076-8"] = "J",
        ["2106-3"] = "C",
        ["2135-2"] = "H",
    };

    public static Demographics? Of(JsonElement patient) =>
        Json.Day(patient.Text("birthDate")) is not { } birth
            ? null
            : new(birth, Gender(patient.Text("gender")), Marital(patient.Code("maritalStatus")), [.. Told(patient)]);

    /// <summary>2100B: what was told wrongly before.</summary>
    public static Demographics? Incorrect(JsonElement patient, string? birth, string? sex)
    {
        if (birth is null && sex is null)
            return null;
        var gender = sex is null ? null : Gender(JsonDocument.Parse(sex).RootElement.Text("gender"));
        return new(birth is null ? null : Json.Day(birth.Trim('"')), gender, null, []);
    }

    public static string Gender(string? gender) =>
        gender switch
        {
            "female" => "F",
            "male" => "M",
            _ => "U",
        };

    /// <summary>v3-MaritalStatus as DMG04.</summary>
    private static string? Marital(string? code) =>
        code switch
        {
            null => null,
            "M" or "C" or "P" => "M",
            "D" or "W" => code,
            "S" => "I",
            "L" => "X",
            "T" => "B",
            "A" or "U" => "U",
            _ => "R",
        };

    private static IEnumerable<Race> Told(JsonElement patient) =>
        patient
            .Items("extension")
            .Where(static extension => extension.Text("url") is UsCore + "race" or UsCore + "ethnicity")
            .SelectMany(static extension => extension.Items("extension"))
            .Select(static part => part.Child("valueCoding")?.Text("code"))
            .OfType<string>()
            .Where(static code => code.Contains('-', StringComparison.Ordinal))
            .Distinct()
            .Take(10)
            .Select(static code => new Race(Races.GetValueOrDefault(code), "RET", code));
}
