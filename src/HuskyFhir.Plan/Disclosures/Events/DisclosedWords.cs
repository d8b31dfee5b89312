using System.Globalization;

namespace HuskyFhir.Plan.Disclosures.Events;

/// <summary>
/// What was disclosed, in words that a member understands: the brief description that an accounting owes (45 CFR
/// 164.528(b)(2)(iii)).
/// </summary>
internal static class DisclosedWords
{
    private static readonly Dictionary<string, (string One, string Several)> Words = new(StringComparer.Ordinal)
    {
        ["Patient"] = ("your name, birth date, address and contact details", "names, birth dates and addresses"),
        ["Coverage"] = ("your enrollment in the program", "your enrollments in the program"),
        ["RelatedPerson"] = ("a person of your household, or who acts for you", "persons of your household"),
        ["Observation"] = ("a record of your household or health", "records of your household or health"),
        ["CareTeam"] = ("your primary care provider", "your primary care providers"),
        ["Group"] = ("a list of a practice's members", "lists of a practice's members"),
        ["DocumentReference"] = ("a document of your record", "documents of your record"),
        ["Binary"] = ("the content of a document", "the content of documents"),
        ["Consent"] = ("an advance directive or a consent", "advance directives and consents"),
        ["Claim"] = ("a request for a service or a payment", "requests for services and payments"),
        ["ClaimResponse"] = ("a decision on a service", "decisions on services"),
        ["Task"] = ("a request that you or others made", "requests that you or others made"),
        ["Communication"] = ("a notice to you", "notices to you"),
        ["Provenance"] = ("where a record came from", "where records came from"),
    };

    /// <summary>Some resources of one type.</summary>
    public static string Of(string type, int count) =>
        Words.TryGetValue(type, out var words)
            ? count == 1
                ? words.One
                : string.Create(CultureInfo.InvariantCulture, $"{words.Several} ({count})")
            : string.Create(CultureInfo.InvariantCulture, $"{type} ({count})");
}
