using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Contents;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// Has the bytes of writes looked at before their transaction begins, so that no lock waits for the scanner. Faults:
/// 422 for what it finds, 503 where it does not answer. Without a scanner nothing is looked at.
/// </summary>
internal static class ContentScanning
{
    public static async System.Threading.Tasks.Task ScanAsync(
        IEnumerable<PreparedWrite> writes,
        IContentScan? scan,
        CancellationToken cancellation
    )
    {
        if (scan is null)
            return;
        foreach (var write in writes)
            if (write.Content is { } content)
                write.Unsafe = await FaultAsync(content, scan, cancellation);
    }

    /// <summary>The same for a plan whose writes are settled only in the transaction.</summary>
    public static async Task<Fault?> ScanAsync(WritePlan plan, IContentScan? scan, CancellationToken cancellation)
    {
        if (scan is null)
            return null;
        for (var at = 0; at < plan.Asks.Count; at++)
            if (ContentOf(plan.Asks[at]) is { } content && await FaultAsync(content, scan, cancellation) is { } fault)
                return plan.At(at, fault);
        return null;
    }

    private static Content? ContentOf(WriteCommand ask)
    {
        var resource = ask switch
        {
            CreateCommand create => create.Resource,
            UpdateCommand update => update.Resource,
            ConditionalCreateCommand create => create.Resource,
            ConditionalUpdateCommand update => update.Resource,
            _ => null,
        };
        return ask.Content ?? (resource is null ? null : ask.Type.Declared.Bytes?.Apart(resource).Content);
    }

    private static async Task<Fault?> FaultAsync(Content content, IContentScan scan, CancellationToken cancellation)
    {
        try
        {
            await using var bytes = content.Open();
            return await scan.ScanAsync(bytes, cancellation) is { } found
                ? new(
                    FaultKind.Unprocessable,
                    OperationOutcome.IssueType.Security,
                    $"The scanner found {found} in the document; nothing was stored.",
                    "Binary.data",
                    "binary-unsafe"
                )
                : null;
        }
        catch (IOException)
        {
            return new(
                FaultKind.Unavailable,
                OperationOutcome.IssueType.Transient,
                "The scanner for documents does not answer, and nothing is stored unseen; send it again later.",
                null,
                "scanner-unavailable"
            );
        }
    }
}
