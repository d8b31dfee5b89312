using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Envelope;

/// <summary>
/// The nesting of envelopes: ISA … IEA around GS … GE around ST … SE (X12.5). What is left open is closed where the
/// next one shows it.
/// </summary>
internal sealed partial class EnvelopeWalk(Expectation expected, ReadLimits limits)
{
    private readonly List<InterchangeProof> interchanges = [];
    private readonly List<X12Finding> findings = [];
    private readonly HashSet<(string Qualifier, string Id, string Number)> interchangeNumbers = [];
    private OpenInterchange? interchange;
    private OpenGroup? group;
    private OpenSet? set;
    private int envelopes;

    /// <summary>False once a limit is passed.</summary>
    public bool Going { get; private set; } = true;

    public void Take(Segment segment)
    {
        if (segment.Id == Tag.Isa)
            OpenInterchange(segment);
        else if (segment.Id == Tag.Gs)
            OpenGroup(segment);
        else if (segment.Id == Tag.St)
            OpenSet(segment);
        else if (segment.Id == Tag.Se)
            CloseSet(segment);
        else if (segment.Id == Tag.Ge)
            CloseGroup(segment);
        else if (segment.Id == Tag.Iea)
            CloseInterchange(segment);
        else if (set is null && !(segment.Id == Tag.Ta1 && group is null))
            Find(X12Flaw.Misplaced, segment.At, $"{segment.Name} stands outside of a transaction set.");
    }

    /// <summary>What was found, once the file is at its end or could not be read further.</summary>
    public (IReadOnlyList<InterchangeProof> Interchanges, IReadOnlyList<X12Finding> Findings) End(
        X12Finding? stopped,
        X12Position here,
        SegmentEncoding encodings
    )
    {
        if (stopped is not null)
            Find(stopped);
        else if (Going && interchange is not null)
            Find(
                X12Flaw.Truncated,
                here,
                $"The file ends before {(set is not null ? "SE, GE and IEA" : group is not null ? "GE and IEA" : "IEA")}; send the whole file again."
            );
        if (encodings == (SegmentEncoding.Utf8 | SegmentEncoding.Latin1))
            Find(
                X12Flaw.EncodingsMixed,
                default,
                "Some segments are written in UTF-8 and others in Latin-1; each was read as what it is."
            );
        EndSet(0);
        EndGroup(null);
        EndInterchange();
        return (interchanges, findings);
    }

    private void CloseSet(Segment segment)
    {
        if (set is null)
        {
            Find(X12Flaw.Misplaced, segment.At, "SE closes a transaction set that was not opened.");
            return;
        }

        if (!segment[2].SequenceEqual(Ascii(set.ControlNumber)))
            Find(X12Flaw.SetControlNumberMismatch, segment.At, "SE02 is not the control number of ST02.");
        if (X12Values.Count(segment[1]) != segment.At.InSet)
            Find(
                X12Flaw.SegmentCountMismatch,
                segment.At,
                $"SE01 must be {segment.At.InSet}, the number of segments from ST to SE."
            );
        EndSet(segment.At.InSet);
    }

    private void CloseGroup(Segment segment)
    {
        if (set is not null)
            LeftOpen(X12Flaw.SetTrailerMissing, segment, "SE");
        if (group is null)
        {
            Find(X12Flaw.Misplaced, segment.At, "GE closes a group that was not opened.");
            return;
        }

        if (!segment[2].SequenceEqual(Ascii(group.Header.ControlNumber)))
            Find(X12Flaw.GroupControlNumberMismatch, segment.At, "GE02 is not the control number of GS06.");
        if (X12Values.Count(segment[1]) is var declared && (declared != group.Sets.Count || declared == 0))
            Find(
                X12Flaw.SetCountMismatch,
                segment.At,
                group.Sets.Count == 0
                    ? "The group has no transaction set."
                    : $"GE01 must be {group.Sets.Count}, the number of transaction sets."
            );
        EndGroup(declared);
    }

    private void CloseInterchange(Segment segment)
    {
        if (set is not null)
            LeftOpen(X12Flaw.SetTrailerMissing, segment, "SE");
        if (group is not null)
            LeftOpen(X12Flaw.GroupTrailerMissing, segment, "GE");
        if (interchange is null)
            return; // the reader lets nothing through before an ISA
        if (!segment[2].SequenceEqual(Ascii(interchange.Header.ControlNumber)))
            Find(X12Flaw.InterchangeControlNumberMismatch, segment.At, "IEA02 is not the control number of ISA13.");
        if (X12Values.Count(segment[1]) != interchange.Groups.Count)
            Find(
                X12Flaw.GroupCountMismatch,
                segment.At,
                $"IEA01 must be {interchange.Groups.Count}, the number of groups."
            );
        EndInterchange();
    }

    /// <summary>Tells that a trailer is missing, and closes what it should have closed.</summary>
    private void LeftOpen(X12Flaw flaw, Segment before, string trailer)
    {
        Find(flaw, before.At, $"{trailer} is missing before {before.Name}.");
        if (flaw == X12Flaw.SetTrailerMissing)
            EndSet(0);
        else if (flaw == X12Flaw.GroupTrailerMissing)
            EndGroup(null);
        else
            EndInterchange();
    }

    private void EndSet(int segments)
    {
        if (set is not null)
            group?.Sets.Add(set.Close(segments));
        set = null;
    }

    private void EndGroup(int? declared)
    {
        if (group is not null)
            interchange?.Groups.Add(group.Close(declared));
        group = null;
    }

    private void EndInterchange()
    {
        if (interchange is not null)
            interchanges.Add(interchange.Close());
        interchange = null;
    }
}
