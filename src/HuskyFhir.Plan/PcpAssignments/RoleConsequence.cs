using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>A practitioner who moves to another organisation takes the members along: it must have a panel.</summary>
internal sealed class RoleConsequence : IWriteReaction
{
    public IEnumerable<string> Names(PreparedWrite write) => [];

    public async Task FollowAsync(
        IReadOnlyList<WriteStep> steps,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var changed = steps
            .Where(static step => step.Written.Outcome == WriteOutcome.Updated)
            .Select(static step => step.Write.Id)
            .ToArray();
        var assigned = await following.Work.QueryEachAsync(
            "SELECT DISTINCT a.role FROM assignments a WHERE a.role {ids} AND a.status IN ('active', 'proposed')",
            changed,
            static row => row.Uuid(0),
            cancellation
        );
        if (assigned.Count > 0)
            await PanelKeeper.EnsureAsync(steps, assigned, following, cancellation);
    }
}
