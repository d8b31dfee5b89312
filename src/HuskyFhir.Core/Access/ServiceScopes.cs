namespace HuskyFhir.Core.Access;

/// <summary>
/// Scopes over parts of the service that are no FHIR type, such as <c>system/jobs.r</c>. A client must be registered
/// for each by name, and a token must name it: <c>system/*</c> stands for types, and never for these.
/// </summary>
public static class ServiceScopes
{
    /// <summary>The dashboard of the jobs.</summary>
    public const string Jobs = "jobs";

    /// <summary>Whether it is one of them, as a scope has it between <c>system/</c> and the letters.</summary>
    public static bool IsOne(string name) => name == Jobs;
}
