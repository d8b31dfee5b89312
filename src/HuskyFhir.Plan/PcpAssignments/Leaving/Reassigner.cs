using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.PcpAssignments.Leaving;

/// <summary>What became of a reassignment.</summary>
/// <param name="Done">Members with another provider now, or from the day.</param>
/// <param name="Left">Members for whom there was none, or whose change was refused.</param>
/// <param name="Reasons">Why, in sentences without names.</param>
public sealed record ReassignReport(int Done, IReadOnlyList<Guid> Left, IReadOnlyList<string> Reasons);

/// <summary>
/// Gives the members of a practitioner who leaves, or closes the panel, to others: by rule (the same specialty, an open
/// panel with room, the nearest first, evenly among equals) or as a file says. Begun again after a stop, it goes on
/// with who is left.
/// </summary>
public sealed class Reassigner(Database database, Assigner assigner, AssignmentOptions options, TimeProvider clock)
{
    private const string OnPanel =
        "SELECT DISTINCT a.member FROM assignments a WHERE a.role = $1 AND a.status IN ('active', 'proposed') AND a.high > $2 ORDER BY a.member";

    /// <summary>The members assigned to a role, now or from a day to come.</summary>
    public Task<List<Guid>> MembersAsync(Guid role, Moment? from, CancellationToken cancellation) =>
        database.QueryAsync(
            new(OnPanel, role, from?.Ticks ?? clock.GetUtcNow().UtcTicks),
            static row => row.Uuid(0),
            cancellation
        );

    /// <summary>The role that a key names, or its own id; null for none.</summary>
    public async Task<Guid?> RoleAsync(string named, CancellationToken cancellation) =>
        await IdAsync("PractitionerRole", Systems.RoleKey, named, cancellation);

    /// <summary>By rule.</summary>
    public async Task<ReassignReport> ByRuleAsync(
        Guid role,
        Moment? from,
        string reason,
        IProgress<long>? progress,
        CancellationToken cancellation
    )
    {
        var members = await MembersAsync(role, from, cancellation);
        var successors = await new SuccessorSearch(database, options).FindAsync(
            role,
            from ?? Moment.At(clock.GetUtcNow()),
            cancellation
        );
        var changes = new List<AssignmentChange>(members.Count);
        var left = new List<Guid>();
        foreach (var member in members)
        {
            if (
                successors
                    .Where(static each => each.HasRoom)
                    .OrderBy(static each => each.Rank)
                    .ThenBy(static each => each.Given)
                    .FirstOrDefault()
                is not { } next
            )
            {
                left.Add(member);
                continue;
            }

            next.Given++;
            changes.Add(new(member, new($"PractitionerRole/{next.Pcp.Id:D}"), from, reason));
        }

        var report = await ApplyAsync(changes, progress, cancellation);
        return left.Count == 0
            ? report
            : report with
            {
                Left = [.. report.Left, .. left],
                Reasons =
                [
                    .. report.Reasons,
                    $"{left.Count} members: no practitioner of the same specialty has room on an open panel.",
                ],
            };
    }

    /// <summary>
    /// As a file says: lines of a DSS client id and the key of a PractitionerRole, with a comma between them.
    /// </summary>
    public async Task<ReassignReport> ByFileAsync(
        IEnumerable<string> lines,
        Moment? from,
        string reason,
        IProgress<long>? progress,
        CancellationToken cancellation
    )
    {
        var changes = new Dictionary<Guid, AssignmentChange>();
        var reasons = new List<string>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var parts = line.Split(',', StringSplitOptions.TrimEntries);
            if (line.Length == 0 || (number == 1 && parts[0] == "client_id"))
                continue;
            if (parts.Length != 2)
                reasons.Add($"Line {number}: write a client id, a comma, and the key of a practitioner's role.");
            else if (await IdAsync("Patient", Systems.ClientId, parts[0], cancellation) is not { } member)
                reasons.Add($"Line {number}: the member is not known here.");
            else if (await RoleAsync(parts[1], cancellation) is not { } role)
                reasons.Add($"Line {number}: the practitioner's role is not known here.");
            else if (!changes.TryAdd(member, new(member, new($"PractitionerRole/{role:D}"), from, reason)))
                reasons.Add($"Line {number}: the member is in the file twice.");
        }

        var report = await ApplyAsync([.. changes.Values], progress, cancellation);
        return report with { Reasons = [.. reasons, .. report.Reasons] };
    }

    private async Task<ReassignReport> ApplyAsync(
        IReadOnlyList<AssignmentChange> changes,
        IProgress<long>? progress,
        CancellationToken cancellation
    )
    {
        var request = $"reassign-{Guid.CreateVersion7(clock.GetUtcNow()):N}";
        var (done, left, reasons) = (0, new List<Guid>(), new List<string>());
        foreach (var chunk in changes.Chunk(Assigner.Chunk))
        {
            if ((await assigner.ApplyAsync(chunk, Caller.Operator, request, cancellation)).Try(out _, out _))
                done += chunk.Length;
            else
                foreach (var one in chunk)
                    if (
                        (await assigner.ApplyAsync([one], Caller.Operator, request, cancellation)).Try(
                            out _,
                            out var fault
                        )
                    )
                        done++;
                    else
                        (left, reasons) = ([.. left, one.Member], [.. reasons, fault.Summary]);
            progress?.Report(done);
        }

        return new(done, left, [.. reasons.Distinct()]);
    }

    private async Task<Guid?> IdAsync(string type, string system, string value, CancellationToken cancellation)
    {
        if (Guid.TryParseExact(value[(value.IndexOf('/', StringComparison.Ordinal) + 1)..], "D", out var id))
            return (
                await database.QueryAsync(
                    new("SELECT r.id FROM resources r WHERE r.id = $1 AND r.type = $2 AND r.deleted = 0", id, type),
                    static row => row.Uuid(0),
                    cancellation
                )
            )
                .Cast<Guid?>()
                .FirstOrDefault();
        return (
            await database.QueryAsync(
                new(
                    "SELECT b.id FROM business_keys b WHERE b.type = $1 AND b.system = $2 AND b.value = $3",
                    type,
                    system,
                    value
                ),
                static row => row.Uuid(0),
                cancellation
            )
        )
            .Cast<Guid?>()
            .FirstOrDefault();
    }
}
