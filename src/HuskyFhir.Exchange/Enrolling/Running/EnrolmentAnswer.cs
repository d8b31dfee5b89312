using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.X12.Acknowledgements;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.Exchange.Enrolling.Running;

/// <summary>The TA1 and 999 to a file: the same bytes however often they are written.</summary>
internal static class EnrolmentAnswer
{
    /// <summary>Its name.</summary>
    public static string Name(EnrolmentFile file) =>
        $"{Path.GetFileNameWithoutExtension(file.Name)}-{file.Answer:D9}.999";

    /// <summary>The name of the file of refused members that goes with it.</summary>
    public static string RejectsName(EnrolmentFile file) =>
        $"{Path.GetFileNameWithoutExtension(file.Name)}-{file.Answer:D9}.rejects.csv";

    /// <summary>Whether there is somebody to answer.</summary>
    public static bool IsPossible(FileProof proof) =>
        proof.Interchanges.Count > 0
        && Party(proof.Interchanges[0].Header.Sender)
        && Party(proof.Interchanges[0].Header.Receiver);

    /// <summary>Writes it.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="file">With its number.</param>
    /// <param name="proof">Of the file.</param>
    /// <param name="log">What was found in it.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static Task WriteAsync(
        Stream target,
        EnrolmentFile file,
        FileProof proof,
        AnswerLog log,
        CancellationToken cancellation
    )
    {
        var header = proof.Interchanges[0].Header;
        var group = proof
            .Interchanges.SelectMany(static each => each.Groups)
            .Select(static each => each.Header)
            .FirstOrDefault();
        var made = TimeZoneInfo.ConvertTime(file.Started, ProgrammeTime.Zone).DateTime;
        var number = (int)file.Answer!;
        var options = new EnvelopeOptions(
            header.Receiver,
            header.Sender,
            Code(group?.ReceiverCode, header.Receiver),
            Code(group?.SenderCode, header.Sender),
            made,
            number,
            number
        )
        {
            IsTest = header.Usage == 'T',
        };
        List<InterchangeAnswer> receipts = [.. proof.Interchanges.Select(AnswerWriter.AnswerTo)];
        if (proof.Sound && file.State is (EnrolmentState.Refused or EnrolmentState.Duplicate))
            receipts = [.. receipts.Select(one => one with { Code = 'R', Note = Note(file) })];
        receipts =
        [
            .. receipts.Where((one, at) => one.Code != 'A' || proof.Interchanges[at].Header.AcknowledgementRequested),
        ];
        var isUsed = file.State is not (EnrolmentState.Refused or EnrolmentState.Duplicate);
        var answers =
            isUsed || !proof.Sound
                ? proof
                    .Interchanges.SelectMany(static one => one.Groups)
                    .Select(one => AnswerWriter.AnswerTo(proof, one, log))
                    .ToList()
                : [];
        return AnswerWriter.WriteAsync(target, options, receipts, answers, cancellation);
    }

    /// <summary>TA105 of a file that is sound and not taken.</summary>
    private static string Note(EnrolmentFile file) =>
        file switch
        {
            { State: EnrolmentState.Duplicate } => "025",
            { Reason: { } reason } when reason.StartsWith("sender-qualifier", StringComparison.Ordinal) => "005",
            { Reason: { } reason } when reason.StartsWith("sender", StringComparison.Ordinal) => "006",
            { Reason: { } reason } when reason.StartsWith("receiver-qualifier", StringComparison.Ordinal) => "007",
            { Reason: { } reason } when reason.StartsWith("receiver", StringComparison.Ordinal) => "008",
            _ => "020",
        };

    private static bool Party(InterchangeParty party) =>
        party.Qualifier.Length == 2 && party.Id.Length is > 0 and <= 15;

    private static string Code(string? code, InterchangeParty party) =>
        code is { Length: >= 2 and <= 15 } ? code : party.Id.PadRight(2, '0');
}
