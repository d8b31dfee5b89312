using HuskyFhir.Storage.Sql;

namespace HuskyFhir.Plan.Enrollment;

/// <summary>A file of a partner, as the ledger knows it.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Partner">Who sent it.</param>
/// <param name="Name">What it was called.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why it was refused, or why nobody was ended; null for nothing to tell.</param>
/// <param name="IsFull">Whether it says that it has everybody.</param>
/// <param name="Taken">So many of its members are settled.</param>
/// <param name="Fence">The number of who works on it.</param>
/// <param name="Started">When it was first seen.</param>
/// <param name="Touched">When something last happened.</param>
/// <param name="Finished">When it was done; null before.</param>
/// <param name="Answer">The control number of our answer; null where there is none.</param>
public sealed record EnrolmentFile(
    Guid Id,
    string Partner,
    string Name,
    string Sha256,
    long Bytes,
    EnrolmentState State,
    string? Reason,
    bool IsFull,
    long Taken,
    long Fence,
    DateTimeOffset Started,
    DateTimeOffset Touched,
    DateTimeOffset? Finished,
    long? Answer
)
{
    internal const string Columns =
        "f.id, f.partner, f.name, f.sha256, f.bytes, f.state, f.reason, f.complete, f.taken, f.fence, f.started, f.touched, f.finished, f.answer";

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsOver => State is EnrolmentState.Done or EnrolmentState.Refused or EnrolmentState.Duplicate;

    internal static EnrolmentFile Read(Row row) =>
        new(
            row.Uuid(0),
            row.Text(1),
            row.Text(2),
            row.Text(3),
            row.Long(4),
            EnrolmentCodes.State(row.Text(5)),
            row.TextOrNull(6),
            row.Long(7) != 0,
            row.Long(8),
            row.Long(9),
            At(row.Long(10)),
            At(row.Long(11)),
            row.LongOrNull(12) is { } ticks ? At(ticks) : null,
            row.LongOrNull(13)
        );

    internal object?[] Row() =>
        [
            Id,
            Partner,
            Name,
            Sha256,
            Bytes,
            State.Code(),
            Reason,
            IsFull ? 1L : 0L,
            Taken,
            Fence,
            Started.UtcTicks,
            Touched.UtcTicks,
            Finished?.UtcTicks,
            Answer,
        ];

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}

/// <summary>A line of a file's report.</summary>
/// <param name="Number">Of the member in the file, from 0; behind the last come those who are missing.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Member">Whose; null where nobody here could be meant.</param>
/// <param name="Place">Where in the file: set and segment.</param>
/// <param name="Reason">Why it was rejected, or what was not taken over; never a value of the member's.</param>
public sealed record OutcomeLine(long Number, MemberOutcome Outcome, Guid? Member, string? Place, string? Reason)
{
    internal object?[] Row(Guid file) => [file, Number, Outcome.Code(), Member, Place, Reason];
}
