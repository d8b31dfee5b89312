using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.X12.Acknowledgements;

/// <summary>All answers of a file.</summary>
/// <param name="Interchanges">Each TA1, with the interchange that brought it.</param>
/// <param name="Groups">Each 999.</param>
/// <param name="Findings">Answers that cannot be read, and why; they are not among the others.</param>
public sealed record AnswerFile(
    IReadOnlyList<InterchangeAnswer> Interchanges,
    IReadOnlyList<GroupAnswer> Groups,
    IReadOnlyList<X12Finding> Findings
)
{
    /// <summary>Reads a proved file of TA1 and 999. It never throws for what the file holds.</summary>
    /// <param name="file">The same bytes that were proved, from their beginning; it stays open.</param>
    /// <param name="proof">What <see cref="InterchangeValidator"/> says of them as an <see
    /// cref="Expectation.Acknowledgement"/>.</param>
    /// <param name="limits">The same as in the proof.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="ArgumentException">The proof is not sound: a caller that did not look is a bug.</exception>
    public static async Task<AnswerFile> ReadAsync(
        Stream file,
        FileProof proof,
        ReadLimits limits,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (!proof.Sound)
            throw new ArgumentException("The file is not sound; nothing of it may be used.", nameof(proof));
        using var segments = new SegmentReader(file, limits);
        var reader = new AnswerReader(limits.Findings);
        while (await segments.ReadAsync(cancellationToken))
            reader.Take(segments.Current);
        return reader.End();
    }
}
