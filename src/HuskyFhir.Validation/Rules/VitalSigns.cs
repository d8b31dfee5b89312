using System.Collections.Frozen;
using Hl7.Fhir.Model;

namespace HuskyFhir.Validation.Rules;

/// <summary>
/// R4's vital signs (section 10.1.7): an Observation with one of these LOINC codes must meet the profile of it, whether
/// it claims it or not.
/// </summary>
internal static class VitalSigns
{
    /// <summary>The profile that all of them build on.</summary>
    public const string Base = "http://hl7.org/fhir/StructureDefinition/vitalsigns";

    private const string Loinc = "http://loinc.org";

    private static readonly FrozenDictionary<string, string> Profiles = new Dictionary<string, string>
    {
        ["85353-1"] = "vitalspanel",
        ["9279-1"] = "resprate",
        ["8867-4"] = "heartrate",
        ["2708-6"] = "oxygensat",
        ["8310-5"] = "bodytemp",
        ["8302-2"] = "bodyheight",
        ["9843-4"] = "headcircum",
        ["29463-7"] = "bodyweight",
        ["39156-5"] = "bmi",
        ["85354-9"] = "bp",
    }.ToFrozenDictionary(
        static pair => pair.Key,
        static pair => "http://hl7.org/fhir/StructureDefinition/" + pair.Value,
        StringComparer.Ordinal
    );

    /// <summary>The profiles that an observation's codes ask for.</summary>
    public static IEnumerable<string> Of(Observation observation)
    {
        foreach (var coding in observation.Code?.Coding ?? [])
            if (
                coding.SystemElement?.JsonValue is Loinc
                && coding.CodeElement?.JsonValue is string code
                && Profiles.TryGetValue(code, out var profile)
            )
                yield return profile;
    }
}
