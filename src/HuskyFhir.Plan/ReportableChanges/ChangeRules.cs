using System.Text.Json;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>
/// What DSS must know of a write, from the two images of the resource alone. A member who is new is no change of the
/// member: what is known of one at the beginning came from the enrolment, or goes with it.
/// </summary>
internal static class ChangeRules
{
    /// <summary>Types that can have reportable elements.</summary>
    public static bool Concern(string type) => type is "Patient" or "RelatedPerson" or "Observation" or "Coverage";

    /// <summary>The changes between two images.</summary>
    /// <param name="type">FHIR type.</param>
    /// <param name="before">The earlier body; null for a new resource.</param>
    /// <param name="after">The body now; null for a deletion.</param>
    /// <param name="today">The day in Connecticut.</param>
    /// <param name="options">The programme's limits.</param>
    public static IReadOnlyList<FoundChange> Between(
        string type,
        byte[]? before,
        byte[]? after,
        DateOnly today,
        ReportingOptions options
    )
    {
        using var was = before is null ? null : JsonDocument.Parse(before);
        using var now = after is null ? null : JsonDocument.Parse(after);
        return [.. Between(type, was?.RootElement, now?.RootElement, today, options)];
    }

    private static IEnumerable<FoundChange> Between(
        string type,
        JsonElement? before,
        JsonElement? after,
        DateOnly today,
        ReportingOptions options
    ) =>
        type switch
        {
            "Patient" => before is { } was && after is { } now ? PatientChanges.Between(was, now, today) : [],
            "RelatedPerson" => HouseholdChanges.Between(before, after, today),
            "Coverage" => before is { } covered ? CoverageChanges.Between(covered, after) : [],
            "Observation" when after is { } now && ObservationChanges.IsPregnancy(now) =>
                ObservationChanges.OfPregnancy(before, now),
            "Observation" when (after ?? before) is { } image && ObservationChanges.IsIncome(image) =>
                IncomeChanges.Between(before, after, today, options.IncomeLimit),
            _ => [],
        };
}
