using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Resources.Contents;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Notices.Outbox;

/// <summary>
/// The letters that wait, and the two transactions of their way: the drawing is kept before anything is handed over,
/// and the handing over is kept after it. Killed in between, a letter is handed over again with the same bytes under
/// the same name, which a transport knows. Each transaction holds the lease, and each letter is looked at again in it.
/// </summary>
public sealed class LetterOutbox(WritePipeline writes, FhirTypeCatalog families, Database database, TimeProvider clock)
{
    /// <summary>The lane of those who send letters: one process at a time.</summary>
    public const string Lane = "letters";

    private static readonly Grant Everything = new(Caller.Operator, RowFilter.Everything);

    /// <summary>The oldest letters that wait, after one.</summary>
    /// <param name="after">The last that was looked at; empty for the first.</param>
    /// <param name="most">How many.</param>
    /// <param name="hasEmail">Whether letters can be sent by e-mail.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<IReadOnlyList<WaitingLetter>> WaitingAsync(
        Guid after,
        int most,
        bool hasEmail,
        CancellationToken cancellation
    )
    {
        var rows = await database.QueryAsync(
            new(
                "SELECT l.owner, l.document, c.body, d.body FROM letters l JOIN resources c ON c.id = "
                    + "l.owner JOIN resources d ON d.id = l.document "
                    + "WHERE l.state = 'waiting' AND l.owner > $1 ORDER BY l.owner LIMIT $2",
                after,
                (long)most
            ),
            static row => (Id: row.Uuid(0), Document: row.Uuid(1), Notice: row.Bytes(2), Letter: row.Bytes(3)),
            cancellation
        );
        var letters = rows.Select(static row =>
                (
                    row.Id,
                    row.Document,
                    Notice: (Communication)FhirJson.Read(row.Notice),
                    Paper: (DocumentReference)FhirJson.Read(row.Letter)
                )
            )
            .ToList();
        var people = await PeopleAsync(letters.Select(static each => ToOf(each.Notice)).OfType<Guid>(), cancellation);
        var waiting = new List<WaitingLetter>(letters.Count);
        foreach (var (id, document, notice, paper) in letters)
        {
            var route = LetterRoute.Of(Recipient(notice, people), hasEmail, clock.GetUtcNow());
            if (WaitingLetter.Read(paper) is { } words)
                waiting.Add(
                    new(id, words, route)
                    {
                        Document = document,
                        Drawn = LetterPaper.DrawnFor(paper, route.Mark(id)) is { } binary
                            ? await StoredAsync(binary, cancellation)
                            : null,
                    }
                );
        }

        return waiting;
    }

    /// <summary>The bytes of a letter that was drawn before.</summary>
    public Stream Open(StoredContent drawn) => new ContentStream(database, drawn);

    /// <summary>
    /// Keeps what was drawn, and what has no way. Answers the letters that still wait and may be handed over: one whose
    /// address changed meanwhile is left for the next look.
    /// </summary>
    public async Task<IReadOnlySet<Guid>> KeepAsync(
        string request,
        Lease lease,
        IReadOnlyList<DrawnLetter> drawn,
        bool hasEmail,
        CancellationToken cancellation
    )
    {
        var ready = new HashSet<Guid>();
        await WriteAsync(
            request,
            lease,
            [.. drawn.Select(static each => each.Waiting.Id)],
            async (following, notices) =>
            {
                ready.Clear();
                var papers = await following.LatestAsync(
                    drawn.Where(static each => each.Pdf is not null).Select(static each => each.Waiting.Document),
                    cancellation
                );
                var people = await PeopleAsync(following, notices.Values.Select(ToOf).OfType<Guid>(), cancellation);
                var asks = new List<WriteCommand>();
                foreach (var (waiting, pdf) in drawn)
                {
                    if (
                        !notices.TryGetValue(waiting.Id, out var notice)
                        || LetterStates.Of(notice) != LetterState.Waiting
                    )
                        continue;
                    var route = LetterRoute.Of(Recipient(notice, people), hasEmail, following.Now);
                    if (route.Mark(waiting.Id) != waiting.Route.Mark(waiting.Id))
                        continue;
                    if (route is LetterRoute.None nowhere)
                    {
                        LetterStates.Stand(notice, LetterState.NoAddress, nowhere.Reason);
                        asks.Add(Update("Communication", waiting.Id, notice));
                        continue;
                    }

                    ready.Add(waiting.Id);
                    if (pdf is not null && papers.GetValueOrDefault(waiting.Document)?.Body is { } body)
                        asks.AddRange(Paper(waiting, (DocumentReference)FhirJson.Read(body), pdf, following.Now));
                }

                return asks;
            },
            cancellation
        );
        return ready;
    }

    /// <summary>Keeps that letters were handed over, or could not be for a reason of their own.</summary>
    /// <param name="request">For the audit.</param>
    /// <param name="lease">The right to send.</param>
    /// <param name="handed">Each with how it went (v3-ParticipationMode), or why it could not.</param>
    /// <param name="cancellation">Ends it before its transaction.</param>
    public Task HandedAsync(
        string request,
        Lease lease,
        IReadOnlyDictionary<Guid, (string? Medium, string? Failure)> handed,
        CancellationToken cancellation
    ) =>
        WriteAsync(
            request,
            lease,
            [.. handed.Keys],
            (_, notices) =>
            {
                var asks = new List<WriteCommand>();
                foreach (
                    var (id, notice) in notices.Where(static each => LetterStates.Of(each.Value) == LetterState.Waiting)
                )
                {
                    var (medium, failure) = handed[id];
                    if (medium is not null)
                        notice.Medium = [new("http://terminology.hl7.org/CodeSystem/v3-ParticipationMode", medium)];
                    LetterStates.Stand(notice, failure is null ? LetterState.Sent : LetterState.Failed, failure);
                    asks.Add(Update("Communication", id, notice));
                }

                return Task.FromResult(asks);
            },
            cancellation
        );

    private async Task WriteAsync(
        string request,
        Lease lease,
        Guid[] ids,
        Func<WriteContext, Dictionary<Guid, Communication>, Task<List<WriteCommand>>> compose,
        CancellationToken cancellation
    )
    {
        var answer = await writes.ApplyAsync(
            new ComposedPlan(
                request,
                [.. ids.Select(static id => $"letter/{id:N}")],
                async (following, stop) =>
                    await compose(
                        following,
                        (await following.LatestAsync(ids, stop))
                            .Values.Where(static row => row is { Deleted: false, Body: not null })
                            .ToDictionary(static row => row.Id, static row => (Communication)FhirJson.Read(row.Body!))
                    )
            )
            {
                Beside = (work, stop) => lease.HoldAsync(work, clock.GetUtcNow(), stop),
            },
            cancellation
        );
        if (!answer.Try(out _, out var fault))
            throw new InvalidOperationException(
                $"Letters could not be kept: {string.Join("; ", fault.Issues.Select(static issue => issue.Text))}"
            );
    }

    private IEnumerable<WriteCommand> Paper(
        WaitingLetter waiting,
        DocumentReference paper,
        byte[] pdf,
        DateTimeOffset now
    )
    {
        var binary = Guid.CreateVersion7(now);
        LetterPaper.Attach(paper, binary, waiting.Route.Mark(waiting.Id), pdf.Length);
        yield return new CreateCommand(
            families.Find("Binary")!,
            Everything,
            new Binary
            {
                ContentType = ContentKind.Pdf.MediaTypes[0],
                SecurityContext = (ResourceReference)paper.Subject!.DeepCopy(),
            },
            binary
        )
        {
            Content = Content.Of(pdf, ContentKind.Pdf),
        };
        yield return Update("DocumentReference", waiting.Document, paper);
    }

    private UpdateCommand Update(string type, Guid id, Resource resource) =>
        new(families.Find(type)!, Everything, id, resource);

    private static Guid? ToOf(Communication notice) => References.Read(notice.Recipient.FirstOrDefault())?.Id;

    private static Resource? Recipient(Communication notice, Dictionary<Guid, Resource> people) =>
        ToOf(notice) is { } to ? people.GetValueOrDefault(to) : null;

    private async Task<StoredContent?> StoredAsync(Guid binary, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new(
                    $"SELECT {StoredContent.Columns} FROM content_versions WHERE id = $1 ORDER BY version DESC LIMIT 1",
                    binary
                ),
                static row => StoredContent.From(row),
                cancellation
            )
        ).FirstOrDefault();

    private async Task<Dictionary<Guid, Resource>> PeopleAsync(IEnumerable<Guid> ids, CancellationToken cancellation)
    {
        var all = ids.Distinct().ToList();
        return all.Count == 0
            ? []
            : (
                await database.QueryAsync(
                    new(
                        "SELECT r.id, r.body FROM resources r WHERE r.deleted = 0 AND r.id IN "
                            + $"({string.Join(", ", all.Select(static (_, at) => $"${at + 1}"))})",
                        [.. all.Select(static id => (object)id)]
                    ),
                    static row => (Id: row.Uuid(0), Body: row.Bytes(1)),
                    cancellation
                )
            ).ToDictionary(static row => row.Id, static row => FhirJson.Read(row.Body));
    }

    private static Task<Dictionary<Guid, Resource>> PeopleAsync(
        WriteContext following,
        IEnumerable<Guid> ids,
        CancellationToken cancellation
    ) => PeopleAsync(following.Work, ids, cancellation);

    private static async Task<Dictionary<Guid, Resource>> PeopleAsync(
        Work work,
        IEnumerable<Guid> ids,
        CancellationToken cancellation
    ) =>
        (
            await work.QueryEachAsync(
                "SELECT r.id, r.body FROM resources r WHERE r.id {ids} AND r.deleted = 0",
                [.. ids.Distinct()],
                static row => (Id: row.Uuid(0), Body: row.Bytes(1)),
                cancellation
            )
        ).ToDictionary(static row => row.Id, static row => FhirJson.Read(row.Body));
}
