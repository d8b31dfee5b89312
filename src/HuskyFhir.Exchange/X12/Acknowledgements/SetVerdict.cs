using HuskyFhir.Exchange.X12.Enrolment;

namespace HuskyFhir.Exchange.X12.Acknowledgements;

/// <summary>What a partner did with a set, or with a member of one.</summary>
public enum Verdict
{
    /// <summary>Taken.</summary>
    Accepted,

    /// <summary>The set was taken, but this member has an error: it must be mended and sent again.</summary>
    Faulted,

    /// <summary>The set was rejected, and this member is why: it must be mended.</summary>
    Rejected,

    /// <summary>The set was rejected for something else: the member is to be sent again as it is.</summary>
    RejectedWithOthers,

    /// <summary>The answer does not say.</summary>
    Unknown,
}

/// <summary>What a 999 says of one set that we wrote.</summary>
/// <param name="Group">GS06.</param>
/// <param name="Set">ST02.</param>
/// <param name="Whole">What holds for every member that is not among <paramref name="Members"/>.</param>
/// <param name="Members">Members that an error points at, each once, with its errors.</param>
/// <param name="Elsewhere">Errors that point at no member: header, trailer, or a position that the set has not.</param>
public sealed record SetVerdict(string Group, string Set, Verdict Whole, IReadOnlyList<MemberFault> Members, IReadOnlyList<SegmentAnswer> Elsewhere)
{
    private readonly HashSet<int> named = [.. Members.Select(static fault => fault.Place.Index)];

    /// <summary>What became of a member, by its number in the set.</summary>
    public Verdict Of(int index) =>
        !named.Contains(index) ? Whole : Whole == Verdict.Accepted ? Verdict.Faulted : Verdict.Rejected;
}

/// <summary>A member that an error points at.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Errors">All that is said of its segments.</param>
public sealed record MemberFault(MemberPlace Place, IReadOnlyList<SegmentAnswer> Errors);
