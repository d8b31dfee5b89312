using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Documents;
using HuskyFhir.Plan.Terms;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Directives;

/// <summary>
/// Keeps a member's flag "has an advance directive" in step with the directives and their papers (42 CFR
/// 489.102(a)(2)), in the transaction that changes them. A medical order is no advance directive, and does not set it.
/// </summary>
internal sealed class MaintainDirectiveFlag : IWriteReaction
{
    private const string Papers =
        "SELECT d.id, d.member FROM documentreference d JOIN documentreference_token t ON t.owner = d.id "
        + $"AND t.part = 'category' AND t.code = '{DocumentReferenceType.AdvanceDirectives}' "
        + "WHERE d.member {ids} AND d.status_code = 'current'";

    public IEnumerable<string> Names(PreparedWrite write) =>
        Member(write) is { } member ? [$"directives/{member:N}"] : [];

    public async Task FollowAsync(
        IReadOnlyList<WriteStep> steps,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var causes = steps
            .Where(static step => Member(step.Write) is not null)
            .GroupBy(static step => step.Written.Resource.Member!.Value)
            .ToDictionary(static same => same.Key, static same => same.First());
        if (causes.Count == 0)
            return;
        var flagged = (await MemberDirectives.OfAsync(causes.Keys, following, cancellation))
            .Where(static each => DirectiveKind.Of(each.Consent) is not { IsOrder: true })
            .Select(static each => each.Member)
            .ToHashSet();
        flagged.UnionWith(await OnPaperAsync(causes.Keys, following, cancellation));
        var flags = await FindAsync(causes.Keys, following, cancellation);
        foreach (var (member, cause) in causes.OrderBy(static each => each.Key))
            Keep(
                member,
                flagged.Contains(member),
                flags.TryGetValue(member, out var known) ? known : null,
                cause,
                following
            );
    }

    private static void Keep(Guid member, bool isOn, Guid? known, WriteStep cause, WriteContext following)
    {
        var type = following.Type("Observation");
        var flag = DirectiveFlag.Of(member, isOn);
        following.Bring(
            cause,
            known is { } id
                ? new UpdateCommand(type, WriteContext.Grant(cause), id, flag)
                : new CreateCommand(type, WriteContext.Grant(cause), flag)
        );
    }

    /// <summary>The member of a write that can change the flag; null for all others.</summary>
    private static Guid? Member(PreparedWrite write) =>
        write.Resource switch
        {
            Consent consent when ConsentKinds.IsDirective(consent) => write.MemberOf(),
            DocumentReference document when DocumentReferenceType.IsDirective(document) => write.MemberOf(),
            _ => null,
        };

    private static async Task<IEnumerable<Guid>> OnPaperAsync(
        IReadOnlyCollection<Guid> members,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var written = following.Writing("DocumentReference").ToDictionary(static step => step.Write.Id);
        var stored = await following.Work.QueryEachAsync(
            Papers,
            [.. members],
            static row => (Id: row.Uuid(0), Member: row.Uuid(1)),
            cancellation
        );
        var orders = await OrdersAsync([.. stored.Select(static each => each.Id)], following, cancellation);
        return stored
            .Where(each => !written.ContainsKey(each.Id) && !orders.Contains(each.Id))
            .Select(static each => each.Member)
            .Concat(
                written
                    .Values.Where(static step =>
                        step.Write.Resource is DocumentReference { Status: DocumentReferenceStatus.Current } document
                        && DocumentReferenceType.IsDirective(document)
                        && !DocumentReferenceType.IsOrder(document)
                    )
                    .Select(static step => step.Written.Resource.Member!.Value)
            );
    }

    private static async Task<HashSet<Guid>> OrdersAsync(
        Guid[] documents,
        WriteContext following,
        CancellationToken cancellation
    ) =>
        [
            .. await following.Work.QueryEachAsync(
                $"SELECT owner FROM documentreference_token WHERE owner {{ids}} AND part = 'type' AND code = '{DocumentReferenceType.PortableOrder}'",
                documents,
                static row => row.Uuid(0),
                cancellation
            ),
        ];

    private static async Task<Dictionary<Guid, Guid>> FindAsync(
        IReadOnlyCollection<Guid> members,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var keys = members.ToDictionary(static member => new BusinessKey(
            "Observation",
            Systems.DirectiveFlagKey,
            $"{member:D}"
        ));
        var found = (await following.Work.FindKeysAsync([.. keys.Keys], cancellation)).ToDictionary(
            each => keys[each.Key],
            static each => each.Id
        );
        foreach (var step in following.Writing("Observation"))
        foreach (var key in step.Write.Keys)
            if (keys.TryGetValue(key, out var member))
                found[member] = step.Write.Id;
        return found;
    }
}
