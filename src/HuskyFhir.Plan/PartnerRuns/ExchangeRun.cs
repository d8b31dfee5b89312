using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.PartnerRuns;

/// <summary>How far a run is.</summary>
public enum RunState
{
    /// <summary>It has its number and its changes.</summary>
    Claimed,

    /// <summary>Its file is in the spool, and its hash here.</summary>
    Written,

    /// <summary>Delivered; the partner's answer is awaited.</summary>
    Sent,

    /// <summary>Answered, or there was nothing to send.</summary>
    Closed,
}

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>Everything was taken back before it was sent, or set aside: there was no file.</summary>
    Empty,

    /// <summary>The partner took every member.</summary>
    Accepted,

    /// <summary>The partner took some.</summary>
    Partial,

    /// <summary>The partner took nothing; it waits to be sent again.</summary>
    Rejected,
}

/// <summary>A run as it stands in the ledger.</summary>
/// <param name="Id">Which.</param>
/// <param name="Partner">For whom.</param>
/// <param name="Period">The time of the schedule that it is for, or <c>hand:</c> and a number of its own.</param>
/// <param name="Number">Control number: ISA13 and GS06, or the number of the manifest.</param>
/// <param name="State">How far it is.</param>
/// <param name="Outcome">How it ended; null until then.</param>
/// <param name="Opened">When it was opened.</param>
/// <param name="Sent">When its delivery was known.</param>
/// <param name="Closed">When it ended.</param>
public sealed record ExchangeRun(
    Guid Id,
    string Partner,
    string Period,
    int Number,
    RunState State,
    RunOutcome? Outcome,
    DateTimeOffset Opened,
    DateTimeOffset? Sent,
    DateTimeOffset? Closed
)
{
    /// <summary>How the period of a run begins whose file has everybody, and not changes alone.</summary>
    public const string Full = "full:";

    /// <summary>Whether its file has everybody: it takes no changes, and its answer moves none.</summary>
    public bool IsFull => Period.StartsWith(Full, StringComparison.Ordinal);

    /// <summary>Its file; null until it is written.</summary>
    public RunFile? File { get; init; }

    /// <summary>Members in the file.</summary>
    public long Members { get; init; }

    /// <summary>Changes that the file tells.</summary>
    public long Changes { get; init; }

    /// <summary>Members that could not be written.</summary>
    public long Aside { get; init; }

    /// <summary>
    /// What the partner said of the arrival: <c>accepted</c> or <c>rejected</c>; null where it said nothing.
    /// </summary>
    public string? Receipt { get; init; }

    /// <summary>Members that the partner took.</summary>
    public long Acknowledged { get; init; }

    /// <summary>Members that it refused for something of their own.</summary>
    public long Rejected { get; init; }

    /// <summary>Members that were refused along with others, and wait again.</summary>
    public long Again { get; init; }

    /// <summary>How loudly its answer was missed: 0 not, 1 late, 2 missing.</summary>
    public long Alarm { get; init; }

    /// <summary>What stands in its way now, such as <c>disk-full</c>; null for nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>The same in a sentence.</summary>
    public string? Report { get; init; }

    internal const string Columns =
        "id, partner, period, number, state, outcome, opened, sent, closed, file, bytes, sha256, beside, members, changes, aside, receipt, acknowledged, rejected, again, alarm, problem, report";

    internal static ExchangeRun Read(Row row) =>
        new(
            row.Uuid(0),
            row.Text(1),
            row.Text(2),
            (int)row.Long(3),
            Enum.Parse<RunState>(row.Text(4), ignoreCase: true),
            row.TextOrNull(5) is { } outcome ? Enum.Parse<RunOutcome>(outcome, ignoreCase: true) : null,
            new(row.Long(6), TimeSpan.Zero),
            Instant(row.LongOrNull(7)),
            Instant(row.LongOrNull(8))
        )
        {
            File = row.TextOrNull(9) is { } name
                ? new(
                    name,
                    row.Long(10),
                    row.Text(11),
                    (row.TextOrNull(12) ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                )
                : null,
            Members = row.Long(13),
            Changes = row.Long(14),
            Aside = row.Long(15),
            Receipt = row.TextOrNull(16),
            Acknowledged = row.Long(17),
            Rejected = row.Long(18),
            Again = row.Long(19),
            Alarm = row.Long(20),
            Problem = row.TextOrNull(21),
            Report = row.TextOrNull(22),
        };

    private static DateTimeOffset? Instant(long? ticks) => ticks is { } known ? new(known, TimeSpan.Zero) : null;
}

/// <summary>The file of a run.</summary>
/// <param name="Name">By this the partner sees it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal.</param>
/// <param name="Beside">Names of the small files that go with it.</param>
public sealed record RunFile(string Name, long Bytes, string Sha256, IReadOnlyList<string> Beside);
