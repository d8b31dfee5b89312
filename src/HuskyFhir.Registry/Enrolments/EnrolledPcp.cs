using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.PcpAssignments;
using HuskyFhir.Registry.Store;
using HuskyFhir.Registry.Store.Writing;

namespace HuskyFhir.Registry.Enrolments;

/// <summary>The primary care provider that an enrolment names, as changes of the member's assignments.</summary>
public static class EnrolledPcp
{
    /// <summary>The PractitionerRole that holds now; null for none.</summary>
    public static Guid? Current(Guid member, IReadOnlyList<StoredResource> stored, DateTimeOffset now) => Of(member, stored, now).Current?.Role;

    /// <summary>
    /// What to write. A provider who came later than the enrolment says stands: the latest decision wins, and the member may have chosen. What
    /// is as the enrolment says already stays as it is.
    /// </summary>
    /// <param name="type">CareTeam.</param>
    /// <param name="grant">The permission.</param>
    /// <param name="member">Whose.</param>
    /// <param name="stored">The member's assignments.</param>
    /// <param name="role">The PractitionerRole.</param>
    /// <param name="from">From which day; null for now.</param>
    /// <param name="now">The clock.</param>
    /// <returns>The writes, the provider who holds now after them, and whether a later decision was left standing.</returns>
    public static (IReadOnlyList<WriteAsk> Asks, ResourceReference? Current, bool Stands) Assign(
        FhirType type, Grant grant, Guid member, IReadOnlyList<StoredResource> stored, Guid role, DateOnly? from, DateTimeOffset now)
    {
        var timeline = Of(member, stored, now);
        var asked = from is { } day ? Moment.On(day) : Moment.At(timeline.Now);
        if (timeline.Current is { } current && (current.Role == role || current.Low > asked.Ticks))
            return ([], current.Provider, current.Role != role);
        var begins = asked.Ticks < timeline.Now.UtcTicks && stored.Count > 0 ? Moment.At(timeline.Now) : asked;
        timeline.Assign(new($"PractitionerRole/{role:D}"), begins, AssignmentTerms.Assigned, AssignmentTerms.Changed, Guid.CreateVersion7(now));
        timeline.Settle();
        var versions = stored.ToDictionary(static team => team.Id, static team => team.Version);
        return ([.. timeline.Changed.Select(each => (WriteAsk)(each.IsNew ? new CreateAsk(type, grant, each.Team, each.Id) : new UpdateAsk(type, grant, each.Id, each.Team, VersionCondition.Of(versions[each.Id]))))], timeline.Current?.Provider, false);
    }

    private static Timeline Of(Guid member, IReadOnlyList<StoredResource> stored, DateTimeOffset now) =>
        new(member, stored.Select(static team => new Assignment(team.Id, (CareTeam)FhirJson.Read(team.Body!))), now);
}
