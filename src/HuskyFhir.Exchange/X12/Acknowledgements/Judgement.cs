using HuskyFhir.Exchange.X12.Enrolment;

namespace HuskyFhir.Exchange.X12.Acknowledgements;

/// <summary>Lays a 999 beside the index of the file that it answers.</summary>
public static class Judgement
{
    /// <summary>A verdict for each set of the group that we wrote, and the sets of the answer that we did not write.</summary>
    public static (IReadOnlyList<SetVerdict> Sets, IReadOnlyList<string> Foreign) Of(GroupAnswer answer, MemberIndex index)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(index);
        var ours = index.Sets.Where(key => key.Group == answer.ControlNumber).Select(static key => key.Set).ToList();
        var said = answer.Sets.GroupBy(static set => set.ControlNumber).ToDictionary(static of => of.Key, static of => of.Last());
        return (
            [.. ours.Select(set => said.TryGetValue(set, out var spoken) ? Spoken(answer, spoken, index) : new(answer.ControlNumber, set, Silent(answer), [], []))],
            [.. said.Keys.Except(ours)]);
    }

    private static SetVerdict Spoken(GroupAnswer group, SetAnswer set, MemberIndex index)
    {
        var placed = set.Segments.Select(error => (Error: error, Place: index.At(group.ControlNumber, set.ControlNumber, error.Position))).ToList();
        var members = placed.Where(static one => one.Place is not null).GroupBy(static one => one.Place!.Value.Index)
            .Select(static of => new MemberFault(of.First().Place!.Value, [.. of.Select(static one => one.Error)]));
        return new(group.ControlNumber, set.ControlNumber, Whole(group, set), [.. members], [.. placed.Where(static one => one.Place is null).Select(static one => one.Error)]);
    }

    /// <summary>A rejected group takes its sets with it, whatever is said of them.</summary>
    private static Verdict Whole(GroupAnswer group, SetAnswer set) => (group.Code, set.Code) switch
    {
        ("A" or "E" or "P", "A" or "E") => Verdict.Accepted,
        (_, "R" or "M" or "W" or "X") or ("R" or "M" or "W" or "X", _) => Verdict.RejectedWithOthers,
        _ => Verdict.Unknown,
    };

    /// <summary>Of a set that is not spoken of, where the sets that are leave only one reading.</summary>
    private static Verdict Silent(GroupAnswer group) => group.Code switch
    {
        "A" or "E" => Verdict.Accepted,
        "R" or "M" or "W" or "X" => Verdict.RejectedWithOthers,
        "P" when group.Sets.Count(static set => set.Code is not ("A" or "E")) == group.Received - group.Accepted && group.Received == group.Included => Verdict.Accepted,
        _ => Verdict.Unknown,
    };
}
