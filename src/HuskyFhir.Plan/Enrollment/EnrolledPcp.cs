using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Enrollment;

/// <summary>Why another provider than the enrollment names was left standing.</summary>
public enum PcpStanding
{
    /// <summary>None was.</summary>
    None,

    /// <summary>He came later than the enrollment says.</summary>
    Later,

    /// <summary>The member chose him, and the enrollment speaks of a later day: the plan is asked.</summary>
    Chosen,
}

/// <summary>What the provider whom an enrollment names comes to.</summary>
/// <param name="Asks">The writes.</param>
/// <param name="Current">The provider who holds now after them.</param>
/// <param name="Stands">Why another one was left standing.</param>
public sealed record PcpTold(IReadOnlyList<WriteCommand> Asks, ResourceReference? Current, PcpStanding Stands);

/// <summary>The primary care provider that an enrolment names, as changes of the member's assignments.</summary>
public static class EnrolledPcp
{
    /// <summary>The PractitionerRole that holds now; null for none.</summary>
    public static Guid? Current(Guid member, IReadOnlyList<StoredResource> stored, DateTimeOffset now) =>
        Of(member, stored, now).Current?.Role;

    /// <summary>
    /// What to write. The provider whom the member chose stands, and so does one who came later than the enrollment
    /// says; a choice for a day to come stays, and what the enrollment says holds until then. What is as the enrollment
    /// says already stays as it is.
    /// </summary>
    /// <param name="type">CareTeam.</param>
    /// <param name="grant">The permission.</param>
    /// <param name="member">Whose.</param>
    /// <param name="stored">The member's assignments.</param>
    /// <param name="role">The PractitionerRole.</param>
    /// <param name="from">From which day; null for now.</param>
    /// <param name="now">The clock.</param>
    public static PcpTold Assign(
        FhirType type,
        Grant grant,
        Guid member,
        IReadOnlyList<StoredResource> stored,
        Guid role,
        DateOnly? from,
        DateTimeOffset now
    )
    {
        var timeline = Of(member, stored, now);
        var asked = from is { } day ? Moment.On(day) : Moment.At(timeline.Now);
        var holds = timeline.At(Math.Max(asked.Ticks, timeline.Now.UtcTicks));
        var next = timeline.NextChosen(Math.Max(asked.Ticks, timeline.Now.UtcTicks));
        if (holds?.Role == role)
            return new([], timeline.Current?.Provider, PcpStanding.None);
        if (next?.Role == role)
            return new([], timeline.Current?.Provider, PcpStanding.Later);
        if (holds is not null && (holds.Low > asked.Ticks || Ruled(holds) == Ruling.Conflicts))
            return new(
                [],
                timeline.Current?.Provider,
                holds.Low > asked.Ticks ? PcpStanding.Later : PcpStanding.Chosen
            );
        var begins = asked.Ticks < timeline.Now.UtcTicks && stored.Count > 0 ? Moment.At(timeline.Now) : asked;
        timeline.Assign(
            new($"PractitionerRole/{role:D}"),
            begins,
            AssignmentTerms.Assigned,
            AssignmentTerms.Changed,
            Guid.CreateVersion7(now),
            next
        );
        timeline.Settle();
        var versions = stored.ToDictionary(static team => team.Id, static team => team.Version);
        var writes = timeline.Changed.Select(each =>
            (WriteCommand)(
                each.IsNew
                    ? new CreateCommand(type, grant, each.Team, each.Id)
                    : new UpdateCommand(type, grant, each.Id, each.Team, VersionCondition.Of(versions[each.Id]))
            )
        );
        return new([.. writes], timeline.Current?.Provider, PcpStanding.None);
    }

    /// <summary>By the assignment's own reason: who chose is told there, whoever stored it.</summary>
    private static Ruling Ruled(Assignment holds) =>
        SourcePrecedence.Rule(
            FactKind.PcpAssignment,
            FactSource.Dss,
            holds.IsChosen ? FactSource.Member : FactSource.Plan
        );

    private static Timeline Of(Guid member, IReadOnlyList<StoredResource> stored, DateTimeOffset now) =>
        new(member, stored.Select(static team => new Assignment(team.Id, (CareTeam)FhirJson.Read(team.Body!))), now);
}
