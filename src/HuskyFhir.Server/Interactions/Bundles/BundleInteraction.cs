using HuskyFhir.Core.Answers;
using HuskyFhir.Server.Http;

namespace HuskyFhir.Server.Interactions.Bundles;

/// <summary>
/// batch and transaction (R4 section 3.1.0.11): a Bundle posted to the base. Faults: 400 for what is neither, 413, 415;
/// a transaction is refused whole, with the fault of the entry that failed.
/// </summary>
internal sealed class BundleInteraction(
    RequestBody bodies,
    BundleReader reader,
    BatchRun batch,
    TransactionRun transaction,
    ReadAudit trace,
    TimeProvider clock
)
{
    public async Task PostAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        await trace.AnswerAsync(context, call, await AnswerAsync(context, call));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (!(await bodies.ReadAsync(context.Request, context.RequestAborted)).Try(out var body, out var unread))
            return unread;
        if (!reader.Read(body, context.RequestAborted).Try(out var ask, out var fault))
            return fault;
        if (!ask.IsTransaction)
        {
            var each = new EntryAnswer[ask.Entries.Count];
            await batch.RunAsync(context, ask.Entries, each);
            return EntryAnswer.Bundle(isTransaction: false, each, clock.GetUtcNow());
        }

        return (await transaction.RunAsync(context, call, ask.Entries)).Try(out var answers, out fault)
            ? EntryAnswer.Bundle(isTransaction: true, answers, clock.GetUtcNow())
            : fault;
    }
}
