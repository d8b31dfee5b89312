using System.Buffers;
using HuskyFhir.Plan.ReportableChanges;

namespace HuskyFhir.Exchange.Formats.Fhir;

/// <summary>
/// Changes as message Bundles (profile husky-eligibility-message), one member a line of NDJSON, and beside the file a
/// manifest with its counts and digest. Stored resources go in as the bytes that they are.
/// </summary>
public sealed class FhirFormat : IExchangeFormat
{
    private const int FlushAt = 256 * 1024;

    /// <inheritdoc />
    public string Name => "fhir";

    /// <inheritdoc />
    public string FileExtension => ".ndjson";

    /// <inheritdoc />
    public async Task<WrittenFile> WriteAsync(
        Stream target,
        FileHeading heading,
        IAsyncEnumerable<(MemberSnapshot Picture, MemberChanges Changes)> members,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(heading);
        await using var file = new DigestStream(target);
        var buffer = new ArrayBufferWriter<byte>(FlushAt + 65_536);
        using var message = new MessageWriter(buffer, heading);
        var (placed, aside, changes) = (new List<PlacedMember>(), new List<SetAsideMember>(), 0);
        await foreach (var (picture, told) in members.WithCancellation(cancellation))
        {
            if (told.Changes.Count == 0 && !heading.IsFull)
                continue;
            if (MessageWriter.Obstacle(picture) is { } reason)
            {
                aside.Add(new(picture.Member, reason));
                continue;
            }

            var line = placed.Count + 1;
            message.Write(line, picture, told);
            placed.Add(new(picture.Member, string.Empty, line, line));
            changes += told.Changes.Count;
            if (buffer.WrittenCount >= FlushAt)
                await FlushAsync(file, buffer, cancellation);
        }

        await FlushAsync(file, buffer, cancellation);
        await file.FlushAsync(cancellation);
        var sha256 = file.Sha256();
        var manifest = new FileManifest(
            heading.ControlNumber,
            heading.Run,
            heading.Created,
            heading.Sender.Id,
            heading.Receiver.Id,
            heading.IsTest,
            placed.Count,
            changes,
            file.Count,
            sha256
        );
        return new(
            file.Count,
            sha256,
            heading.ControlNumber,
            changes,
            placed,
            aside,
            placed.Count == 0 ? [] : [new(FileManifest.Suffix, manifest.Write())]
        );
    }

    /// <inheritdoc />
    public async Task<ReadAnswer> ReadAnswerAsync(Stream answer, CancellationToken cancellation) =>
        FhirAnswer.Read(await AnswerBytes.ReadAsync(answer, cancellation));

    private static async Task FlushAsync(
        DigestStream file,
        ArrayBufferWriter<byte> buffer,
        CancellationToken cancellation
    )
    {
        await file.WriteAsync(buffer.WrittenMemory, cancellation);
        buffer.ResetWrittenCount();
    }
}
