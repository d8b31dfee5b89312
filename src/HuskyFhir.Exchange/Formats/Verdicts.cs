namespace HuskyFhir.Exchange.Formats;

/// <summary>What an answer means for one member.</summary>
public enum MemberVerdict
{
    /// <summary>Taken.</summary>
    Accepted,

    /// <summary>Refused for something of its own: to be mended and sent again.</summary>
    Refused,

    /// <summary>Refused along with others: to be sent again as it is.</summary>
    SendAgain,

    /// <summary>The answer does not say.</summary>
    Unknown,
}

/// <summary>What an answer means for the members of a file.</summary>
/// <param name="Members">Each member with the verdict, and the partner's codes where it is refused; in file
/// order.</param>
/// <param name="Unattributed">Errors that fall on no member, without a value: as long as there are any, nobody whom
/// they may mean is taken for accepted.</param>
public sealed record MemberVerdicts(
    IReadOnlyList<(Guid Member, MemberVerdict Verdict, string? Codes)> Members,
    IReadOnlyList<string> Unattributed
);

/// <summary>
/// Compares an answer with the places of the file's members: pure, so that a run need keep nothing but them.
/// </summary>
public static class Verdicts
{
    /// <summary>What an answer means for each member.</summary>
    public static MemberVerdicts Of(FileAnswer answer, IReadOnlyList<PlacedMember> members)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(members);
        var said = answer.Sets.ToLookup(static set => set.Set, StringComparer.Ordinal);
        var (verdicts, unattributed) = (new List<(Guid, MemberVerdict, string?)>(members.Count), new List<string>());
        var sets = members.GroupBy(static member => member.Set, StringComparer.Ordinal).ToList();
        var ours = sets.Select(static set => set.Key).ToHashSet(StringComparer.Ordinal);
        foreach (
            var foreign in answer.Sets.Where(set => !ours.Contains(set.Set) && set.Verdict != AnswerVerdict.Accepted)
        )
            unattributed.Add($"set {foreign.Set}, which the file has not");
        var isOpen = unattributed.Count > 0;
        foreach (var set in sets)
            Judge(
                answer,
                said[set.Key].LastOrDefault(),
                [.. set.OrderBy(static member => member.First)],
                isOpen,
                verdicts,
                unattributed
            );
        return new(verdicts, unattributed);
    }

    private static void Judge(
        FileAnswer answer,
        SetSaid? said,
        List<PlacedMember> members,
        bool isOpen,
        List<(Guid, MemberVerdict, string?)> verdicts,
        List<string> unattributed
    )
    {
        var own = new Dictionary<int, List<string>>();
        var (before, attribution) = (unattributed.Count, new ErrorAttribution(members));
        foreach (var fault in said?.Faults ?? [])
            if (attribution.Find(fault) is { } at)
                (own.TryGetValue(at, out var codes) ? codes : own[at] = []).Add(fault.Codes);
            else
                unattributed.Add(fault.Position > 0 ? $"{fault.Codes} at {fault.Position}" : fault.Codes);
        if (
            answer.Stage == AnswerStage.Content
            && said is { Verdict: AnswerVerdict.AcceptedWithErrors, Faults.Count: 0 }
        )
            unattributed.Add($"set {said.Set} has errors, and none is named");
        var whole = Whole(answer, said);
        // One of the others is meant, and nobody knows which.
        if (whole == MemberVerdict.Accepted && (isOpen || unattributed.Count > before))
            whole = MemberVerdict.Unknown;
        for (var at = 0; at < members.Count; at++)
            verdicts.Add(
                own.TryGetValue(at, out var codes)
                    ? (members[at].Member, MemberVerdict.Refused, string.Join("; ", codes.Distinct()))
                    : (
                        members[at].Member,
                        whole == MemberVerdict.Accepted && !IsNamed(said, members[at]) ? MemberVerdict.Unknown : whole,
                        null
                    )
            );
    }

    /// <summary>Whether an answer that speaks of each record speaks of all of the member's.</summary>
    private static bool IsNamed(SetSaid? said, PlacedMember member) =>
        said?.Named is not { } named
        || Enumerable.Range(member.First, member.Last - member.First + 1).All(named.Contains);

    /// <summary>
    /// What holds for members that no fault names. A file that was rejected takes its sets with it, whatever is said of
    /// them.
    /// </summary>
    private static MemberVerdict Whole(FileAnswer answer, SetSaid? set) =>
        (answer.Stage, answer.Verdict, set is null ? answer.Rest : set.Verdict) switch
        {
            (_, AnswerVerdict.Rejected, _) => MemberVerdict.SendAgain,
            (AnswerStage.Receipt, _, _) => MemberVerdict.Unknown,
            (_, _, AnswerVerdict.Rejected) => MemberVerdict.SendAgain,
            (_, _, AnswerVerdict.Accepted or AnswerVerdict.AcceptedWithErrors) => MemberVerdict.Accepted,
            (_, _, AnswerVerdict.PartiallyAccepted or null) => MemberVerdict.Unknown,
            _ => throw new ArgumentOutOfRangeException(nameof(answer)),
        };
}
