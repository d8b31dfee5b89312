using System.Globalization;
using System.Security.Cryptography;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.X12;
using HuskyFhir.X12.Acknowledgements;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Exchange.Formats.Edi;

/// <summary>
/// Changes as an 834 (005010X220A1): the member as a subscriber with maintenance 001, those of the household that
/// changed as dependents. A household is in the file whole or not at all. Answers are TA1 and 999.
/// </summary>
public sealed class X12Format : IExchangeFormat
{
    /// <inheritdoc />
    public string Name => "x12-834";

    /// <inheritdoc />
    public string FileExtension => ".834";

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
        var writer = new EnrolmentWriter(file, Envelope(heading));
        var (placed, aside, remarks) = (
            new List<PlacedMember>(),
            new List<SetAsideMember>(),
            new List<SetAsideMember>()
        );
        var (changes, sets, inSet) = (0, 0, 0);
        await foreach (var (picture, told) in members.WithCancellation(cancellation))
        {
            if (told.Changes.Count == 0 && !heading.IsFull)
                continue;
            var report = new MappingReport(told);
            if (HouseholdRecords.Read(picture, told, heading, report) is not { } household)
            {
                aside.Add(
                    new(
                        picture.Member,
                        report.Obstacle ?? "What is stored of the member is no JSON; store it again with a PUT."
                    )
                );
                continue;
            }

            // A set has at least one member, so it is begun only for one that can be written.
            if (inSet == 0 && writer.Check(household) is { Count: > 0 } flaws)
            {
                aside.Add(new(picture.Member, Reason(flaws)));
                continue;
            }

            if (inSet == 0)
                await BeginAsync(writer, heading, ++sets, cancellation);
            var written = await writer.WriteAsync(household, cancellation);
            if (written.Place is not { } place)
            {
                aside.Add(new(picture.Member, Reason(written.Findings)));
                continue;
            }

            placed.Add(
                new(picture.Member, place.SetControlNumber, place.FirstSegment, place.LastSegment)
                {
                    Key = MemberKey.Of(household[0].References[0].Value),
                }
            );
            if (Remarks(report, written.Notes) is { } remark)
                remarks.Add(new(picture.Member, remark));
            changes += told.Changes.Count;
            if (++inSet == heading.MembersPerSet)
            {
                writer.EndSet();
                inSet = 0;
            }
        }

        if (placed.Count > 0)
            await writer.CompleteAsync(cancellation);
        return new(file.Count, file.Sha256(), heading.ControlNumber, changes, placed, aside, []) { Remarks = remarks };
    }

    /// <inheritdoc />
    public async Task<ReadAnswer> ReadAnswerAsync(Stream answer, CancellationToken cancellation)
    {
        if (await AnswerBytes.ReadAsync(answer, cancellation) is not { } bytes)
            return new(string.Empty, [], ["The answer is longer than any can be."]);
        using var file = new MemoryStream(bytes, writable: false);
        var proof = await InterchangeValidator.ProveAsync(
            file,
            Expectation.Acknowledgement,
            ReadLimits.Default,
            cancellation
        );
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (!proof.Sound)
            return new(
                sha256,
                [],
                [
                    .. proof
                        .Findings.Where(static finding => finding.Refuses)
                        .Take(20)
                        .Select(static finding => finding.ToString()),
                ]
            );
        file.Position = 0;
        return X12Answers.Of(await AnswerFile.ReadAsync(file, proof, ReadLimits.Default, cancellation), sha256);
    }

    /// <summary>
    /// What was not written in full; null where all was. A letter that lost its mark is written in full.
    /// </summary>
    private static string? Remarks(MappingReport report, IReadOnlyList<WriteNote> notes)
    {
        var all = report
            .Remarks.Concat(
                notes
                    .Where(static note => note.Change != WriteChange.Transliterated)
                    .Select(static note =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{note.Segment}{note.Element:00} {note.Change.ToString().ToLowerInvariant()}"
                        )
                    )
            )
            .Distinct()
            .ToList();
        return all.Count == 0 ? null : string.Join("; ", all);
    }

    private static string Reason(IReadOnlyList<X12Finding> findings) =>
        "The guide 005010X220A1 refuses it: "
        + string.Join(
            "; ",
            findings
                .Take(5)
                .Select(static finding =>
                    $"{finding.Loop} {finding.Segment}{(finding.Element > 0 ? finding.Element.ToString("00", CultureInfo.InvariantCulture) : string.Empty)} {finding.Flaw}"
                )
        )
        + (
            findings.Any(static finding => finding.Flaw == X12Flaw.LetterUnwritable)
                ? ". Enter it in Latin letters as well."
                : ". Correct the member's record."
        );

    private static async Task BeginAsync(
        EnrolmentWriter writer,
        FileHeading heading,
        int number,
        CancellationToken cancellation
    )
    {
        var header = new SetHeader
        {
            Purpose = "00",
            Reference = string.Create(CultureInfo.InvariantCulture, $"{heading.ControlNumber:D9}-{number:D4}"),
            Created = Local(heading.Created),
            TimeZone = "ET",
            Action = heading.IsFull ? "4" : "2",
            Sponsor = new("P5", heading.Receiver.Name, "FI", heading.Receiver.TaxId),
            Payer = new("IN", heading.Sender.Name, "FI", heading.Sender.TaxId),
        };
        var (control, findings) = await writer.BeginSetAsync(header, cancellation);
        if (control is null)
            throw new ArgumentException($"The parties make no header of a set: {Reason(findings)}");
    }

    private static EnvelopeOptions Envelope(FileHeading heading) =>
        new(
            new(heading.Sender.Qualifier, heading.Sender.Id),
            new(heading.Receiver.Qualifier, heading.Receiver.Id),
            heading.Sender.Code,
            heading.Receiver.Code,
            Local(heading.Created),
            heading.ControlNumber,
            heading.ControlNumber
        )
        {
            IsTest = heading.IsTest,
            AcknowledgementRequested = heading.ReceiptAsked,
        };

    private static DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, ProgrammeTime.Zone).DateTime;
}
