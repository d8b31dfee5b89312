namespace HuskyFhir.Server.Metadata;

/// <summary>One thing that a caller can do.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Below the base, such as <c>/Patient/{id}</c>.</param>
/// <param name="Interaction">Its code in the CapabilityStatement, or an operation's name with its dollar sign.</param>
/// <param name="Summary">What it does, in a few words.</param>
/// <param name="Takes">The body's media types; empty for no body.</param>
/// <param name="Answers">The type of the answer; null where there is none, or any.</param>
internal sealed record ApiCall(
    string Method,
    string Path,
    string Interaction,
    string Summary,
    IReadOnlyList<string> Takes,
    string? Answers
)
{
    public static readonly string[] Resource = ["application/fhir+json", "application/fhir+xml"];

    public static readonly string[] Form = ["application/x-www-form-urlencoded"];

    /// <summary>Whether it takes search parameters.</summary>
    public bool Searches =>
        Interaction.StartsWith("search", StringComparison.Ordinal)
        || Interaction.EndsWith("-conditional", StringComparison.Ordinal);
}
