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

/// <summary>Lays an answer beside the places of the file's members: pure, so that a run need keep nothing but them.</summary>
public static class Verdicts
{
    /// <summary>For each member what the answer means, with the partner's codes where it is refused; in file order.</summary>
    public static IReadOnlyList<(Guid Member, MemberVerdict Verdict, string? Codes)> Of(FileAnswer answer, IReadOnlyList<PlacedMember> members)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(members);
        var said = answer.Sets.ToLookup(static set => set.Set, StringComparer.Ordinal);
        var verdicts = new List<(Guid, MemberVerdict, string?)>(members.Count);
        foreach (var set in members.GroupBy(static member => member.Set, StringComparer.Ordinal))
        {
            var spoken = said[set.Key].LastOrDefault();
            var faults = spoken?.Faults.OrderBy(static fault => fault.Position).ToList() ?? [];
            var whole = Whole(answer, spoken);
            var at = 0;
            foreach (var member in set.OrderBy(static member => member.First))
            {
                while (at < faults.Count && faults[at].Position < member.First)
                    at++;
                var own = new List<string>();
                for (; at < faults.Count && faults[at].Position <= member.Last; at++)
                    own.Add(faults[at].Codes);
                verdicts.Add(own.Count == 0 ? (member.Member, whole, null) : (member.Member, MemberVerdict.Refused, string.Join("; ", own.Distinct())));
            }
        }

        return verdicts;
    }

    /// <summary>What holds for members that no fault names. A file that was rejected takes its sets with it, whatever is said of them.</summary>
    private static MemberVerdict Whole(FileAnswer answer, SetSaid? set) => (answer.Stage, answer.Verdict, set is null ? answer.Rest : set.Verdict) switch
    {
        (_, AnswerVerdict.Rejected, _) => MemberVerdict.SendAgain,
        (AnswerStage.Receipt, _, _) => MemberVerdict.Unknown,
        (_, _, AnswerVerdict.Rejected) => MemberVerdict.SendAgain,
        (_, _, AnswerVerdict.Accepted or AnswerVerdict.AcceptedWithErrors) => MemberVerdict.Accepted,
        (_, _, AnswerVerdict.PartiallyAccepted or null) => MemberVerdict.Unknown,
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };
}
