namespace HuskyFhir.Validation.Profiles;

/// <summary>
/// Reads a discriminator's path: <c>$this</c>, children, <c>ofType(T)</c>, <c>extension('url')</c> and
/// <c>resolve()</c>.
/// </summary>
internal static class DiscriminatorPath
{
    /// <summary>The steps, or null when the path holds something else.</summary>
    public static PathStep[]? Parse(string path)
    {
        var steps = new List<PathStep>();
        foreach (var part in Split(path))
            if (part == "$this")
                continue;
            else if (part == "resolve()")
                steps.Add(new PathStep(PathStepKind.Resolve, part));
            else if (Argument(part, "ofType(") is { } type)
                steps.Add(new PathStep(PathStepKind.OfType, type));
            else if (Argument(part, "extension(") is { } url)
                steps.Add(new PathStep(PathStepKind.Extension, url));
            else if (part.Length > 0 && part.All(char.IsAsciiLetterOrDigit))
                steps.Add(new PathStep(PathStepKind.Child, part));
            else if (part.EndsWith("[x]", StringComparison.Ordinal))
                steps.Add(new PathStep(PathStepKind.Child, part[..^3]));
            else
                return null;

        return [.. steps];
    }

    private static string? Argument(string part, string function) =>
        part.StartsWith(function, StringComparison.Ordinal) && part.EndsWith(')')
            ? part[function.Length..^1].Trim('\'', '"')
            : null;

    // A URL inside of extension('…') has dots of its own.
    private static IEnumerable<string> Split(string path)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < path.Length; i++)
        {
            depth += path[i] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (path[i] != '.' || depth > 0)
                continue;
            yield return path[start..i];
            start = i + 1;
        }

        yield return path[start..];
    }
}
