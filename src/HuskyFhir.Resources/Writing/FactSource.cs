namespace HuskyFhir.Resources.Writing;

/// <summary>
/// Who said what a version of a resource says. Stored with each version (column <c>source</c> of <c>resources</c> and
/// <c>versions</c>), so that who said a fact is read from the history and never guessed. The numbers are stored, the
/// strongest word last: none is used anew.
/// </summary>
public enum FactSource
{
    /// <summary>Nobody: there was never such a fact.</summary>
    None = 0,

    /// <summary>The service, where something follows from what was loaded, or from the clock.</summary>
    Service = 1,

    /// <summary>
    /// A file that <c>load</c> took in: how the plan takes over what was known elsewhere, of whatever day.
    /// </summary>
    Load = 2,

    /// <summary>A provider's EHR.</summary>
    Provider = 3,

    /// <summary>DSS: its enrollment files (834).</summary>
    Dss = 4,

    /// <summary>The plan: its clients and its commands.</summary>
    Plan = 5,

    /// <summary>
    /// The member, or who speaks for the member: a request that was granted, or a write whose Provenance names the
    /// member as its author.
    /// </summary>
    Member = 6,
}

/// <summary>The sources as they are stored and told.</summary>
public static class FactSources
{
    /// <summary>Such as <c>member</c>.</summary>
    public static string Code(this FactSource source) => HuskyFhir.Core.Terms.Codes.Of(source);

    /// <summary>The source of a code.</summary>
    public static FactSource Find(string code) =>
        HuskyFhir.Core.Terms.Codes.Find<FactSource>(code)
        ?? throw new InvalidOperationException($"No source '{code}'.");
}
