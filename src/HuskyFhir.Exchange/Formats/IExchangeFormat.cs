using HuskyFhir.Plan.ReportableChanges;

namespace HuskyFhir.Exchange.Formats;

/// <summary>
/// How changes are told to a partner, and how its answers are read. A file is written once from beginning to end, with
/// memory that does not grow; the same members under the same heading make the same bytes, so that a run that was
/// killed writes its file again as it was.
/// </summary>
public interface IExchangeFormat
{
    /// <summary>As in the configuration of a partner: <c>fhir</c> or <c>x12-834</c>.</summary>
    string Name { get; }

    /// <summary>With its point, such as <c>.834</c>.</summary>
    string FileExtension { get; }

    /// <summary>Writes a file; the stream stays open and is flushed.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="heading">From whom, to whom, under which number.</param>
    /// <param name="members">In the order in which they are to stand.</param>
    /// <param name="cancellation">Ends the writing; what is in the stream then has no end and nobody will take
    /// it.</param>
    /// <exception cref="ArgumentException">The heading makes no file that could be read: a configuration that was not
    /// checked.</exception>
    Task<WrittenFile> WriteAsync(
        Stream target,
        FileHeading heading,
        IAsyncEnumerable<(MemberSnapshot Picture, MemberChanges Changes)> members,
        CancellationToken cancellation
    );

    /// <summary>Reads what a partner sent in answer. What cannot be read is told and never thrown.</summary>
    Task<ReadAnswer> ReadAnswerAsync(Stream answer, CancellationToken cancellation);
}
