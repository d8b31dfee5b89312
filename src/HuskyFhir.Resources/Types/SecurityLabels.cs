using Hl7.Fhir.Model;

namespace HuskyFhir.Resources.Types;

/// <summary>
/// The security labels of a resource (R4 section 6.1.1), and which of them a new version does without.
/// </summary>
internal static class SecurityLabels
{
    private const string Confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private const string Observation = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

    /// <summary>By v3-Confidentiality, from the least to the most.</summary>
    private static readonly string[] Ranks = ["U", "L", "M", "N", "R", "V"];

    /// <summary>Those in <c>meta.security</c> and in a document's <c>securityLabel</c>.</summary>
    public static IEnumerable<Coding> Of(Resource resource)
    {
        var labels = resource.Meta?.Security ?? [];
        return resource is DocumentReference document
            ? labels.Concat(document.SecurityLabel.SelectMany(static concept => concept.Coding))
            : labels;
    }

    /// <summary>Whether elements were left out of the body before it was shown.</summary>
    public static bool IsRedacted(Resource resource) =>
        resource.Meta?.Security.Exists(static label => label is { System: Observation, Code: "REDACTED" }) == true;

    /// <summary>
    /// What was there and is not any more: a label, or a degree of confidentiality. To be more confidential than before
    /// loses nothing.
    /// </summary>
    public static IReadOnlyList<string> Lost(Resource before, Resource after)
    {
        var kept = Of(after).Select(static label => (label.System, label.Code)).ToHashSet();
        var lost = Of(before)
            .Where(label => label.System != Confidentiality && !kept.Contains((label.System, label.Code)))
            .Select(static label => label.Code ?? "?")
            .Distinct()
            .ToList();
        var (was, now) = (Rank(before), Rank(after));
        if (now < was)
            lost.Add(Ranks[was]);
        return lost;
    }

    private static int Rank(Resource resource) =>
        Of(resource)
            .Where(static label => label.System == Confidentiality)
            .Select(static label => Array.IndexOf(Ranks, label.Code))
            .DefaultIfEmpty(-1)
            .Max();
}
