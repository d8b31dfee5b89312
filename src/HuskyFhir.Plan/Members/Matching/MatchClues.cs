using Hl7.Fhir.Model;
using HuskyFhir.Core.Search;

namespace HuskyFhir.Plan.Members.Matching;

/// <summary>
/// By which searches the members are found that a description may be of. Each alone is narrow: there is none by a
/// family name only.
/// </summary>
public static class MatchClues
{
    /// <summary>The searches, each a list of parameters.</summary>
    public static IReadOnlyList<IReadOnlyCollection<KeyValuePair<string, string>>> Of(Patient asked)
    {
        var clues = new List<IReadOnlyCollection<KeyValuePair<string, string>>>();
        foreach (var identifier in asked.Identifier.Where(static each => !string.IsNullOrWhiteSpace(each.Value)))
            clues.Add([
                new(
                    "identifier",
                    $"{(string.IsNullOrEmpty(identifier.System) ? string.Empty : SearchText.Escape(identifier.System) + "|")}{SearchText.Escape(identifier.Value!)}"
                ),
            ]);
        foreach (var contact in asked.Telecom.Where(static each => !string.IsNullOrWhiteSpace(each.Value)))
            clues.Add([new("telecom", SearchText.Escape(contact.Value!))]);
        if (!string.IsNullOrEmpty(asked.BirthDate))
            foreach (var name in asked.Name)
            {
                if (!string.IsNullOrWhiteSpace(name.Family))
                    clues.Add([new("family", SearchText.Escape(name.Family)), new("birthdate", asked.BirthDate)]);
                foreach (var given in name.Given.Where(static each => !string.IsNullOrWhiteSpace(each)).Take(1))
                    clues.Add([new("given", SearchText.Escape(given!)), new("birthdate", asked.BirthDate)]);
            }

        return clues.Count <= Most ? clues : clues.GetRange(0, Most);
    }

    private const int Most = 12;
}
