using System.Text.Json;

namespace HuskyFhir.Plan.ReportableChanges;

/// <summary>
/// What of a coverage changed here: status, program, days. A new one is no change of the member, for coverages come
/// from the agency; what the agency's own file changes is not told back to it.
/// </summary>
internal static class CoverageChanges
{
    public static IEnumerable<FoundChange> Between(JsonElement before, JsonElement? after)
    {
        var (was, now) = (Tell(before), after is { } image ? Tell(image) : null);
        if (!string.Equals(was, now, StringComparison.Ordinal))
            yield return new(
                ChangeKind.Coverage,
                was,
                now,
                after is { } changed ? CanonicalElements.End(changed) : null
            );
    }

    private static string? Tell(JsonElement coverage) =>
        CanonicalElements.Object(
            ("status", CanonicalElements.Raw(coverage, "status")),
            ("program", CanonicalElements.List(CanonicalElements.Items(coverage, "class"), "value")),
            (
                "period",
                coverage.TryGetProperty("period", out var period)
                    ? CanonicalElements.Object(period, "start", "end")
                    : null
            )
        );
}
