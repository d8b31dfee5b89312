using System.Runtime.CompilerServices;
using HuskyFhir.X12.Enrolment.Segments;
using HuskyFhir.X12.Enrolment.Structure;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Enrolment;

/// <summary>
/// Reads the members of a proved 834 (005010X220A1), one at a time, in file order and in memory that does not grow with
/// the file.
/// </summary>
public sealed class EnrolmentReader
{
    private readonly SegmentReader segments;
    private readonly ReadLimits limits;
    private readonly Strictness strictness;
    private readonly TextCache texts = new();
    private readonly FindingList findings;
    private readonly StructureWalk headerWalk;
    private readonly StructureWalk memberWalk;
    private InterchangeHeader? interchange;
    private GroupHeader? group;
    private string set = string.Empty;
    private HeaderCodec? header;
    private MemberBuilder? member;
    private MemberPlace place;
    private int index;

    private EnrolmentReader(SegmentReader segments, Strictness strictness, ReadLimits limits)
    {
        this.segments = segments;
        this.limits = limits;
        this.strictness = strictness;
        findings = new(limits.Findings);
        headerWalk = new(Guide.Header, findings);
        memberWalk = new(Guide.Member, findings);
    }

    /// <summary>The parts of a file. It never throws for what the file holds.</summary>
    /// <param name="file">The same bytes that were proved, from their beginning; it stays open.</param>
    /// <param name="proof">What <see cref="InterchangeValidator"/> says of them.</param>
    /// <param name="strictness">Which findings make a member unusable.</param>
    /// <param name="limits">The same as in the proof.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">The proof is not sound: a caller that did not look is a bug.</exception>
    public static IAsyncEnumerable<EnrolmentPart> ReadAsync(
        Stream file,
        FileProof proof,
        Strictness strictness,
        ReadLimits limits,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(proof);
        return proof.Sound
            ? AllAsync(file, strictness, limits, cancellationToken)
            : throw new ArgumentException("The file is not sound; nothing of it may be used.", nameof(proof));
    }

    private static async IAsyncEnumerable<EnrolmentPart> AllAsync(
        Stream file,
        Strictness strictness,
        ReadLimits limits,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var segments = new SegmentReader(file, limits);
        var reader = new EnrolmentReader(segments, strictness, limits);
        while (await segments.ReadAsync(cancellationToken))
        {
            if (reader.Before() is { } ended)
                yield return ended;
            if (reader.Take() is { } part)
                yield return part;
        }
    }

    /// <summary>What a segment that begins something else brings to its end: the header, or a member.</summary>
    private EnrolmentPart? Before()
    {
        var segment = segments.Current;
        if (segment.Id != Tag.Ins && segment.Id != Tag.Se)
            return null;
        if (header is { } read)
        {
            headerWalk.Finish(segment.At);
            header = null;
            return new SetStarted(interchange!, group!, set, read.Build(), findings.Taken());
        }

        if (member is not { } gathered)
            return null;
        memberWalk.Finish(segment.At);
        member = null;
        var made = gathered.Build();
        var told = findings.Taken();
        return new MemberRead(
            made,
            place with
            {
                LastSegment = segment.At.InSet - 1,
            },
            told,
            made is not null && !told.Any(Refuses)
        );
    }

    private SetEnded? Take()
    {
        var segment = segments.Current;
        if (segment.Id == Tag.Isa)
            interchange = InterchangeHeader.Read(segment);
        else if (segment.Id == Tag.Gs)
            group = GroupHeader.Read(segment);
        else if (segment.Id == Tag.St)
            Begin(segment);
        else if (segment.Id == Tag.Se)
            return End(segment);
        else if (segment.At.InSet > 0)
            Within(segment);
        return null;
    }

    private void Begin(Segment st)
    {
        set = texts.Required(st, 2);
        index = 0;
        header = new(texts);
        member = null;
        headerWalk.Reset();
    }

    private SetEnded End(Segment se)
    {
        if (index == 0)
            findings.Add(
                new(X12Flaw.LoopMissing, se.At, "The transaction set has no member.") { Segment = "INS", Loop = "2000" }
            );
        return new(set, index, findings.Taken());
    }

    private void Within(Segment segment)
    {
        if (segment.Id == Tag.Ins)
        {
            member = new(texts);
            memberWalk.Reset();
            place = new(group!.ControlNumber, set, index++, segment.At.InSet, segment.At.InSet, segment.At.Offset);
        }

        if ((header is not null ? headerWalk : memberWalk).Take(segment) is not { } node)
            return;
        ElementChecks.Check(segment, node, findings);
        if (header is not null)
            header.Take(node, segment);
        else
            member?.Take(node, segment);
    }

    private bool Refuses(X12Finding finding) => strictness == Strictness.Strict || finding.Refuses;
}
