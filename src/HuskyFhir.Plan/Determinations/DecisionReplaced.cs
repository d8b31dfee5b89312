using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Determinations;

/// <summary>
/// A decision that replaces another makes that one <c>cancelled</c>, in the same transaction. Faults, 422:
/// <c>replaces-of-another</c> where it is not a decision of the same member on the same claim; 409:
/// <c>replaced-already</c>.
/// </summary>
internal sealed class DecisionReplaced : IWriteReaction
{
    private const string Replacing =
        "SELECT r.target_id, r.owner FROM refs r JOIN claimresponse c ON c.id = r.owner WHERE r.target_id {ids} AND r.part = 'replaces' AND r.owner_type = 'ClaimResponse' AND c.status_code = 'active'";

    /// <summary>Two that replace one decision follow one another.</summary>
    public IEnumerable<string> Names(PreparedWrite write) =>
        write.Resource is ClaimResponse response && ReplacedBy(response) is { } id ? [$"decision {id:D}"] : [];

    public async Task FollowAsync(
        IReadOnlyList<WriteStep> steps,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var asked = steps
            .Where(static step =>
                step.Write.Resource is ClaimResponse { Status: FinancialResourceStatusCodes.Active } response
                && ReplacedBy(response) is not null
            )
            .ToList();
        if (asked.Count == 0)
            return;
        var ids = asked.ConvertAll(static step => ReplacedBy((ClaimResponse)step.Write.Resource!)!.Value);
        var found = await following.LatestAsync(ids, cancellation);
        var replacing = (
            await following.Work.QueryEachAsync(
                Replacing,
                ids,
                static row => (Original: row.Uuid(0), By: row.Uuid(1)),
                cancellation
            )
        )
            .Concat(asked.Zip(ids, static (step, id) => (Original: id, By: step.Write.Id)))
            .ToLookup(static pair => pair.Original, static pair => pair.By);
        foreach (var step in asked)
        {
            var revised = (ClaimResponse)step.Write.Resource!;
            var id = ReplacedBy(revised)!.Value;
            if (Refuse(step, revised, found.GetValueOrDefault(id), replacing[id]) is { } fault)
            {
                following.Refuse(step, fault);
                continue;
            }

            var original = (ClaimResponse)FhirJson.Read(found[id].Body!);
            if (original.Status == FinancialResourceStatusCodes.Cancelled)
                continue;
            original.Status = FinancialResourceStatusCodes.Cancelled;
            following.Bring(
                step,
                new UpdateCommand(following.Type("ClaimResponse"), WriteContext.Grant(step), id, original)
            );
        }
    }

    private static Fault? Refuse(
        WriteStep step,
        ClaimResponse revised,
        StoredResource? row,
        IEnumerable<Guid> replacing
    )
    {
        if (row?.Body is null || row.Member != step.Written.Resource.Member || row.Id == step.Write.Id)
            return No(
                FaultKind.Unprocessable,
                "A decision replaces another one of the same member.",
                "replaces-of-another"
            );
        var original = (ClaimResponse)FhirJson.Read(row.Body);
        if (References.IdOf(original.Request, "Claim") != References.IdOf(revised.Request, "Claim"))
            return No(
                FaultKind.Unprocessable,
                "A decision replaces another one on the same claim; a decision on another claim stands by itself.",
                "replaces-of-another"
            );
        return replacing.All(by => by == step.Write.Id)
            ? null
            : No(
                FaultKind.Conflict,
                "Another decision replaces that one already; replace the one that holds now.",
                "replaced-already"
            );
    }

    private static Guid? ReplacedBy(ClaimResponse response) =>
        References.IdOf(response.GetExtensionValue<ResourceReference>(DecisionTerms.Replaces), "ClaimResponse");

    private static Fault No(FaultKind kind, string text, string rule) =>
        new(kind, OperationOutcome.IssueType.BusinessRule, text, "ClaimResponse.extension", rule);
}
