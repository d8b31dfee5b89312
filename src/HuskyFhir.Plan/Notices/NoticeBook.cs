using HuskyFhir.Core.Access;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.Notices;

/// <summary>
/// The notices of one transaction. An occasion that has its notice already gets no second one: who asks is told of the
/// first.
/// </summary>
/// <param name="families">Where the type is found.</param>
/// <param name="grant">The permission to write them.</param>
/// <param name="following">The transaction.</param>
/// <param name="plan">How they name their sender.</param>
internal sealed class NoticeBook(FamilyTable families, Grant grant, Following following, string plan)
{
    private readonly List<(Notice Notice, Action<Guid> Recorded)> added = [];

    /// <param name="notice">What is to be told.</param>
    /// <param name="recorded">Gets the id of the notice, new or old.</param>
    public void Add(Notice notice, Action<Guid> recorded) => added.Add((notice, recorded));

    /// <summary>All that is to be written, with the notices that are new.</summary>
    public async Task<List<WriteAsk>> WithAsync(IEnumerable<WriteAsk> others, CancellationToken cancellation)
    {
        var sent = (
            await following.Work.FindKeysAsync(
                [.. added.Select(static each => new BusinessKey("Communication", Systems.NoticeKey, each.Notice.Key))],
                cancellation
            )
        ).ToDictionary(static found => found.Key.Value, static found => found.Id, StringComparer.Ordinal);
        var asks = new List<WriteAsk>();
        foreach (var (notice, recorded) in added)
        {
            if (!sent.TryGetValue(notice.Key, out var id))
                asks.Add(
                    new CreateAsk(
                        families.Find("Communication")!,
                        grant,
                        notice.At(following.Now, plan),
                        id = Guid.CreateVersion7(following.Now)
                    )
                );
            recorded(id);
        }

        return [.. asks, .. others];
    }
}
