using System.Collections.Concurrent;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Validation.Definitions;
using HuskyFhir.Validation.Reports;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Validation.Firely;

/// <summary>
/// Firely's validator behind the seam. It is neither thread-safe nor limited in time, so a few instances are shared,
/// each used by one validation at a time, and a validation that lasts too long is given up: its instance is not used
/// again before it has ended. Nothing is loaded before the first validation. Thread-safe.
/// </summary>
/// <param name="definitions">What our engine uses as well.</param>
/// <param name="settings">How many instances there are, and how long one may take.</param>
public sealed class FirelyValidator(DefinitionSet definitions, FirelySettings settings)
    : IResourceValidator,
        IDisposable
{
    private readonly ConcurrentBag<FirelyInstance> idle = [];
    private readonly SemaphoreSlim free = new(settings.Checked().Instances);

    /// <summary>
    /// The issue's code where the engine gave no verdict: it failed, took too long, or was busy for too long.
    /// </summary>
    public const string NoVerdict = "firely-no-verdict";

    /// <inheritdoc />
    public ValidationReport Validate(
        Resource resource,
        IReadOnlyList<string> profiles,
        CancellationToken cancellation = default
    )
    {
        if (!free.Wait(settings.Timeout, cancellation))
            return Without("all its instances are busy");

        // The resource is copied: who gives up on a validation may go on to change it.
        var copy = (Resource)resource.DeepCopy();
        var run = Task.Run(() => RunAsync(copy, profiles));
        return run.Wait((int)settings.Timeout.TotalMilliseconds, cancellation)
            ? run.Result
            : Without($"it took more than {settings.Timeout.TotalSeconds:0.#} seconds");
    }

    /// <inheritdoc />
    public void Dispose() => free.Dispose();

    private Task<ValidationReport> RunAsync(Resource resource, IReadOnlyList<string> profiles)
    {
        try
        {
            if (!idle.TryTake(out var instance))
                instance = new FirelyInstance(definitions);
            var issues = instance.Validate(resource, profiles);
            idle.Add(instance);
            return Task.FromResult(issues.Count == 0 ? ValidationReport.Clean : new ValidationReport(issues));
        }
        catch (Exception bad) when (bad is not OutOfMemoryException)
        {
            // Its caches may be in any state after that, so this instance is not used again.
            return Task.FromResult(Without($"it failed with {bad.GetType().Name}"));
        }
        finally
        {
            Release();
        }
    }

    private void Release()
    {
        try
        {
            free.Release();
        }
        catch (ObjectDisposedException)
        {
            // The process is ending, and nobody waits any more.
        }
    }

    private static ValidationReport Without(string reason) =>
        new([
            new Issue(
                OperationOutcome.IssueSeverity.Warning,
                OperationOutcome.IssueType.Incomplete,
                $"Firely's validator gave no verdict: {reason}.",
                null,
                NoVerdict
            ),
        ]);
}
