using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.Directives;

/// <summary>
/// Divorce and separation end the appointment of the spouse (CGS 19a-579b): when the member's marital status says so,
/// or when the spouse's own record ends as a spouse's. The appointment stays in the directive, marked with the day and
/// the reason, and an appointment of which nobody is left is inactive. A death is neither; what it means for an
/// appointment is for the alternates to say.
/// </summary>
internal sealed class SpouseRevocation : IWriteReaction
{
    /// <summary>Why an appointment ended, where the record does not say which of the two it was.</summary>
    public const string Separated = "divorce or separation";

    private const string RoleCode = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";

    private static readonly string[] Spouses = ["SPS", "HUSB", "WIFE"];

    /// <summary>Divorced, legally separated, annulled (v3-MaritalStatus).</summary>
    private static readonly Dictionary<string, string> Endings = new(StringComparer.Ordinal)
    {
        ["D"] = "divorce",
        ["L"] = "legal separation",
        ["A"] = "annulment",
    };

    public IEnumerable<string> Names(PreparedWrite write) =>
        write.Resource is Patient or RelatedPerson && Concerns(write.Resource) && Member(write) is { } member
            ? [$"directives/{member:N}"]
            : [];

    public async Task FollowAsync(
        IReadOnlyList<WriteStep> steps,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var changed = steps
            .Where(static step => step.Written.Outcome == WriteOutcome.Updated && Concerns(step.Write.Resource))
            .ToList();
        foreach (var step in changed)
            if (Member(step.Write) is { } member)
                await RevokeAsync(step, member, following, cancellation);
    }

    /// <summary>A first, cheap look: most changes of a household are of another kind.</summary>
    private static bool Concerns(Resource? resource) =>
        resource switch
        {
            Patient patient => Ending(patient) is not null,
            RelatedPerson person => person.Period?.End is not null || !IsSpouse(person),
            _ => false,
        };

    private static async Task RevokeAsync(
        WriteStep step,
        Guid member,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        if (step.Write.Resource is RelatedPerson ended && !await HasEndedAsync(step, ended, following, cancellation))
            return;
        var directives = await MemberDirectives.OfAsync([member], following, cancellation);
        var agents = directives
            .SelectMany(static each => DirectiveParties.Agents(each.Consent))
            .Select(static agent => References.Read(agent.Reference)?.Id)
            .OfType<Guid>()
            .Distinct()
            .ToList();
        if (agents.Count == 0)
            return;
        var spouses =
            step.Write.Resource is RelatedPerson
                ? [step.Write.Id]
                : (await following.LatestAsync(agents, cancellation))
                    .Values.Where(static row =>
                        row.Body is not null && FhirJson.Read(row.Body) is RelatedPerson person && IsSpouse(person)
                    )
                    .Select(static row => row.Id)
                    .ToHashSet();
        var (on, reason) = Why(step.Write.Resource!, following.Now);
        foreach (var (id, _, consent) in directives)
            if (End(consent, spouses, on, reason))
                following.Bring(
                    step,
                    new UpdateCommand(following.Type("Consent"), WriteContext.Grant(step), id, consent)
                );
    }

    /// <summary>Ends the appointments of spouses in a directive; whether there were any.</summary>
    public static bool End(Consent consent, HashSet<Guid> spouses, Date on, string reason)
    {
        var ended = DirectiveParties
            .Agents(consent)
            .Where(agent => References.Read(agent.Reference)?.Id is { } id && spouses.Contains(id))
            .ToList();
        foreach (var agent in ended)
            DirectiveParties.End(agent, on, reason);
        if (
            ended.Count > 0
            && DirectiveKind.Of(consent) is { NeedsAgent: true }
            && !DirectiveParties.Agents(consent).Any()
        )
            consent.Status = Consent.ConsentState.Inactive;
        return ended.Count > 0;
    }

    /// <summary>
    /// Whether one who was a spouse no longer is: by the end of the period, or by another relationship than before. The
    /// tables still say what was.
    /// </summary>
    private static async Task<bool> HasEndedAsync(
        WriteStep step,
        RelatedPerson now,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        if (
            now.Period is { End: not null } period
            && Interval.Of(period) is { } interval
            && interval.High > following.Now.UtcTicks
        )
            return false; // it will have ended on its day: EndedSpouses sees to it, and $directives looks at the day as well
        var before = await following.Work.QueryAsync(
            new($"SELECT {StoredResource.Columns} FROM resources r WHERE r.id = $1", step.Write.Id),
            StoredResource.From,
            cancellation
        );
        var was = before is [{ Body: { } body }] && FhirJson.Read(body) is RelatedPerson person && IsSpouse(person);
        if (!(was || IsSpouse(now)))
            return false;
        var member = (
            await following.LatestAsync([step.Written.Resource.Member!.Value], cancellation)
        ).Values.FirstOrDefault();
        return !IsWidowed(member?.Body);
    }

    /// <summary>Whether a member's record says that the spouse died, which is neither divorce nor separation.</summary>
    public static bool IsWidowed(byte[]? member) =>
        member is not null
        && FhirJson.Read(member) is Patient { MaritalStatus: { } status }
        && status.Coding.Any(static coding => coding.Code == "W");

    private static (Date On, string Reason) Why(Resource resource, DateTimeOffset now) =>
        resource switch
        {
            Patient patient => (Day(now), Ending(patient)!),
            RelatedPerson { Period.End: { Length: >= 10 } end } => (new(end[..10]), Separated),
            _ => (Day(now), Separated),
        };

    private static Date Day(DateTimeOffset now) =>
        new(
            TimeZoneInfo
                .ConvertTime(now, ProgrammeTime.Zone)
                .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        );

    private static string? Ending(Patient patient) =>
        patient
            .MaritalStatus?.Coding.Select(static coding => Endings.GetValueOrDefault(coding.Code ?? string.Empty))
            .FirstOrDefault(static ending => ending is not null);

    public static bool IsSpouse(RelatedPerson person) =>
        person
            .Relationship.SelectMany(static each => each.Coding)
            .Any(static coding => coding.System == RoleCode && Spouses.Contains(coding.Code));

    private static Guid? Member(PreparedWrite write) => write.MemberOf();
}
