using System.Buffers;
using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Enrolment.Segments;
using HuskyFhir.X12.Enrolment.Structure;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.X12.Enrolment;

/// <summary>What became of a member that was to be written.</summary>
/// <param name="Place">Where it stands in the file; null where it was refused, and then nothing of it was
/// written.</param>
/// <param name="Findings">Why it was refused, in the terms of the guide; positions are those of its own segments, where
/// INS is 1.</param>
/// <param name="Notes">What was changed so that it could be written.</param>
public sealed record MemberWritten(
    MemberPlace? Place,
    IReadOnlyList<X12Finding> Findings,
    IReadOnlyList<WriteNote> Notes
);

/// <summary>
/// Writes an 834 (005010X220A1) to a stream, member by member, in memory that does not grow. What would not stand the
/// guide's own rules is not written: each part is encoded beside the file, held against the structure by which files
/// are read, and only then taken over.
/// </summary>
public sealed class EnrolmentWriter
{
    private static readonly string Version = HuskyFhir.X12.Envelope.Expectation.Enrolment.Versions[0];

    private readonly EnvelopeWriter file;
    private readonly ArrayBufferWriter<byte> draft = new(16_384);
    private readonly SegmentWriter drafted;
    private readonly DraftCheck check;
    private string set = string.Empty;
    private int index;
    private int members;
    private int sets;

    /// <summary>Begins a file; the stream stays open.</summary>
    /// <exception cref="ArgumentException">The options make no file that could be read.</exception>
    public EnrolmentWriter(Stream target, EnvelopeOptions options)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        file = new(target, options);
        file.OpenGroup(HuskyFhir.X12.Envelope.Expectation.Enrolment.FunctionalId, Version);
        drafted = new(draft, options.Separators, options.Characters, options.Lines);
        check = new(options.Separators);
    }

    /// <summary>
    /// Begins a transaction set; the findings say why the header was refused, and then no set was begun.
    /// </summary>
    public async ValueTask<(string? ControlNumber, IReadOnlyList<X12Finding> Findings)> BeginSetAsync(
        SetHeader header,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(header);
        if (set.Length > 0)
            throw new InvalidOperationException("The set before is still open.");
        var (segments, findings) = Draft(Guide.Header, writer => HeaderCodec.Write(writer, header));
        drafted.TakenNotes();
        if (findings.Count > 0)
            return (null, findings);
        set = file.OpenSet("834", Version);
        (index, sets) = (0, sets + 1);
        file.Raw(draft.WrittenSpan, segments);
        await file.FlushIfFullAsync(cancellationToken);
        return (set, findings);
    }

    /// <summary>Writes a member, or says why not. Household members follow their subscriber.</summary>
    public ValueTask<MemberWritten> WriteAsync(MemberRecord member, CancellationToken cancellationToken) =>
        WriteAsync([member], cancellationToken);

    /// <summary>
    /// Writes a subscriber with those of the household that go along, all of them or none; the place spans them all.
    /// Begins no set: of a household that is refused where no set is open, nothing is in the file at all.
    /// </summary>
    /// <exception cref="InvalidOperationException">The household can be written, and no set is open.</exception>
    public async ValueTask<MemberWritten> WriteAsync(
        IReadOnlyList<MemberRecord> household,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(household);
        var (findings, ends) = Draft(household);
        var notes = drafted.TakenNotes();
        if (findings.Count > 0)
            return new(null, findings, notes);
        if (set.Length == 0)
            throw new InvalidOperationException("No set is open.");
        var (first, offset) = (file.Segments.Count + 1, file.Length);
        var whole = new MemberPlace(file.GroupNumber, set, index, first, first + ends[^1].Segments - 1, offset);
        index += household.Count;
        file.Raw(draft.WrittenSpan, ends[^1].Segments);
        members += household.Count;
        await file.FlushIfFullAsync(cancellationToken);
        return new(whole, [], notes);
    }

    /// <summary>
    /// Whether a household could be written, and why not: for who must know before he begins a set for it.
    /// </summary>
    public IReadOnlyList<X12Finding> Check(IReadOnlyList<MemberRecord> household)
    {
        ArgumentNullException.ThrowIfNull(household);
        var (findings, _) = Draft(household);
        drafted.TakenNotes();
        return findings;
    }

    /// <summary>Ends the transaction set.</summary>
    public void EndSet()
    {
        if (set.Length == 0)
            throw new InvalidOperationException("No set is open.");
        if (index == 0)
            throw new InvalidOperationException("A transaction set has at least one member.");
        file.CloseSet();
        set = string.Empty;
    }

    /// <summary>
    /// Ends the file: trailers, counts, and everything flushed. Until then the file has no trailer, and nobody will
    /// take it.
    /// </summary>
    public async Task<long> CompleteAsync(CancellationToken cancellationToken)
    {
        if (set.Length > 0)
            EndSet();
        if (sets == 0)
            throw new InvalidOperationException("A file has at least one transaction set.");
        await file.CloseAsync(cancellationToken);
        return file.Written;
    }

    /// <summary>Members written so far.</summary>
    public int Members => members;

    /// <summary>
    /// The household beside the file, with where each of them ends in the draft; the findings of the first that is
    /// refused.
    /// </summary>
    private (IReadOnlyList<X12Finding> Findings, List<(int Segments, int Bytes)> Ends) Draft(
        IReadOnlyList<MemberRecord> household
    )
    {
        draft.ResetWrittenCount();
        drafted.Count = 0;
        var ends = new List<(int, int)>(household.Count);
        foreach (var member in household)
        {
            var start = draft.WrittenCount;
            MemberEncoder.Write(drafted, member);
            if (drafted.Lost.Select(Unwritable).ToList() is { Count: > 0 } lost)
                return (lost, ends);
            if (check.Check(Guide.Member, draft.WrittenSpan[start..]) is { Count: > 0 } findings)
                return (findings, ends);
            ends.Add((drafted.Count, draft.WrittenCount));
        }

        return ([], ends);
    }

    private static X12Finding Unwritable(WriteNote note) =>
        new(
            X12Flaw.LetterUnwritable,
            default,
            $"{note.Segment}{note.Element:00} has a letter that cannot be written in the Latin alphabet."
        )
        {
            Segment = note.Segment,
            Element = note.Element,
        };

    private (int Segments, IReadOnlyList<X12Finding> Findings) Draft(LoopNode root, Action<SegmentWriter> write)
    {
        draft.ResetWrittenCount();
        drafted.Count = 0;
        write(drafted);
        return (drafted.Count, check.Check(root, draft.WrittenSpan));
    }
}
