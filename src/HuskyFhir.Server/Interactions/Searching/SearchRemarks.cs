using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Server.Interactions.Searching;

/// <summary>
/// What a search passed over, told in an entry of mode <c>outcome</c> (R4 section 3.1.1.3): a mistyped parameter would
/// else find everything.
/// </summary>
internal static class SearchRemarks
{
    private const int Most = 20;

    /// <summary>A warning for each of them.</summary>
    public static IEnumerable<Issue> Issues(IEnumerable<string> ignored) =>
        ignored
            .Distinct()
            .Take(Most)
            .Select(static name =>
                Issue.Warning(
                    OperationOutcome.IssueType.NotSupported,
                    $"'{Clip(name)}' is not known here and was passed over, so that more may have been found than was meant. The CapabilityStatement at /metadata lists what there is; Prefer: handling=strict refuses what there is not.",
                    Clip(name),
                    "search-parameter"
                )
            );

    /// <summary>The same as an outcome; null where nothing was passed over.</summary>
    public static OperationOutcome? Of(IReadOnlyList<string> ignored) =>
        ignored.Count == 0 ? null : Http.OperationOutcomeWriter.Of(Issues(ignored));

    private static string Clip(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
