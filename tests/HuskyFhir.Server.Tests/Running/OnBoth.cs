namespace HuskyFhir.Server.Tests.Running;

/// <summary>The base of tests that run on both databases, on services that are shared for the run.</summary>
public abstract class OnBoth(PostgresServer postgres)
{
    /// <summary>For <c>[MemberData(nameof(Databases))]</c>.</summary>
    public static TheoryData<string> Databases => ["Sqlite", "Postgres"];

    /// <summary>Settings that the services start with.</summary>
    protected virtual (string Name, string Value)[] Settings => [];

    /// <summary>Whether the sample story is loaded.</summary>
    protected virtual bool Samples => true;

    /// <summary>
    /// Whether the class has services of its own, because it moves the clock, breaks something, or counts what is
    /// there.
    /// </summary>
    protected virtual bool Alone => false;

    /// <summary>
    /// Whether each resource must meet our own profile of its type. Most tests are of other things, and send the least
    /// that R4 allows.
    /// </summary>
    protected virtual bool Profiles => false;

    protected Task<HuskyServer> ServerAsync(string provider) =>
        postgres.Servers.GetAsync(
            provider,
            Alone ? GetType().Name : string.Empty,
            Samples,
            Profiles ? Settings : [.. Settings, ("Validation:RequireOwnProfiles", "false")]
        );
}
