using System.Runtime.CompilerServices;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.X12;
using HuskyFhir.X12.Acknowledgements;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Enrolment.Model;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Reading;

namespace HuskyFhir.Exchange.Enrolling.Running;

/// <summary>
/// The members of a proved file in batches, whole households where they are of a common size. Always read from the
/// beginning: the answer speaks of all.
/// </summary>
internal sealed class EnrolmentSource(EnrolmentOptions options, MemberPlanner planner)
{
    private const int LongestHousehold = 200;

    private SetHeader? set;
    private (MemberKeys Keys, MemberRecord Record)? head;
    private long number;
    private int sets;
    private int full;

    /// <summary>What the 999 will say.</summary>
    public AnswerLog Log { get; } = new() { RejectsSets = options.Rejects == BusinessRejects.Sets };

    /// <summary>The programmes of which members came.</summary>
    public HashSet<string> Programmes { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether every set says that it has everybody (BGN08 4 or RX). Known at the end.</summary>
    public bool IsFull => sets > 0 && full == sets;

    /// <summary>The day of the file: of its first set. Known at the end.</summary>
    public DateOnly? Day { get; private set; }

    /// <summary>Batches from a member on.</summary>
    public async IAsyncEnumerable<List<EnrolledMember>> BatchesAsync(
        Stream file,
        FileProof proof,
        long from,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var batch = new List<EnrolledMember>(options.BatchSize);
        var inside = new HashSet<string>(StringComparer.Ordinal);
        await foreach (
            var part in EnrolmentReader.ReadAsync(file, proof, options.Strictness, ReadLimits.Default, cancellation)
        )
        {
            Log.Add(part);
            if (part is SetStarted started)
                Begin(started);
            if (part is not MemberRead read)
                continue;
            var member = Take(read);
            Programmes.UnionWith(planner.Programmes(member));
            if (member.Number < from)
                continue;
            // The same member again is seen when the one before is stored.
            var again = member.Keys is { } keys && inside.Contains(keys.ClientId);
            var isWhole =
                batch.Count >= options.BatchSize
                && (read.Member?.Detail.IsSubscriber != false || batch.Count >= options.BatchSize + LongestHousehold);
            if (again || isWhole)
            {
                yield return batch;
                (batch, inside) = (new(options.BatchSize), new(StringComparer.Ordinal));
            }

            batch.Add(member);
            if (member.Keys is { } own)
                inside.Add(own.ClientId);
        }

        if (batch.Count > 0)
            yield return batch;
    }

    private void Begin(SetStarted started)
    {
        (set, head) = (started.Header, null);
        sets++;
        full += started.Header.Action is "4" or "RX" ? 1 : 0;
        Day ??= started.Header.Created is { } made ? DateOnly.FromDateTime(made) : null;
    }

    private EnrolledMember Take(MemberRead read)
    {
        var keys = read.Member is { } record ? MemberKeys.Of(record, head?.Keys) : null;
        var subscriber = read.Member?.Detail.IsSubscriber == false ? head?.Record : null;
        if (read.Member is { Detail.IsSubscriber: true } one)
            head = keys is null || !read.Usable ? null : (keys, one);
        return new(number++, read, set!, keys, Refusal(read, keys)) { Subscriber = subscriber };
    }

    private string? Refusal(MemberRead read, MemberKeys? keys)
    {
        if (read.Member is null || !read.Usable)
            return $"unusable: {string.Join("; ", read.Findings.Where(finding => finding.Refuses || options.Strictness == Strictness.Strict).Take(5).Select(Tell))}";
        if (set!.Purpose == "22")
            return "information-copy: the set is for information only (BGN01 22)";
        return keys is null
            ? "member-id-missing: the member has no Medicaid number of its own (REF*23, or REF*0F of a subscriber)"
            : null;
    }

    private static string Tell(X12Finding finding) =>
        $"{finding.Flaw} in {finding.Segment} of {finding.Loop}, segment {finding.At.InSet}{(finding.Element > 0 ? $", element {finding.Element}" : string.Empty)}";
}
