using HuskyFhir.X12.Enrolment;

namespace HuskyFhir.X12.Acknowledgements;

/// <summary>
/// Gathers, while an enrolment file is read, what its 999 will say of each set. It keeps so many findings of a set; the
/// rest is dropped and counted.
/// </summary>
/// <param name="limit">Findings of a set that are told: 1 or more.</param>
public sealed class AnswerLog(int limit = 10_000)
{
    private readonly Dictionary<(string Group, string Set), List<(X12Finding Finding, string? Subscriber)>> sets = [];
    private string group = string.Empty;

    /// <summary>Findings that no room was for.</summary>
    public long Dropped { get; private set; }

    /// <summary>Takes each part as it is read.</summary>
    public void Add(EnrolmentPart part)
    {
        switch (part)
        {
            case SetStarted started:
                group = started.Group.ControlNumber;
                Add(started.ControlNumber, started.Findings, null);
                break;
            case MemberRead read:
                Add(read.Place.SetControlNumber, read.Findings, Subscriber(read));
                break;
            case SetEnded ended:
                Add(ended.ControlNumber, ended.Findings, null);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(part), part, "A part that the log does not know.");
        }
    }

    /// <summary>
    /// Whether a set with a member whom the plan refused is answered as rejected (IK5 R), and else as accepted with
    /// errors.
    /// </summary>
    public bool RejectsSets { get; init; }

    /// <summary>
    /// Takes a member who stands in the form of the guide, and whom the plan refused by a rule of its own.
    /// </summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="subscriber">REF*0F, by which CTX names it; null where there is none.</param>
    public void Refuse(MemberPlace place, string? subscriber)
    {
        var finding = new X12Finding(
            X12Flaw.MemberRefused,
            new(0, place.Offset, place.FirstSegment),
            "The plan refused the member."
        )
        {
            Segment = "INS",
            Loop = "2000",
            Element = 3,
            DataElement = 875,
        };
        group = place.GroupControlNumber;
        Add(place.SetControlNumber, [finding], subscriber);
    }

    internal IReadOnlyList<(X12Finding Finding, string? Subscriber)> Of(string group, string set) =>
        sets.TryGetValue((group, set), out var of) ? of : [];

    private static string? Subscriber(MemberRead read) =>
        read.Member?.References.FirstOrDefault(static one => one.Qualifier == "0F")?.Value;

    private void Add(string set, IReadOnlyList<X12Finding> findings, string? subscriber)
    {
        if (findings.Count == 0)
            return;
        if (!sets.TryGetValue((group, set), out var of))
            sets.Add((group, set), of = []);
        foreach (var finding in findings)
        {
            if (of.Count < limit)
                of.Add((finding, subscriber));
            else
                Dropped++;
        }
    }
}
