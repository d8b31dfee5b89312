using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// Writes the targets of a plan's links, now that they are known: resources of the same transaction, and what
/// conditional references find. Fault: 412 on a conditional reference that finds none or many (R4 section 3.1.0.11.2).
/// </summary>
internal sealed class PlanLinks(WritePlan plan, PlanMatches found)
{
    public async Task<Fault?> SetAsync(CancellationToken cancellation)
    {
        // What refers to siblings comes first: a conditional reference may look at their content.
        foreach (var link in plan.Links)
            if (link.Target is { } target)
                link.Set($"{plan.Asks[target].Type.Name}/{found.IdOf(target):D}");
        var known = new Dictionary<string, IReadOnlyList<Guid>>(StringComparer.Ordinal);
        foreach (var link in plan.Links)
        {
            if (link.Condition is not { } condition)
                continue;
            if (!known.TryGetValue(condition.Name, out var ids))
                known[condition.Name] = ids = await found.FindAsync(condition, cancellation);
            if (ids.Count != 1)
                return plan.At(link.Owner, Wrong(link, condition, ids.Count));
            link.Set($"{condition.Type.Name}/{ids[0]:D}");
        }

        return null;
    }

    private static Fault Wrong(PlannedLink link, Criteria condition, int count) =>
        count == 0
            ? new(
                FaultKind.PreconditionFailed,
                OperationOutcome.IssueType.NotFound,
                $"No {condition.Type.Name} meets the condition of this reference.",
                link.Path,
                "reference-none"
            )
            : new(
                FaultKind.PreconditionFailed,
                OperationOutcome.IssueType.MultipleMatches,
                $"More than one {condition.Type.Name} meets the condition of this reference; make it narrower.",
                link.Path,
                "reference-many"
            );
}
