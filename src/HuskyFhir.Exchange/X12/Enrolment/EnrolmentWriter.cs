using System.Buffers;
using HuskyFhir.Exchange.X12.Enrolment.Model;
using HuskyFhir.Exchange.X12.Enrolment.Segments;
using HuskyFhir.Exchange.X12.Enrolment.Structure;
using HuskyFhir.Exchange.X12.Writing;

namespace HuskyFhir.Exchange.X12.Enrolment;

/// <summary>What became of a member that was to be written.</summary>
/// <param name="Place">Where it stands in the file; null where it was refused, and then nothing of it was written.</param>
/// <param name="Findings">Why it was refused, in the terms of the guide; positions are those of its own segments, where INS is 1.</param>
/// <param name="Notes">What was changed so that it could be written.</param>
public sealed record MemberWritten(MemberPlace? Place, IReadOnlyList<X12Finding> Findings, IReadOnlyList<WriteNote> Notes);

/// <summary>
/// Writes an 834 (005010X220A1) to a stream, member by member, in memory that does not grow. What would not stand the guide's own rules is
/// not written: each part is encoded beside the file, held against the structure by which files are read, and only then taken over.
/// </summary>
public sealed class EnrolmentWriter
{
    private static readonly string Version = Envelope.Expectation.Enrolment.Versions[0];

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
        file.OpenGroup(Envelope.Expectation.Enrolment.FunctionalId, Version);
        drafted = new(draft, options.Separators, options.Characters, options.Lines);
        check = new(options.Separators);
    }

    /// <summary>Where each member stands, for the answer that comes back.</summary>
    public MemberIndex Index { get; } = new();

    /// <summary>Begins a transaction set; the findings say why the header was refused, and then no set was begun.</summary>
    public async ValueTask<(string? ControlNumber, IReadOnlyList<X12Finding> Findings)> BeginSetAsync(SetHeader header, CancellationToken cancellationToken)
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
    public async ValueTask<MemberWritten> WriteAsync(MemberRecord member, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(member);
        if (set.Length == 0)
            throw new InvalidOperationException("No set is open.");
        var (segments, findings) = Draft(Guide.Member, writer => MemberEncoder.Write(writer, member));
        var notes = drafted.TakenNotes();
        if (findings.Count > 0)
            return new(null, findings, notes);
        var first = file.Segments.Count + 1;
        var place = new MemberPlace(file.GroupNumber, set, index++, first, first + segments - 1, file.Length);
        file.Raw(draft.WrittenSpan, segments);
        Index.Add(place);
        members++;
        await file.FlushIfFullAsync(cancellationToken);
        return new(place, [], notes);
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

    /// <summary>Ends the file: trailers, counts, and everything flushed. Until then the file has no trailer, and nobody will take it.</summary>
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

    private (int Segments, IReadOnlyList<X12Finding> Findings) Draft(LoopNode root, Action<SegmentWriter> write)
    {
        draft.ResetWrittenCount();
        drafted.Count = 0;
        write(drafted);
        return (drafted.Count, check.Check(root, draft.WrittenSpan));
    }
}
