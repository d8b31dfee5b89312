using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Exchange.Formats.Edi.Texts;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>
/// LUI as communication: a language by its code, by its name (LUI03), or in the file's own words where no code is
/// known. What says nothing is noted. The first that is spoken is the preferred one.
/// </summary>
internal static class LanguageMerge
{
    /// <summary>Takes them over.</summary>
    public static void Merge(Patient patient, IReadOnlyList<Language> told, List<string> notes)
    {
        var isChosen = false;
        foreach (var language in told)
        {
            if (Find(patient, language) is not { } known)
            {
                notes.Add(
                    "language-unknown: a language has neither a code that is known here nor words (LUI02, LUI03), and was not taken"
                );
                continue;
            }

            // Spoken, or native where that is all that is told.
            if (isChosen || (language.Use is not "7" && !(language.Use is "8" or null && told.Count == 1)))
                continue;
            isChosen = true;
            foreach (var other in patient.Communication.Where(each => each != known && each.Preferred == true))
                other.Preferred = false;
            known.Preferred = true;
        }
    }

    private static Patient.CommunicationComponent? Find(Patient patient, Language told)
    {
        var words = told.Text?.Trim();
        var code = X12Codes.Language(told.Qualifier, told.Code) ?? (words is null ? null : LanguageNames.Code(words));
        if (code is null && string.IsNullOrEmpty(words))
            return null;
        var known = patient.Communication.Find(each =>
            code is not null ? Speaks(each, code) : X12Mapping.Same(each.Language?.Text, words)
        );
        if (known is null)
            patient.Communication.Add(
                known = new() { Language = code is null ? new() { Text = words } : new(CodeSystems.Language, code) }
            );
        return known;
    }

    private static bool Speaks(Patient.CommunicationComponent communication, string code) =>
        communication.Language?.Coding.Exists(coding =>
            coding.Code is { } stored && (stored.Split('-')[0] == code || (code == "ase" && stored == "sgn-US"))
        ) == true
        || (
            communication.Language?.Text is { } text
            && communication.Language.Coding.Count == 0
            && LanguageNames.Code(text) == code
        );
}
