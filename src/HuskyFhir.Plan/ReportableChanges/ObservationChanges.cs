using System.Text.Json;
using HuskyFhir.Core.Terms;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>
/// What kind of observation DSS must know of: an income, or whether the member is pregnant (LOINC 82810-3 as US Core
/// has it).
/// </summary>
internal static class ObservationChanges
{
    /// <summary>LOINC "Pregnancy status".</summary>
    public const string PregnancyStatus = "82810-3";

    /// <summary>Answers that say so: SNOMED CT 77386006, and LA15173-0 of LOINC's answer list LL4129-4.</summary>
    private static readonly string[] Pregnant = ["77386006", "LA15173-0"];

    public static bool IsIncome(JsonElement observation) =>
        Codings(observation)
            .Any(static coding =>
                (
                    CanonicalElements.Text(coding, "system") == Systems.ObservationCode
                    && CanonicalElements.Text(coding, "code") == "household-income"
                )
                || CanonicalElements.Text(coding, "code") == "63586-2"
            );

    public static bool IsPregnancy(JsonElement observation) =>
        Codings(observation).Any(static coding => CanonicalElements.Text(coding, "code") == PregnancyStatus);

    /// <summary>
    /// A pregnancy as it was known before, by this observation or by an earlier one, and as it is now.
    /// </summary>
    public static IEnumerable<FoundChange> OfPregnancy(JsonElement? before, JsonElement after)
    {
        var (was, now) = (before is { } earlier ? Tell(earlier) : null, Tell(after));
        if (was != now)
            yield return new(
                ChangeKind.Pregnancy,
                was,
                now,
                CanonicalElements.Day(CanonicalElements.Text(after, "effectiveDateTime"))
                    ?? CanonicalElements.Start(after, "effectivePeriod")
            );
    }

    private static string? Tell(JsonElement observation) =>
        CanonicalElements.Text(observation, "status") is not ("entered-in-error" or "cancelled")
        && observation.TryGetProperty("valueCodeableConcept", out var value)
        && CanonicalElements
            .Items(value, "coding")
            .Any(static coding => Pregnant.Contains(CanonicalElements.Text(coding, "code")))
            ? "\"pregnant\""
            : null;

    private static IEnumerable<JsonElement> Codings(JsonElement observation) =>
        observation.TryGetProperty("code", out var code) ? CanonicalElements.Items(code, "coding") : [];
}
