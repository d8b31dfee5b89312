using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Formats.Edi;
using HuskyFhir.Exchange.Formats.Tables;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Plan.PartnerRuns;
using HuskyFhir.Plan.PartnerRuns.Reconciliations;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;

namespace HuskyFhir.Exchange.Reconciliation;

/// <summary>
/// Compares a full file with what stands here, member by member and field by field: ours as the partner may see it,
/// theirs, since when ours stands and who said so, and which is right by the precedence of sources. Only what the file
/// tells is compared; saying nothing says nothing against it. Memory grows with the ids of the members alone.
/// </summary>
public sealed class FieldReconciler(Database database, FhirTypeCatalog families, TimeProvider clock)
{
    private const int Page = 1_000;
    private readonly ReconciliationRepository book = new(database, clock);

    /// <summary>Compares a file.</summary>
    /// <param name="partner">Whose.</param>
    /// <param name="file">It can be read more than once.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="progress">Is told how many members are compared.</param>
    /// <param name="cancellation">Ends it; nothing is kept then.</param>
    /// <exception cref="InvalidDataException">The file is not whole; nothing is compared.</exception>
    public async Task<HuskyFhir.Plan.PartnerRuns.Reconciliations.Reconciliation> CompareAsync(
        Partner partner,
        Stream file,
        string name,
        IProgress<long>? progress,
        CancellationToken cancellation
    )
    {
        var reader = new FullFileReader(partner.Format);
        var (sha256, flaw) = await reader.ProveAsync(file, cancellation);
        if (flaw is not null)
            throw new InvalidDataException($"{name} cannot be compared: {flaw}");
        var now = clock.GetUtcNow();
        var tally = new Tally(Guid.CreateVersion7(now));
        var page = new List<Dictionary<string, string>>(Page);
        await foreach (var member in reader.ReadAsync(file, cancellation))
        {
            page.Add(member);
            if (page.Count < Page)
                continue;
            await PageAsync(partner, page, tally, now, cancellation);
            page.Clear();
            progress?.Report(tally.Theirs);
        }

        await PageAsync(partner, page, tally, now, cancellation);
        await MissingAsync(tally, now, cancellation);
        var done = new HuskyFhir.Plan.PartnerRuns.Reconciliations.Reconciliation(
            tally.Id,
            partner.Name,
            name,
            sha256,
            now,
            tally.Ours,
            tally.Theirs,
            tally.Equal,
            tally.Differing,
            tally.Unknown,
            tally.Missing,
            tally.Remark
        );
        await book.FinishAsync(done, cancellation);
        return done;
    }

    private async Task PageAsync(
        Partner partner,
        List<Dictionary<string, string>> theirs,
        Tally tally,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (theirs.Count == 0)
            return;
        var ids = await new StoredMembers(database).FindAsync(
            [.. theirs.Select(static member => member["member.id"]).Distinct()],
            cancellation
        );
        var pictures = (
            await new MemberSnapshots(database, families, clock).LoadAsync([.. ids.Values], cancellation)
        ).ToDictionary(static picture => picture.Member);
        var compared = new (Guid? Member, List<(string Field, string? Ours, string Theirs)> Differences)[theirs.Count];
        Parallel.For(0, theirs.Count, at => compared[at] = Compare(partner, theirs[at], ids, pictures, now));
        var differing = compared
            .Where(static each => each is { Member: not null, Differences.Count: > 0 })
            .Select(static each => each.Member!.Value)
            .ToHashSet();
        var origins = await new FactHistory(database).OfAsync(differing, cancellation);
        var news = (await new ChangeRepository(database).UnderWayAsync(partner.Name, differing, cancellation))
            .Select(static standing => (standing.Change.Member, standing.Change.Kind))
            .ToHashSet();
        var lines = new List<ReconciliationLine>();
        for (var at = 0; at < theirs.Count; at++)
        {
            var (member, differences) = compared[at];
            tally.Count(member, differences.Count);
            if (member is not { } known)
                lines.Add(
                    new(++tally.Lines, null, theirs[at]["member.id"], "member", null, "in the file", null, null, "ask")
                );
            else
                lines.AddRange(
                    differences.Select(each => Line(++tally.Lines, known, theirs[at]["member.id"], each, origins, news))
                );
        }

        if (lines.Count > 0)
            await book.AddAsync(tally.Id, lines, cancellation);
    }

    private static (Guid? Member, List<(string Field, string? Ours, string Theirs)> Differences) Compare(
        Partner partner,
        Dictionary<string, string> theirs,
        Dictionary<string, Guid> ids,
        Dictionary<Guid, MemberSnapshot> pictures,
        DateTimeOffset now
    )
    {
        if (!ids.TryGetValue(theirs["member.id"], out var member) || !pictures.TryGetValue(member, out var picture))
            return (null, []);
        var ours = ComparedFields.Of(Fields(partner, picture, now));
        var differences = new List<(string, string?, string)>();
        foreach (var (field, value) in ComparedFields.Of(theirs))
            if (ours.GetValueOrDefault(field) is not { } own || !ComparedFields.Same(field, own, value))
                differences.Add((field, ours.GetValueOrDefault(field), value));
        return (member, differences);
    }

    /// <summary>What of a member the partner would be told now.</summary>
    internal static Dictionary<string, string> Fields(Partner partner, MemberSnapshot picture, DateTimeOffset now)
    {
        var nothing = MemberChanges.Of(picture.Member, []);
        var heading = new FileHeading(partner.Sender, partner.Receiver, 1, Guid.Empty, now) { IsFull = true };
        return HouseholdRecords.Read(picture, nothing, heading, new(nothing)) is { } records
            ? SnapshotFields.Of(records[0])
            : [];
    }

    private static ReconciliationLine Line(
        long number,
        Guid member,
        string clientId,
        (string Field, string? Ours, string Theirs) difference,
        IReadOnlyDictionary<(Guid Member, string Fact), FactOrigin> origins,
        HashSet<(Guid Member, ChangeKind Kind)> news
    )
    {
        var (kind, fact, change) = ComparedFields.FactOf(difference.Field);
        var origin = origins.TryGetValue((member, fact), out var found) ? found : (FactOrigin?)null;
        var standing = SourcePrecedence.Rule(kind, FactSource.Dss, origin?.Source ?? FactSource.None) switch
        {
            Ruling.Takes or Ruling.TakesIfLater => "theirs",
            Ruling.TakesOnceTold => change is { } told && news.Contains((member, told)) ? "ours" : "theirs",
            Ruling.Keeps => "ours",
            Ruling.Joins => "both",
            _ => "ask",
        };
        return new(
            number,
            member,
            clientId,
            difference.Field,
            difference.Ours,
            difference.Theirs,
            origin?.Since,
            origin?.Source.Code(),
            standing
        );
    }

    /// <summary>
    /// Who is covered and not in the file. Of a file that has not half of them nobody is listed: it is rather cut
    /// short.
    /// </summary>
    private async Task MissingAsync(Tally tally, DateTimeOffset now, CancellationToken cancellation)
    {
        var list = new RunList(database);
        var gone = new List<Guid>();
        for (
            Guid? after = null;
            await list.CoveredAsync(after, now, Page * 10, cancellation) is { Count: > 0 } covered;
            after = covered[^1]
        )
        {
            tally.Ours += covered.Count;
            gone.AddRange(covered.Where(member => !tally.Seen.Contains(member)));
        }

        tally.Missing = gone.Count;
        if (gone.Count * 2L > tally.Ours && tally.Ours > 1)
        {
            tally.Remark =
                $"{gone.Count} of {tally.Ours} covered members are not in the file, more than half: it may be cut short, and they are not listed.";
            return;
        }

        foreach (var part in gone.Chunk(Page))
            await book.AddAsync(
                tally.Id,
                [
                    .. part.Select(member => new ReconciliationLine(
                        ++tally.Lines,
                        member,
                        string.Empty,
                        "member",
                        "covered",
                        null,
                        null,
                        null,
                        "ask"
                    )),
                ],
                cancellation
            );
    }

    /// <summary>What is counted while a file is compared.</summary>
    private sealed class Tally(Guid id)
    {
        public Guid Id { get; } = id;

        public HashSet<Guid> Seen { get; } = [];

        public long Lines { get; set; }

        public long Ours { get; set; }

        public long Theirs { get; private set; }

        public long Equal { get; private set; }

        public long Differing { get; private set; }

        public long Unknown { get; private set; }

        public long Missing { get; set; }

        public string? Remark { get; set; }

        public void Count(Guid? member, int differences)
        {
            Theirs++;
            if (member is not { } known)
                Unknown++;
            else if (Seen.Add(known) && differences == 0)
                Equal++;
            else
                Differing++;
        }
    }
}
