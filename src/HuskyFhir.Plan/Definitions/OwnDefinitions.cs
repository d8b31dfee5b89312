namespace HuskyFhir.Plan.Definitions;

/// <summary>The definitions that are embedded in the service, so that it stands without any package.</summary>
public static class OwnDefinitions
{
    private static readonly Lazy<IReadOnlyList<OwnDefinition>> Read = new(static () => [.. ReadAll()]);

    /// <summary>All of them, by type and id.</summary>
    public static IReadOnlyList<OwnDefinition> All => Read.Value;

    private static IEnumerable<OwnDefinition> ReadAll()
    {
        var assembly = typeof(OwnDefinitions).Assembly;
        foreach (
            var name in assembly
                .GetManifestResourceNames()
                .Where(static name => name.StartsWith("profiles/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            yield return OwnDefinition.Read(stream);
        }
    }
}
