namespace HuskyFhir.Validation.Structure;

/// <summary>Helps a sender who misspelt a name.</summary>
internal static class Suggestions
{
    /// <summary>The end of a sentence: which name may be meant, or nothing.</summary>
    public static string For(string name, TypeShape type)
    {
        if (name == "fhir_comments")
            return " R4 has no comments in JSON: remove it.";
        if (name.Length > 60)
            return string.Empty;

        var nearest = type
            .Members.All.Where(static member => !member.Twin)
            .MinBy(member => Distance(name, member.Json));
        if (nearest is not null && Distance(name, nearest.Json) <= Math.Max(1, name.Length / 4))
            return $" Did you mean '{nearest.Json}'?";

        return
            type.Members.All.FirstOrDefault(member =>
                member.Element.Choices.Count > 0 && name.StartsWith(member.Element.Name, StringComparison.Ordinal)
            )
                is { } choice
            ? $" {choice.Element.Name}[x] takes: {string.Join(", ", choice.Element.Choices.Take(12))}."
            : string.Empty;
    }

    /// <summary>The name as a step of a path, if it can be one.</summary>
    public static string? Step(string name) =>
        name.Length is > 0 and <= 60 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') ? name : null;

    // Levenshtein without regard to case; names are short, and this runs only for a mistake.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
