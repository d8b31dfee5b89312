using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>
/// transaction (R4 section 3.1.0.11.2): all writes in one transaction of the store, then the looks. The order in which
/// R4 wants the writes is that of their effects (a delete makes room for a create, a create for a reference), and they
/// are stored as one, so the order of the entries does not matter. Faults are those of the first entry that fails, with
/// the issues of all.
/// </summary>
internal sealed class TransactionRun(
    TransactionPlanner planner,
    BatchRun looks,
    WritePipeline writes,
    WriteAnswers answers,
    OriginHeader origins,
    ReadAudit trace,
    PublicBase publicBase
)
{
    public async Task<Result<IReadOnlyList<EntryAnswer>>> RunAsync(
        HttpContext context,
        FhirCall call,
        IReadOnlyList<BundleEntry> entries
    )
    {
        var addressed = new List<(BundleEntry, EntryAddress)>(entries.Count);
        foreach (var entry in entries)
        {
            if (!BatchRun.Addressed(entry, publicBase.Url).Try(out var address, out var fault))
                return fault;
            addressed.Add((entry, address));
        }

        var denied = new List<(BundleEntry Entry, EntryAddress Address, Fault Fault)>();
        var planned = planner.Plan(call.Caller, addressed, denied, context.RequestAborted);
        foreach (var (entry, address, fault) in denied)
            await trace.RecordAsync(call, NameOf(entry, address), address.Parts[0], fault);
        if (!planned.Try(out var plan, out var refusal))
            return refusal;
        if (!origins.Read(context.Request, inBundle: true).Try(out var origin, out refusal))
            return refusal;
        if (!(await WriteAsync(plan, call, origin, context.RequestAborted)).Try(out var written, out refusal))
            return refusal;
        if (written.Count > 0)
            StoredMark.Put(context);
        var made = new EntryAnswer[entries.Count];
        for (var at = 0; at < written.Count; at++)
            made[plan.Entries[at].At] = Answer(
                context,
                written[at],
                WriteAnswers.Shows(call.Caller, plan.Entries[at].Type, plan.Entries[at].Method == Bundle.HTTPVerb.PATCH)
            );
        await looks.RunAsync(context, entries.Where(BatchRun.IsLook), made);
        return made;
    }

    /// <summary>What the entry would be called in the audit as a request by itself.</summary>
    private static string NameOf(BundleEntry entry, EntryAddress address) =>
        entry.Request!.Method switch
        {
            Bundle.HTTPVerb.POST => "create",
            Bundle.HTTPVerb.PUT => "update",
            Bundle.HTTPVerb.PATCH => "patch",
            Bundle.HTTPVerb.DELETE => "delete",
            _ => address.Parts.Length > 1 ? "read" : "search-type",
        };

    private async Task<Result<IReadOnlyList<Written>>> WriteAsync(
        TransactionPlan plan,
        FhirCall call,
        WriteOrigin origin,
        CancellationToken cancellation
    )
    {
        if (plan.Asks.Count == 0)
            return Array.Empty<Written>();
        var types = plan
            .Entries.Select(static entry => (entry.At, Type: entry.Resource?.TypeName ?? entry.Type.Name))
            .ToArray();
        return await writes.ApplyAsync(
            new WritePlan(
                call.RequestId,
                plan.Asks,
                plan.Links,
                (ask, fault) => EntryFaults.At(types[ask].At, types[ask].Type, fault),
                origin
            ),
            cancellation
        );
    }

    private EntryAnswer Answer(HttpContext context, Written written, bool shows)
    {
        var status = WriteAnswers.Status(written.Outcome);
        if (written.Outcome == WriteOutcome.Absent)
            return new(status, null, null, null, default);
        ReadOnlyMemory<byte> body = Negotiation.Preference(context.Request, "return") switch
        {
            "representation" when shows => written.Resource.Body,
            "operationoutcome" => FhirJson.Write(WriteAnswers.Outcome(written)),
            _ => default,
        };
        return new(status, answers.Location(written), VersionTags.Of(written.Resource), written.Resource.Updated, body);
    }
}
