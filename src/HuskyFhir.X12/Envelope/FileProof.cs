using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Envelope;

/// <summary>What is known of a file after it was read once from end to end, before anything of it is used.</summary>
/// <param name="Interchanges">In file order.</param>
/// <param name="Findings">Everything that is wrong with its envelopes, in file order; the first of them, up to the
/// limit.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Segments">How many segments it has.</param>
/// <param name="Encodings">In what its bytes above 127 are written.</param>
/// <param name="Sha256">Of all its bytes, in lower-case hexadecimal: the same file sent twice has the same.</param>
public sealed record FileProof(
    IReadOnlyList<InterchangeProof> Interchanges,
    IReadOnlyList<X12Finding> Findings,
    long Bytes,
    long Segments,
    SegmentEncoding Encodings,
    string Sha256
)
{
    /// <summary>
    /// Whether anything of the file may be used: nothing was found that refuses an interchange, a group or a set.
    /// </summary>
    public bool Sound => !Findings.Any(static finding => finding.Refuses);

    /// <summary>All transaction sets, in file order.</summary>
    public IEnumerable<SetProof> Sets =>
        Interchanges.SelectMany(static interchange => interchange.Groups).SelectMany(static group => group.Sets);
}

/// <summary>An interchange of a proved file.</summary>
/// <param name="Header">Its ISA.</param>
/// <param name="Groups">In file order.</param>
/// <param name="Findings">What is wrong with its own envelope.</param>
public sealed record InterchangeProof(
    InterchangeHeader Header,
    IReadOnlyList<GroupProof> Groups,
    IReadOnlyList<X12Finding> Findings
);

/// <summary>A functional group of a proved file.</summary>
/// <param name="Header">Its GS.</param>
/// <param name="Sets">In file order.</param>
/// <param name="DeclaredSets">GE01; null where it is missing or no number.</param>
/// <param name="Findings">What is wrong with its own envelope.</param>
public sealed record GroupProof(
    GroupHeader Header,
    IReadOnlyList<SetProof> Sets,
    int? DeclaredSets,
    IReadOnlyList<X12Finding> Findings
);

/// <summary>A transaction set of a proved file.</summary>
/// <param name="Id">ST01.</param>
/// <param name="ControlNumber">ST02.</param>
/// <param name="Version">ST03; empty where it is missing.</param>
/// <param name="At">Where its ST stands.</param>
/// <param name="Segments">How many segments it has, ST and SE included.</param>
/// <param name="Findings">What is wrong with its own envelope.</param>
public sealed record SetProof(
    string Id,
    string ControlNumber,
    string Version,
    X12Position At,
    int Segments,
    IReadOnlyList<X12Finding> Findings
);
