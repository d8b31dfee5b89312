using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Store;
using HuskyFhir.Registry.Store.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Registry.Decisions;

/// <summary>
/// A decision that replaces another makes that one <c>cancelled</c>, in the same transaction. Faults, 422: <c>replaces-of-another</c> where it
/// is not a decision of the same member on the same claim; 409: <c>replaced-already</c>.
/// </summary>
internal sealed class DecisionReplaced : IConsequence
{
    /// <summary>Two that replace one decision follow one another.</summary>
    public IEnumerable<string> Names(PreparedWrite write) => write.Resource is ClaimResponse response && ReplacedBy(response) is { } id ? [$"decision {id:D}"] : [];

    public async Task FollowAsync(IReadOnlyList<WriteStep> steps, Following following, CancellationToken cancellation)
    {
        var asked = steps.Where(static step => step.Write.Resource is ClaimResponse { Status: FinancialResourceStatusCodes.Active } response && ReplacedBy(response) is not null).ToList();
        var found = await following.LatestAsync(asked.Select(static step => ReplacedBy((ClaimResponse)step.Write.Resource!)!.Value), cancellation);
        foreach (var step in asked)
        {
            var revised = (ClaimResponse)step.Write.Resource!;
            var id = ReplacedBy(revised)!.Value;
            if (Refuse(step, revised, found.GetValueOrDefault(id)) is { } fault)
            {
                following.Refuse(step, fault);
                continue;
            }

            var original = (ClaimResponse)FhirJson.Read(found[id].Body!);
            if (original.Status == FinancialResourceStatusCodes.Cancelled)
                continue;
            original.Status = FinancialResourceStatusCodes.Cancelled;
            following.Bring(step, new UpdateAsk(following.Type("ClaimResponse"), Following.Grant(step), id, original));
        }
    }

    private static Fault? Refuse(WriteStep step, ClaimResponse revised, StoredResource? row)
    {
        if (row?.Body is null || row.Member != step.Written.Resource.Member || row.Id == step.Write.Id)
            return No(FaultKind.Unprocessable, "A decision replaces another one of the same member.", "replaces-of-another");
        var original = (ClaimResponse)FhirJson.Read(row.Body);
        if (References.IdOf(original.Request, "Claim") != References.IdOf(revised.Request, "Claim"))
            return No(FaultKind.Unprocessable, "A decision replaces another one on the same claim; a decision on another claim stands by itself.", "replaces-of-another");
        var again = step.Before?.Body is { } before && FhirJson.Read(before) is ClaimResponse was && ReplacedBy(was) == row.Id && was.Status == FinancialResourceStatusCodes.Active;
        return original.Status == FinancialResourceStatusCodes.Active || again
            ? null
            : No(FaultKind.Conflict, "The decision that this one replaces is not in force any more: it was replaced or withdrawn already.", "replaced-already");
    }

    private static Guid? ReplacedBy(ClaimResponse response) => References.IdOf(response.GetExtensionValue<ResourceReference>(DecisionTerms.Replaces), "ClaimResponse");

    private static Fault No(FaultKind kind, string text, string rule) => new(kind, OperationOutcome.IssueType.BusinessRule, text, "ClaimResponse.extension", rule);
}
