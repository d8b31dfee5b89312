using System.Globalization;
using System.Runtime.CompilerServices;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.X12.Acknowledgements;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.Exchange.Enrolling.Running;

/// <summary>A member of a file of whom something was not taken.</summary>
/// <param name="Line">The ledger's line.</param>
/// <param name="Place">Where it stands in the file.</param>
/// <param name="Subscriber">REF*0F; null where there is none.</param>
/// <param name="Member">The member's own number, REF*23; null where there is none.</param>
internal sealed record RefusedMember(OutcomeLine Line, MemberPlace Place, string? Subscriber, string? Member);

/// <summary>
/// Who of a file was refused, and of whom not all was taken: the ledger's lines beside the file, which is read once
/// more. So the partner learns of each, and the answer is the same however often it is written.
/// </summary>
internal sealed class RefusedMembers(EnrolmentLedger ledger, EnrolmentOptions options)
{
    private const string Unusable = "unusable:";

    /// <summary>Adds those whom the plan refused by a rule of its own; the form is in the log already.</summary>
    public async Task AddAsync(
        AnswerLog log,
        EnrolmentFile entry,
        Stream file,
        FileProof proof,
        CancellationToken cancellation
    )
    {
        if (options.Rejects == BusinessRejects.None)
            return;
        await foreach (var each in OfAsync(entry, file, proof, cancellation))
            if (
                each.Line.Outcome == MemberOutcome.Rejected
                && each.Line.Reason?.StartsWith(Unusable, StringComparison.Ordinal) == false
            )
                log.Refuse(each.Place, each.Subscriber);
    }

    /// <summary>
    /// Writes a line for each, as CSV (RFC 4180): where it stands, who it is, what became of it, and why.
    /// </summary>
    public async Task WriteAsync(
        Stream target,
        EnrolmentFile entry,
        Stream file,
        FileProof proof,
        CancellationToken cancellation
    )
    {
        await using var writer = new StreamWriter(target, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync("group,set,segment,subscriber,member,outcome,code,reason");
        await foreach (var each in OfAsync(entry, file, proof, cancellation))
        {
            foreach (var (code, text) in PartnerReasons.Of(each.Line))
            {
                string?[] fields =
                [
                    each.Place.GroupControlNumber,
                    each.Place.SetControlNumber,
                    each.Place.FirstSegment.ToString(CultureInfo.InvariantCulture),
                    each.Subscriber,
                    each.Member,
                    each.Line.Outcome.Code(),
                    code,
                    text,
                ];
                await writer.WriteLineAsync(string.Join(',', fields.Select(Csv.Field)));
            }
        }
    }

    /// <summary>Whether there are any.</summary>
    public async Task<bool> AnyAsync(EnrolmentFile entry, CancellationToken cancellation)
    {
        await foreach (var line in ledger.ReasonsAsync(entry, cancellation))
            if (PartnerReasons.Of(line).Count > 0)
                return true;
        return false;
    }

    private async IAsyncEnumerable<RefusedMember> OfAsync(
        EnrolmentFile entry,
        Stream file,
        FileProof proof,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await using var lines = ledger.ReasonsAsync(entry, cancellation).GetAsyncEnumerator(cancellation);
        if (!await lines.MoveNextAsync())
            yield break;
        file.Position = 0;
        var number = 0L;
        await foreach (
            var part in EnrolmentReader.ReadAsync(file, proof, options.Strictness, ReadLimits.Default, cancellation)
        )
        {
            if (part is not MemberRead read || number++ != lines.Current.Number)
                continue;
            yield return new(lines.Current, read.Place, Value(read, "0F"), Value(read, "23"));
            if (!await lines.MoveNextAsync())
                yield break;
        }
    }

    private static string? Value(MemberRead read, string qualifier) =>
        read.Member?.References.FirstOrDefault(each => each.Qualifier == qualifier)?.Value;
}
