using System.Runtime.CompilerServices;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Plan.ReportableChanges;

namespace HuskyFhir.Exchange.Runs;

/// <summary>
/// The members of a run, page by page: while one page is written the next is loaded. It remembers what did not go into
/// the file, and whom it gave last, so that a member on whom a format stumbles is known.
/// </summary>
internal sealed class MemberFeed(
    ChangeRepository book,
    RunList list,
    MemberSnapshots pictures,
    ExchangeRun run,
    Func<Task> held
)
{
    private const int Page = 1_000;
    private readonly HashSet<Guid> poison = [];
    private readonly List<(Guid Member, string Reason)> reasons = [];

    /// <summary>Changes that were taken back.</summary>
    public List<Guid> Undone { get; } = [];

    /// <summary>Members that cannot be told of, with the reason.</summary>
    public List<(Guid Member, string Reason)> Aside { get; } = [];

    /// <summary>Members given so far.</summary>
    public long Given { get; private set; }

    /// <summary>The member that was given last.</summary>
    public Guid? Last { get; private set; }

    /// <summary>Leaves a member out from now on.</summary>
    public void Leave(Guid member, string reason)
    {
        poison.Add(member);
        reasons.Add((member, reason));
    }

    /// <summary>All members, in the order of their ids; begins anew each time.</summary>
    public async IAsyncEnumerable<(MemberSnapshot Picture, MemberChanges Changes)> MembersAsync(
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        Undone.Clear();
        Aside.Clear();
        Aside.AddRange(reasons);
        (Given, Last) = (0, null);
        var next = LoadAsync(null, cancellation);
        while (await next is { Changes.Count: > 0 } page)
        {
            next = LoadAsync(page.Changes[^1].Member, cancellation);
            await held();
            foreach (var changes in page.Changes)
            {
                Undone.AddRange(changes.Undone);
                if ((changes.Changes.Count == 0 && !run.IsFull) || poison.Contains(changes.Member))
                    continue;
                if (!page.Pictures.TryGetValue(changes.Member, out var picture))
                {
                    Aside.Add(
                        (changes.Member, "The member's record is not there any more; nothing can be told of it.")
                    );
                    continue;
                }

                (Given, Last) = (Given + 1, changes.Member);
                yield return (picture, changes);
            }
        }
    }

    private Task<(IReadOnlyList<MemberChanges> Changes, Dictionary<Guid, MemberSnapshot> Pictures)> LoadAsync(
        Guid? after,
        CancellationToken cancellation
    ) =>
        Task.Run(
            async () =>
            {
                var changes = run.IsFull
                    ?
                    [
                        .. (await list.CoveredAsync(after, run.Opened, Page, cancellation)).Select(static member =>
                            MemberChanges.Of(member, [])
                        ),
                    ]
                    : await book.OfRunAsync(run.Partner, run.Id, ChangeState.Claimed, after, Page, cancellation);
                var loaded = await pictures.LoadAsync(
                    [.. changes.Where(each => run.IsFull || each.Changes.Count > 0).Select(static each => each.Member)],
                    cancellation
                );
                return (changes, loaded.ToDictionary(static picture => picture.Member));
            },
            cancellation
        );
}
