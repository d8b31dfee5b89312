using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.Precedence;

/// <summary>
/// Who said who some members' primary care providers are. The record follows the assignments, so that the provider whom
/// a file's record names counts only where the member has none but what the service took from a record itself.
/// </summary>
internal sealed class PcpFacts
{
    private const string Element = "generalPractitioner";

    private readonly ILookup<Guid, (Assignment Assignment, FactSource Source)> byMember;
    private readonly long now;

    private PcpFacts(ILookup<Guid, (Assignment, FactSource)> byMember, long now) =>
        (this.byMember, this.now) = (byMember, now);

    /// <summary>
    /// Reads them. Who wrote an assignment is the strongest who ever did: the clock that settles its status says
    /// nothing new.
    /// </summary>
    public static async Task<PcpFacts> ReadAsync(
        Work work,
        IReadOnlyCollection<Guid> members,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        const string Teams =
            "SELECT a.member, r.id, r.body, r.source, COALESCE((SELECT MAX(v.source) FROM versions v WHERE v.id = r.id), 0) FROM assignments a JOIN resources r ON r.id = a.id WHERE a.member {ids}";
        var rows = await work.QueryEachAsync(
            Teams,
            [.. members.Distinct()],
            static row =>
                (Member: row.Uuid(0), Id: row.Uuid(1), Body: row.Bytes(2), Source: Math.Max(row.Long(3), row.Long(4))),
            cancellation
        );
        return new(
            rows.ToLookup(
                static row => row.Member,
                static row => (new Assignment(row.Id, (CareTeam)FhirJson.Read(row.Body)), (FactSource)row.Source)
            ),
            now.UtcTicks
        );
    }

    /// <summary>Makes a file's record name the provider that stands, where it does.</summary>
    public IEnumerable<FactFinding> Merge(Guid member, JsonObject said, IReadOnlyList<FactVersion> versions)
    {
        var stands = versions[0].Body;
        var (offered, holds) = (Role(said), Role(stands));
        if (offered == holds)
            yield break;
        var wasBefore = offered is null || versions.Skip(1).Any(version => Role(version.Body) == offered);
        if (!wasBefore && byMember[member].All(static each => each.Assignment.IsRecorded))
            yield break;
        said.Remove(Element);
        if (stands[Element] is { } kept)
            said[Element] = kept.DeepClone();
        var source = byMember[member]
            .FirstOrDefault(each => each.Assignment.Low <= now && each.Assignment.High > now)
            .Source;
        yield return new(
            Disagreement.Pcp,
            source,
            !wasBefore && IsForPlan(source)
                ? Disagreement.OfPcp(member, offered!.Value, FactSource.Load, source).Offered
                : null
        );
    }

    /// <summary>
    /// What somebody else said of the time of a new assignment: who said it, and the role that is asked about, where it
    /// is another one; null for nothing.
    /// </summary>
    public (FactSource Stands, Guid? Role)? Against(Guid member, Assignment brought, HashSet<Guid> written)
    {
        if (brought.IsVoid)
            return null;
        var others = byMember[member]
            .Where(each =>
                !each.Assignment.IsRecorded
                && IsForPlan(each.Source)
                && !written.Contains(each.Assignment.Id)
                && each.Assignment.Low < brought.High
                && brought.Low < each.Assignment.High
            )
            .ToList();
        return others.Count == 0
            ? null
            : (others[0].Source, others.Exists(each => each.Assignment.Role == brought.Role) ? null : brought.Role);
    }

    private static bool IsForPlan(FactSource source) =>
        SourcePrecedence.Rule(FactKind.PcpAssignment, FactSource.Load, source) == Ruling.Conflicts
        && source > FactSource.Load;

    private static Guid? Role(JsonObject patient) =>
        (patient[Element] as JsonArray ?? [])
            .Select(static each => References.Read(new ResourceReference((string?)each?["reference"])))
            .FirstOrDefault(static each => each is { Type: "PractitionerRole", Id: not null })
            ?.Id;
}
