using HuskyFhir.Core.Answers;

namespace HuskyFhir.Resources.Writing;

/// <summary>Where in a Bundle an issue of one of its entries belongs.</summary>
public static class EntryPlace
{
    /// <summary>The path of an entry.</summary>
    public static string Of(int entry) => $"Bundle.entry[{entry}]";

    /// <summary>The path of an issue with an entry's resource.</summary>
    /// <param name="entry">From 0.</param>
    /// <param name="type">The resource's type, with which the issue's own path begins.</param>
    /// <param name="issue">As it was told of the resource alone.</param>
    public static string Of(int entry, string type, Issue issue)
    {
        var path = issue.Expression ?? type;
        return $"{Of(entry)}.resource{(path.StartsWith(type, StringComparison.Ordinal) ? path[type.Length..] : "." + path)}";
    }
}
