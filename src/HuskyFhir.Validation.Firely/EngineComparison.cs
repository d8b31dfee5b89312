using HuskyFhir.Core.Answers;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Validation.Firely;

/// <summary>
/// Where two engines judge one resource differently. It holds codes and paths only, nothing of what the resource says.
/// </summary>
/// <param name="Kind">Which of the two refuses.</param>
/// <param name="Code">The detail code of the refusing engine's first error.</param>
/// <param name="Path">The element, without indexes, so that the same difference is told the same.</param>
public sealed record EngineDifference(DifferenceKind Kind, string Code, string Path);

/// <summary>Which of two engines refuses what the other accepts.</summary>
public enum DifferenceKind
{
    /// <summary>Firely's validator alone refuses.</summary>
    FirelyRefuses,

    /// <summary>Ours alone refuses.</summary>
    HuskyRefuses,
}

/// <summary>Compares what two engines say.</summary>
public static class EngineComparison
{
    /// <summary>The difference; null where both judge the same, or Firely's validator gave no verdict.</summary>
    public static EngineDifference? Of(ValidationReport husky, ValidationReport firely)
    {
        if (husky.Valid == firely.Valid || firely.Issues.Any(static issue => issue.Detail == FirelyValidator.NoVerdict))
            return null;

        var kind = husky.Valid ? DifferenceKind.FirelyRefuses : DifferenceKind.HuskyRefuses;
        var first = (husky.Valid ? firely : husky).Issues.First(static issue => issue.Refuses);
        return new EngineDifference(kind, first.Detail ?? "unknown", Plain(first));
    }

    private static string Plain(Issue issue)
    {
        var path = new System.Text.StringBuilder();
        var inside = false;
        foreach (var letter in issue.Expression ?? string.Empty)
        {
            inside = letter == '[' || (inside && letter != ']');
            if (!inside && letter != ']')
                path.Append(letter);
        }

        return path.ToString();
    }
}
