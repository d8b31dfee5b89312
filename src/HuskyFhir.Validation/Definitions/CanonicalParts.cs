namespace HuskyFhir.Validation.Definitions;

/// <summary>A canonical reference in its parts: <c>url|version#fragment</c>.</summary>
internal readonly record struct CanonicalParts(string Url, string? Version)
{
    public static CanonicalParts Of(string canonical)
    {
        var plain = canonical.Split('#', 2)[0];
        var bar = plain.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? new CanonicalParts(plain, null) : new CanonicalParts(plain[..bar], plain[(bar + 1)..]);
    }

    /// <summary>
    /// Whether a version answers to the one that is asked for, which may leave parts out (<c>1.0</c> for 1.0.3).
    /// </summary>
    public static bool Meets(string asked, string? version) =>
        version is not null
        && version.StartsWith(asked, StringComparison.Ordinal)
        && (version.Length == asked.Length || version[asked.Length] == '.');
}
