using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>
/// Race and ethnicity as US Core has them. Where what is stored has the categories that the file tells, it stays as it
/// is: the member may have told more.
/// </summary>
internal static class DemographicMerge
{
    private const string Core = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

    private static readonly Dictionary<string, string> Races = new(StringComparer.Ordinal)
    {
        ["1002-5"] = "American Indian or Alaska Native",
        ["2028-9"] = "Asian",
        ["2054-5"] = "Black or African American",
        ["2076-8"] = "Native Hawaiian or Other Pacific Islander",
        ["2106-3"] = "White",
    };

    private static readonly Dictionary<string, string> Ethnicities = new(StringComparer.Ordinal)
    {
        ["2135-2"] = "Hispanic or Latino",
        ["2186-5"] = "Not Hispanic or Latino",
    };

    /// <summary>Takes them over.</summary>
    public static void Merge(Patient patient, IReadOnlyList<Race> told, IReadOnlySet<string> news)
    {
        var codes = told.SelectMany(static race =>
                X12Codes.Categories(race.Code).Concat(race.Detail is { } detail ? [detail] : [])
            )
            .Distinct()
            .ToList();
        if (!news.Contains("race"))
            Put(patient, "race", Races, codes, 5);
        if (!news.Contains("ethnicity"))
            Put(patient, "ethnicity", Ethnicities, codes, 1);
    }

    private static void Put(
        Patient patient,
        string name,
        Dictionary<string, string> known,
        List<string> codes,
        int most
    )
    {
        var told = codes.Where(known.ContainsKey).Take(most).ToList();
        if (told.Count == 0)
            return;
        var stored = patient
            .GetExtension(Core + name)
            ?.Extension.Where(static part => part.Url == "ombCategory")
            .Select(static part => (part.Value as Coding)?.Code)
            .ToHashSet();
        if (stored is not null && stored.SetEquals(told))
            return;
        patient.RemoveExtension(Core + name);
        patient.Extension.Add(
            new()
            {
                Url = Core + name,
                Extension =
                [
                    .. told.Select(code => new Extension(
                        "ombCategory",
                        new Coding(CodeSystems.Race, code, known[code])
                    )),
                    new("text", new FhirString(string.Join(" and ", told.Select(code => known[code])))),
                ],
            }
        );
    }
}
