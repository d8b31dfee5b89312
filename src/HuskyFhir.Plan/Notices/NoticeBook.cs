using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Notices.Letters;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Plan.Notices;

/// <summary>A notice that is to be told, and how its letter is written; null where it has none.</summary>
/// <param name="Notice">The notice.</param>
/// <param name="Template">The template.</param>
/// <param name="Facts">What is known of the case, said in a language.</param>
internal sealed record NoticeDraft(
    Notice Notice,
    string? Template = null,
    Func<LetterLanguage, IEnumerable<(string Name, string? Value)>>? Facts = null
);

/// <summary>
/// The notices of one transaction, with their letters. An occasion that has its notice already gets no second one: who
/// asks is told of the first.
/// </summary>
/// <param name="families">Where the type is found.</param>
/// <param name="grant">The permission to write them.</param>
/// <param name="following">The transaction.</param>
/// <param name="letters">How letters are written.</param>
/// <param name="plan">How they name their sender.</param>
internal sealed class NoticeBook(
    FhirTypeCatalog families,
    Grant grant,
    WriteContext following,
    LetterOptions letters,
    string plan
)
{
    private readonly List<(NoticeDraft Draft, Action<Guid> Recorded)> added = [];

    /// <param name="draft">What is to be told.</param>
    /// <param name="recorded">Gets the id of the notice, new or old.</param>
    public void Add(NoticeDraft draft, Action<Guid> recorded) => added.Add((draft, recorded));

    /// <summary>All that is to be written, with the notices that are new.</summary>
    public async Task<List<WriteCommand>> WithAsync(IEnumerable<WriteCommand> others, CancellationToken cancellation)
    {
        var sent = (
            await following.Work.FindKeysAsync(
                [
                    .. added.Select(static each => new BusinessKey(
                        "Communication",
                        Systems.NoticeKey,
                        each.Draft.Notice.Key
                    )),
                ],
                cancellation
            )
        ).ToDictionary(static found => found.Key.Value, static found => found.Id, StringComparer.Ordinal);
        var people = await PeopleAsync(cancellation);
        var writer = new LetterWriter(letters, plan);
        var asks = new List<WriteCommand>();
        foreach (var (draft, recorded) in added)
        {
            if (!sent.TryGetValue(draft.Notice.Key, out var id))
                asks.AddRange(
                    (draft with { Notice = draft.Notice with { Letter = Letter(writer, draft, people) } }).Notice.Asks(
                        name => families.Find(name)!,
                        grant,
                        following.Now,
                        plan,
                        id = Guid.CreateVersion7(following.Now)
                    )
                );
            recorded(id);
        }

        return [.. asks, .. others];
    }

    private WrittenLetter? Letter(LetterWriter writer, NoticeDraft draft, Dictionary<Guid, Resource> people) =>
        draft.Template is null
            ? null
            : writer.Write(
                draft.Template,
                new(
                    people.GetValueOrDefault(draft.Notice.Member) as Patient,
                    References.Read(draft.Notice.To)?.Id is { } to ? people.GetValueOrDefault(to) : null
                ),
                draft.Facts ?? (static _ => []),
                following.Now
            );

    /// <summary>The members and recipients of letters, as they stand.</summary>
    private async Task<Dictionary<Guid, Resource>> PeopleAsync(CancellationToken cancellation)
    {
        var ids = added
            .Where(static each => each.Draft.Template is not null)
            .SelectMany(static each => new[] { each.Draft.Notice.Member, References.Read(each.Draft.Notice.To)?.Id })
            .OfType<Guid>()
            .Distinct()
            .ToList();
        return (
            await following.Work.QueryEachAsync(
                "SELECT r.id, r.body FROM resources r WHERE r.id {ids} AND r.deleted = 0",
                ids,
                static row => (Id: row.Uuid(0), Body: row.Bytes(1)),
                cancellation
            )
        ).ToDictionary(static row => row.Id, static row => FhirJson.Read(row.Body));
    }
}
