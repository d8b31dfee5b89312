using System.Globalization;
using HuskyFhir.Exchange.Runs;
using HuskyFhir.Exchange.Transports;
using HuskyFhir.X12.Acknowledgements;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Simulation.Partner;

/// <summary>An 834, answered by a TA1 and a 999.</summary>
internal sealed class X12Reading(SimulatedConduct conduct, TimeProvider clock) : ISimulatedReading
{
    private readonly AnswerLog log = new();
    private readonly Dictionary<string, List<SegmentAnswer>> refused = [];
    private FileProof? proof;

    public bool IsComplete(string path) => true;

    public async Task<SimulatedContent> ReadAsync(string path, LocalFile file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        proof = await InterchangeValidator.ProveAsync(stream, Expectation.Enrolment, ReadLimits.Default, cancellation);
        var number =
            proof.Interchanges.Count > 0
            && int.TryParse(
                proof.Interchanges[0].Header.ControlNumber,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var said
            )
                ? said
                : 0;
        if (!proof.Sound)
            return new(number, false, 0, 0);
        stream.Position = 0;
        var members = 0;
        await foreach (
            var part in EnrolmentReader.ReadAsync(stream, proof, Strictness.Tolerant, ReadLimits.Default, cancellation)
        )
        {
            log.Add(part);
            // Those of a household stand behind their subscriber and go with it.
            if (part is MemberRead { Member.Detail.IsSubscriber: true } read && conduct.Refuses(members++))
                Refuse(read.Place);
        }

        return new(number, true, members, refused.Values.Sum(static of => of.Count));
    }

    public async Task<IReadOnlyList<(string Name, byte[] Content)>> AnswerAsync(
        PartnerLedgerEntry entry,
        CancellationToken cancellation
    )
    {
        var interchange = proof!.Interchanges[0];
        var arrival = AnswerWriter.AnswerTo(interchange);
        if (entry.Verdict != "taken")
            return
            [
                (
                    "receipt.ta1",
                    await WriteAsync(
                        entry,
                        [
                            arrival with
                            {
                                Code = 'R',
                                Note =
                                    entry.Verdict == "rejected"
                                        ? conduct.RejectFiles
                                            ? "024"
                                            : arrival.Note
                                        : "025",
                            },
                        ],
                        [],
                        cancellation
                    )
                ),
            ];
        var groups = interchange.Groups.Select(group => Refusing(AnswerWriter.AnswerTo(proof, group, log))).ToList();
        var answers = new List<(string, byte[])>
        {
            ("receipt.ta1", await WriteAsync(entry, [arrival], [], cancellation)),
            ("report.999", await WriteAsync(entry, [], groups, cancellation)),
        };
        if (conduct.Stray)
            answers.Add(
                (
                    "stray.999",
                    await WriteAsync(entry, [], [groups[0] with { ControlNumber = "999999998" }], cancellation)
                )
            );
        return answers;
    }

    public void Clear(string path) { }

    private void Refuse(MemberPlace place)
    {
        if (!refused.TryGetValue(place.SetControlNumber, out var of))
            refused.Add(place.SetControlNumber, of = []);
        of.Add(new("INS", place.FirstSegment, "2000", "8", [], [new(1, null, null, 1073, "7", null)]));
    }

    private GroupAnswer Refusing(GroupAnswer answer)
    {
        var code = conduct.RejectSets ? "R" : "E";
        var sets = answer
            .Sets.Select(set =>
                refused.TryGetValue(set.ControlNumber, out var of)
                    ? set with
                    {
                        Code = code,
                        Codes = ["5"],
                        Segments = [.. set.Segments.Concat(of).OrderBy(static error => error.Position)],
                    }
                    : set
            )
            .ToList();
        var accepted = sets.Count(static set => set.Code != "R");
        return answer with
        {
            Sets = sets,
            Accepted = accepted,
            Code =
                accepted == 0 ? "R"
                : accepted < sets.Count ? "P"
                : sets.Exists(static set => set.Code == "E") ? "E"
                : "A",
        };
    }

    private async Task<byte[]> WriteAsync(
        PartnerLedgerEntry entry,
        IReadOnlyList<InterchangeAnswer> interchanges,
        IReadOnlyList<GroupAnswer> groups,
        CancellationToken cancellation
    )
    {
        var theirs = proof!.Interchanges[0].Header;
        var envelope = new EnvelopeOptions(
            theirs.Receiver,
            theirs.Sender,
            "CTDSS",
            "HUSKY",
            clock.GetUtcNow().UtcDateTime,
            entry.Number,
            entry.Number
        )
        {
            Lines = true,
        };
        using var target = new MemoryStream();
        await AnswerWriter.WriteAsync(target, envelope, interchanges, groups, cancellation);
        return target.ToArray();
    }
}
