using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>Says of a fault in which entry of the Bundle it is, and where there.</summary>
internal static class EntryFaults
{
    /// <summary>What stands in a header of a request by itself stands in <c>entry.request</c> here.</summary>
    private static readonly Dictionary<string, string> Headers = new(StringComparer.Ordinal)
    {
        ["If-Match"] = "ifMatch",
        ["If-None-Match"] = "ifNoneMatch",
        ["If-None-Exist"] = "ifNoneExist",
    };

    /// <summary>A fault of the entry's resource, or of the entry as a whole.</summary>
    /// <param name="entry">From 0.</param>
    /// <param name="type">The resource's type; null when it is not known.</param>
    /// <param name="fault">As it would be told of a request by itself.</param>
    public static Fault At(int entry, string? type, Fault fault) =>
        new(
            fault.Kind,
            [
                .. fault.Issues.Select(issue =>
                    issue with
                    {
                        Expression = Place(entry, type, issue),
                        Text = $"Entry {entry}: {issue.Text}",
                        Line = null,
                        Position = null,
                    }
                ),
            ]
        );

    /// <summary>A fault of what the entry asks.</summary>
    public static Fault AtRequest(int entry, string? element, Fault fault) =>
        new(
            fault.Kind,
            [
                .. fault.Issues.Select(issue =>
                    issue with
                    {
                        Expression =
                            $"{EntryPlace.Of(entry)}.request{(element is null ? string.Empty : "." + element)}",
                        Text = $"Entry {entry}: {issue.Text}",
                    }
                ),
            ]
        );

    private static string Place(int entry, string? type, Issue issue)
    {
        if (issue.Expression is not { } path || type is null)
            return EntryPlace.Of(entry);
        if (Headers.TryGetValue(path, out var element))
            return $"{EntryPlace.Of(entry)}.request.{element}";
        return path == type && issue.Detail?.StartsWith("condition-", StringComparison.Ordinal) == true
            ? $"{EntryPlace.Of(entry)}.request.url"
            : EntryPlace.Of(entry, type, issue);
    }
}
