using System.Globalization;
using HuskyFhir.X12.Envelope;
using HuskyFhir.X12.Writing;

namespace HuskyFhir.X12.Acknowledgements;

/// <summary>
/// Writes what we answer to an enrolment file: a TA1 where it is asked for or where the envelope is at fault, a 999 for
/// each group.
/// </summary>
public static class AnswerWriter
{
    private const string Version = "005010X231A1";

    /// <summary>The answer to a whole interchange.</summary>
    public static InterchangeAnswer AnswerTo(InterchangeProof interchange)
    {
        ArgumentNullException.ThrowIfNull(interchange);
        var worst = interchange.Findings.OrderBy(static finding => !finding.Refuses).FirstOrDefault();
        return new(
            interchange.Header.ControlNumber,
            interchange.Header.Created,
            worst is null ? 'A'
                : worst.Refuses ? 'R'
                : 'E',
            worst is null ? "000" : FlawTable.Of(worst.Flaw).Code
        );
    }

    /// <summary>The answer to a group, from the proof of its file and from what was found while it was read.</summary>
    /// <param name="proof">Of the whole file: if it is not sound nothing of it was used, and every set is
    /// rejected.</param>
    /// <param name="group">One of its groups.</param>
    /// <param name="log">What was found in its sets.</param>
    public static GroupAnswer AnswerTo(FileProof proof, GroupProof group, AnswerLog log)
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(log);
        List<SetAnswer> sets =
        [
            .. group.Sets.Select(set =>
                Set(proof.Sound, set, log.Of(group.Header.ControlNumber, set.ControlNumber), log.RejectsSets)
            ),
        ];
        var accepted = sets.Count(static set => set.Code != "R");
        var code =
            !proof.Sound || accepted == 0 ? "R"
            : accepted < sets.Count ? "P"
            : sets.Exists(static set => set.Code == "E") ? "E"
            : "A";
        return new(
            group.Header.FunctionalId,
            group.Header.ControlNumber,
            group.Header.Version,
            sets,
            code,
            group.DeclaredSets ?? sets.Count,
            sets.Count,
            accepted,
            [.. group.Findings.Select(static finding => FlawTable.Of(finding.Flaw).Code).Distinct().Take(5)]
        );
    }

    /// <summary>
    /// Writes a file of answers. What the answers hold is written as far as the guide has room for it.
    /// </summary>
    public static async Task WriteAsync(
        Stream target,
        EnvelopeOptions options,
        IReadOnlyList<InterchangeAnswer> interchanges,
        IReadOnlyList<GroupAnswer> groups,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        var file = new EnvelopeWriter(target, options);
        foreach (var answer in interchanges)
            answer.Write(file.Segments);
        if (groups.Count > 0)
            file.OpenGroup("FA", Version);
        foreach (var group in groups)
        {
            file.OpenSet("999", Version);
            file.Segments.Begin("AK1").Code(group.FunctionalId).Code(group.ControlNumber).Code(group.Version).End();
            foreach (var set in group.Sets)
            {
                Write(file.Segments, set);
                await file.FlushIfFullAsync(cancellationToken);
            }

            Write(
                file.Segments.Begin("AK9")
                    .Code(group.Code)
                    .Number(group.Included)
                    .Number(group.Received)
                    .Number(group.Accepted),
                group.Codes
            );
            file.CloseSet();
        }

        await file.CloseAsync(cancellationToken);
    }

    private static SetAnswer Set(
        bool sound,
        SetProof set,
        IReadOnlyList<(X12Finding Finding, string? Subscriber)> found,
        bool rejectsSets
    )
    {
        List<SegmentAnswer> segments = [.. found.GroupBy(static one => one.Finding.At.InSet).SelectMany(Segments)];
        List<string> codes =
        [
            .. set
                .Findings.Select(static finding => FlawTable.Of(finding.Flaw).Code)
                .Concat(segments.Count > 0 ? ["5"] : [])
                .Distinct()
                .Take(5),
        ];
        return new(
            set.Id,
            set.ControlNumber,
            set.Version.Length == 0 ? null : set.Version,
            segments,
            !sound || (rejectsSets && found.Any(static one => one.Finding.Flaw == X12Flaw.MemberRefused)) ? "R"
                : segments.Count > 0 ? "E"
                : "A",
            codes
        );
    }

    /// <summary>One IK3 for each thing that is wrong with a segment as such, and one for all its elements.</summary>
    private static IEnumerable<SegmentAnswer> Segments(IEnumerable<(X12Finding Finding, string? Subscriber)> at)
    {
        List<(X12Finding Finding, string? Subscriber)> all = [.. at];
        foreach (
            var (finding, subscriber) in all.Where(static one =>
                FlawTable.Of(one.Finding.Flaw).Scope != FlawScope.Element
            )
        )
            yield return new(
                finding.Segment ?? string.Empty,
                finding.At.InSet,
                finding.Loop,
                FlawTable.Of(finding.Flaw).Code,
                Context(subscriber),
                []
            );
        List<(X12Finding Finding, string? Subscriber)> elements =
        [
            .. all.Where(static one => FlawTable.Of(one.Finding.Flaw).Scope == FlawScope.Element),
        ];
        if (elements.Count > 0)
            yield return new(
                elements[0].Finding.Segment!,
                elements[0].Finding.At.InSet,
                elements[0].Finding.Loop,
                "8",
                Context(elements[0].Subscriber),
                [.. elements.Select(static one => Element(one.Finding))]
            );
    }

    /// <summary>
    /// The guide's business unit identifier of 834, by which the sender finds the member without counting segments.
    /// </summary>
    private static IReadOnlyList<AnswerContext> Context(string? subscriber) =>
        subscriber is null ? [] : [new("SUBSCRIBER NUMBER REF02", subscriber)];

    private static ElementAnswer Element(X12Finding finding) =>
        new(
            finding.Element,
            finding.Component == 0 ? null : finding.Component,
            null,
            finding.DataElement == 0 ? null : finding.DataElement,
            FlawTable.Of(finding.Flaw).Code,
            null
        );

    private static void Write(SegmentWriter writer, SetAnswer set)
    {
        writer.Begin("AK2").Code(set.Id).Code(set.ControlNumber).Code(set.Version).End();
        foreach (var segment in set.Segments)
        {
            writer
                .Begin("IK3")
                .Code(segment.Segment.Length == 0 ? "ZZZ" : segment.Segment)
                .Number(segment.Position)
                .Code(segment.Loop)
                .Code(segment.Code)
                .End();
            foreach (var context in segment.Contexts)
                writer.Begin("CTX").Composite(context.Name, context.Value).End();
            foreach (var element in segment.Elements)
                writer
                    .Begin("IK4")
                    .Composite(Text(element.Element), Text(element.Component), Text(element.Repetition))
                    .Code(Text(element.DataElement))
                    .Code(element.Code)
                    .Code(element.Value)
                    .End();
        }

        Write(writer.Begin("IK5").Code(set.Code), set.Codes);
    }

    private static void Write(SegmentWriter writer, IReadOnlyList<string> codes)
    {
        foreach (var code in codes)
            writer.Code(code);
        writer.End();
    }

    private static string? Text(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
