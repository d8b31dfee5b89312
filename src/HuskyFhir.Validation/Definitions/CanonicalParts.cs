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
}
