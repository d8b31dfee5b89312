namespace HuskyFhir.Core.Resources;

/// <summary>
/// The ids that the service gives: uuids in lower case. Ids of FHIR are case-sensitive (R4 section 2.24.0.1), so
/// another case is another id.
/// </summary>
public static class ResourceId
{
    /// <summary>The id that a text is; null where it can be none of ours.</summary>
    public static Guid? Read(ReadOnlySpan<char> text) =>
        Guid.TryParseExact(text, "D", out var id) && !text.ContainsAnyInRange('A', 'Z') ? id : null;
}
