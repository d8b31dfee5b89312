using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Patching;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>A transaction, worked out as far as it can be without the store.</summary>
/// <param name="Entries">Those that write, in the order of the Bundle.</param>
/// <param name="Asks">One for each of them.</param>
/// <param name="Links">What waits for the store.</param>
internal sealed record TransactionPlan(
    IReadOnlyList<PlannedEntry> Entries,
    IReadOnlyList<WriteCommand> Asks,
    IReadOnlyList<PlannedLink> Links
);

/// <summary>
/// Turns a transaction's entries into one plan of writes. Each entry passes the policy by itself, and its content the
/// same checks as any that arrives; all that is wrong in any of them is told.
/// </summary>
internal sealed class TransactionPlanner(
    EntryReader reader,
    FhirTypeCatalog families,
    Intake intake,
    Conditions conditions,
    PatchReader patches
)
{
    /// <param name="caller">Who asks.</param>
    /// <param name="entries">All of the Bundle.</param>
    /// <param name="denied">Gets the entries that the policy denies, for the audit.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Result<TransactionPlan> Plan(
        Caller caller,
        IReadOnlyList<(BundleEntry Entry, EntryAddress Address)> entries,
        List<(BundleEntry Entry, EntryAddress Address, Fault Fault)> denied,
        CancellationToken cancellation
    )
    {
        var planned = new List<PlannedEntry>(entries.Count);
        Fault? refusal = null;
        foreach (var (entry, address) in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            Fault? fault;
            if (BatchRun.IsLook(entry))
                fault = reader.Look(caller, entry, address);
            else if (reader.Write(caller, entry, address, cancellation).Try(out var one, out fault))
                planned.Add(one);
            if (fault?.Kind == FaultKind.Forbidden)
                denied.Add((entry, address, fault));
            refusal = And(refusal, fault);
        }

        refusal ??= Twice(planned);
        if (refusal is not null)
            return refusal;
        return new TransactionLinks(families, conditions, caller, planned).Set().Try(out var links, out var broken)
            ? Checked(planned, links, cancellation)
            : broken;
    }

    /// <summary>No more is gathered than is told: thousands of wrong entries would be copied thousands of times.</summary>
    private static Fault? And(Fault? first, Fault? second) =>
        first is null ? second
        : second is null || first.Issues.Count > OperationOutcomeWriter.MostIssues ? first
        : new(first.Kind, [.. first.Issues, .. second.Issues]);

    private static Fault? Twice(List<PlannedEntry> planned) =>
        planned
            .Where(static entry => !string.IsNullOrEmpty(entry.FullUrl))
            .GroupBy(static entry => entry.FullUrl, StringComparer.Ordinal)
            .Where(static same => same.Count() > 1)
            .Select(static same =>
                EntryFaults.At(
                    same.ElementAt(1).At,
                    null,
                    new(
                        FaultKind.Malformed,
                        OperationOutcome.IssueType.Duplicate,
                        "Another entry has the same fullUrl; each needs one of its own.",
                        null,
                        "entry-twice"
                    )
                )
            )
            .FirstOrDefault();

    private Result<TransactionPlan> Checked(
        List<PlannedEntry> planned,
        IReadOnlyList<PlannedLink> links,
        CancellationToken cancellation
    )
    {
        var asks = new WriteCommand[planned.Count];
        var faults = new Fault?[planned.Count];
        // The longest part of the work that needs no store, and each entry's is its own.
        Parallel.For(
            0,
            planned.Count,
            new ParallelOptions { CancellationToken = cancellation },
            at =>
            {
                if (!Ask(planned[at], cancellation).Try(out var ask, out var fault))
                    faults[at] = EntryFaults.At(
                        planned[at].At,
                        planned[at].Resource?.TypeName ?? planned[at].Type.Name,
                        fault
                    );
                else
                    asks[at] = ask;
            }
        );
        return faults.Aggregate((Fault?)null, And) is { } refusal ? refusal : new TransactionPlan(planned, asks, links);
    }

    private Result<WriteCommand> Ask(PlannedEntry entry, CancellationToken cancellation)
    {
        if (entry.Method == Bundle.HTTPVerb.DELETE)
            return entry.When is null
                ? new DeleteCommand(entry.Type, entry.Grant, entry.Id, entry.IfMatch)
                : new ConditionalDeleteCommand(entry.Type, entry.Grant, entry.When, entry.IfMatch);
        if (entry.Method == Bundle.HTTPVerb.PATCH)
            return Change(entry, cancellation).Try(out var change, out var unread)
                ? new PatchAsk(
                    entry.Type,
                    entry.Grant,
                    entry.When is null ? entry.Id : null,
                    entry.When,
                    change,
                    entry.IfMatch
                )
                : unread;
        var resource = entry.Resource!;
        if (intake.CheckAlone(resource, [], cancellation).ToFault() is { } fault)
            return fault;
        return (entry.Method, entry.When) switch
        {
            (Bundle.HTTPVerb.POST, null) => new CreateCommand(entry.Type, entry.Grant, resource, entry.Id),
            (Bundle.HTTPVerb.POST, { } unless) => new ConditionalCreateCommand(
                entry.Type,
                entry.Grant,
                resource,
                entry.Id,
                unless
            ),
            (_, null) => new UpdateCommand(entry.Type, entry.Grant, entry.Id, resource, entry.IfMatch),
            (_, { } when) => new ConditionalUpdateCommand(
                entry.Type,
                entry.Grant,
                resource,
                entry.Id,
                resource.Id,
                when,
                entry.Creating,
                entry.IfMatch
            ),
        };
    }

    private Result<Func<StoredResource, Result<Resource>>> Change(PlannedEntry entry, CancellationToken cancellation) =>
        entry.JsonPatch is { } json
            ? patches.Read(entry.Type, isJsonPatch: true, json, cancellation)
            : patches.Read(entry.Type, (Parameters)entry.Resource!, cancellation);
}
