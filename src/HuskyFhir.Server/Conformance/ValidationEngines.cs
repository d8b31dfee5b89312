using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Validation;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Firely;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Server.Conformance;

/// <summary>Which engine judges.</summary>
public enum ValidationEngine
{
    /// <summary>Our own.</summary>
    Husky,

    /// <summary>Firely's validator, over the same definitions.</summary>
    Firely,

    /// <summary>Both, side by side; for who compares them.</summary>
    Both,
}

/// <summary>
/// The engines over one set of definitions. Firely's is made when it is asked for first, so that nobody else waits for
/// it. Thread-safe.
/// </summary>
internal sealed class ValidationEngines(
    ValidationSettings settings,
    DefinitionSet definitions,
    ProfileValidator husky,
    int maxDepth
) : IDisposable
{
    private readonly Lazy<FirelyValidator> firely = new(() =>
        new FirelyValidator(
            definitions,
            new FirelySettings
            {
                Instances = settings.FirelyInstances,
                Timeout = TimeSpan.FromMilliseconds(settings.FirelyTimeout),
            }
        )
    );

    /// <summary>Firely's validator.</summary>
    public FirelyValidator Firely => firely.Value;

    /// <summary>The road in with the engine that the settings name.</summary>
    public Intake Configured =>
        Intake(settings.Engine == ValidationEngine.Firely ? new FirelyFirst(Firely, husky) : husky);

    /// <summary>All that an engine says of a body, and the resource when it could be read.</summary>
    /// <param name="engine">Whose answer; of both, each issue names its engine.</param>
    /// <param name="alone">Whether R4 and the claimed and asked profiles count alone, without the plan's own
    /// rules.</param>
    /// <param name="body">The body.</param>
    /// <param name="profiles">Profiles to check besides the claimed ones.</param>
    /// <param name="cancellation">Ends the work.</param>
    public ParsedResource Examine(
        ValidationEngine engine,
        bool alone,
        ReadOnlyMemory<byte> body,
        IReadOnlyList<string> profiles,
        CancellationToken cancellation = default
    )
    {
        if (engine != ValidationEngine.Both)
            return Examine(engine == ValidationEngine.Firely ? Firely : husky, alone, body, profiles, cancellation);

        var (resource, ours) = Examine(husky, alone, body, profiles, cancellation);
        var (_, theirs) = Examine(Firely, alone, body, profiles, cancellation);
        var parsed = Intake(husky).Parse(body, cancellation).Report.Issues;
        return new(resource, new([.. parsed, .. Named("Husky", ours, parsed), .. Named("Firely", theirs, parsed)]));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (firely.IsValueCreated)
            firely.Value.Dispose();
    }

    private ParsedResource Examine(
        IResourceValidator engine,
        bool alone,
        ReadOnlyMemory<byte> body,
        IReadOnlyList<string> profiles,
        CancellationToken cancellation
    ) => alone ? Intake(engine).ExamineAlone(body, profiles) : Intake(engine).Examine(body, profiles, cancellation);

    private Intake Intake(IResourceValidator engine) => settings.Intake(engine, maxDepth);

    // What the parser says both have in common.
    private static IEnumerable<Issue> Named(string engine, ValidationReport report, IReadOnlyList<Issue> parsed) =>
        report
            .Issues.Where(issue => !parsed.Any(one => one.Detail == issue.Detail && one.Expression == issue.Expression))
            .Select(issue => issue with { Text = $"{engine}: {issue.Text}" });
}
