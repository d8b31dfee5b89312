using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Stored;
using HuskyFhir.X12.Enrolment;
using HuskyFhir.X12.Enrolment.Model;

namespace HuskyFhir.Exchange.Enrolling.Merging;

/// <summary>One member of a file, with who it is here.</summary>
/// <param name="Number">Of the member in the file, from 0.</param>
/// <param name="Read">What the file says.</param>
/// <param name="Set">The header of its transaction set.</param>
/// <param name="Keys">Who it is; null where the file does not tell.</param>
/// <param name="Refusal">Why nothing of it is loaded; null where it can be.</param>
internal sealed record EnrolledMember(long Number, MemberRead Read, SetHeader Set, MemberKeys? Keys, string? Refusal)
{
    /// <summary>Of a dependent, what the file says of the subscriber.</summary>
    public MemberRecord? Subscriber { get; init; }

    /// <summary>Place in the file as the report shows it.</summary>
    public string Place => $"set {Read.Place.SetControlNumber} segment {Read.Place.FirstSegment}";

    /// <summary>Whether the file was made before a version was stored: it cannot speak of that.</summary>
    public bool IsOlder(StoredResource than) =>
        Set.Created is { } made && ProgrammeTime.ToUtcTicks(made) < than.UpdatedTicks;

    /// <summary>The day from which a change holds: what the file says, or when it was made.</summary>
    public DateOnly Effective(DateOnly today) =>
        Read.Member!.Dates.FirstOrDefault(static date => date.Qualifier == "303")?.From
        ?? (Set.Created is { } made ? DateOnly.FromDateTime(made) : today);
}

/// <summary>By what a member is known.</summary>
/// <param name="ClientId">The Medicaid number: REF*23, or of a subscriber REF*0F.</param>
/// <param name="Subscriber">The Medicaid number of the household's subscriber; the same for the subscriber itself, null
/// where the file does not have that one.</param>
/// <param name="Case">REF*3H: the case by which the partner keeps the household.</param>
/// <param name="Prior">REF*Q4: the number that the member had before.</param>
internal sealed record MemberKeys(string ClientId, string? Subscriber, string? Case, string? Prior)
{
    /// <summary>Everyone of whom something must be known.</summary>
    public IEnumerable<string> All => new[] { ClientId, Subscriber, Prior }.OfType<string>();

    /// <summary>
    /// Reads them; a dependent's own number may stand in REF*0F only where another number of the subscriber came just
    /// before.
    /// </summary>
    /// <param name="member">What the file says.</param>
    /// <param name="before">The last subscriber of the same set.</param>
    public static MemberKeys? Of(MemberRecord member, MemberKeys? before)
    {
        var (subscriber, own, number, prior) = (
            Value(member, "0F"),
            Value(member, "23"),
            Value(member, "3H"),
            Value(member, "Q4")
        );
        if (member.Detail.IsSubscriber)
            return (own ?? subscriber) is { } id ? new(id, id, number, prior) : null;
        var mine = own ?? (before is not null && subscriber != before.ClientId ? subscriber : null);
        return mine is null
            ? null
            : new(
                mine,
                before is not null && before.ClientId != mine ? before.ClientId : null,
                number ?? before?.Case,
                prior
            );
    }

    /// <summary>A number in the one form in which it is kept: without spaces around it, in capitals.</summary>
    public static string? Normal(string? number) =>
        string.IsNullOrWhiteSpace(number) ? null : number.Trim().ToUpperInvariant();

    private static string? Value(MemberRecord member, string qualifier) =>
        Normal(member.References.FirstOrDefault(each => each.Qualifier == qualifier)?.Value);
}
