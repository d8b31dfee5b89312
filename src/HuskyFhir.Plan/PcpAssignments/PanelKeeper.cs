using Hl7.Fhir.Model;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Plan.PcpAssignments;

/// <summary>An organisation whose practitioners have members has a panel: it is made with the first of them.</summary>
internal static class PanelKeeper
{
    private const string Missing =
        "SELECT o.owner, o.target_id, (SELECT s.value FROM organization_string s WHERE s.owner = o.target_id AND s.part = 'name' ORDER BY s.n LIMIT 1) FROM refs o "
        + "WHERE o.owner {ids} AND o.part = 'organization' AND o.owner_type = 'PractitionerRole' AND o.target_id IS NOT NULL";

    /// <param name="causes">The writes that bring it.</param>
    /// <param name="roles">The practitioners' roles.</param>
    /// <param name="following">The transaction.</param>
    /// <param name="cancellation">Ends the query.</param>
    public static async Task EnsureAsync(
        IReadOnlyList<WriteStep> causes,
        IReadOnlyCollection<Guid> roles,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var organizations = new Dictionary<Guid, string?>();
        var written = following
            .Writing("PractitionerRole")
            .Where(step => roles.Contains(step.Write.Id) && step.Write.Resource is not null)
            .ToDictionary(static step => step.Write.Id, static step => (PractitionerRole)step.Write.Resource!);
        foreach (var role in written.Values)
            if (References.Read(role.Organization)?.Id is { } organization)
                organizations[organization] = NameOf(organization, following);
        foreach (
            var (_, organization, name) in await following.Work.QueryEachAsync(
                Missing,
                [.. roles.Distinct().Where(role => !written.ContainsKey(role))],
                static row => (row.Uuid(0), row.Uuid(1), row.TextOrNull(2)),
                cancellation
            )
        )
            organizations[organization] = name ?? NameOf(organization, following);
        // A role that is written here may be of an organisation that was there before.
        const string Names =
            "SELECT s.owner, s.value FROM organization_string s WHERE s.owner {ids} AND s.part = 'name' ORDER BY s.owner, s.n";
        foreach (
            var (organization, name) in await following.Work.QueryEachAsync(
                Names,
                [.. organizations.Where(static pair => pair.Value is null).Select(static pair => pair.Key)],
                static row => (row.Uuid(0), row.Text(1)),
                cancellation
            )
        )
            organizations[organization] ??= name;
        var keys = organizations
            .Keys.Select(static id => new HuskyFhir.Storage.BusinessKey("Group", Systems.PanelKey, id.ToString("D")))
            .ToList();
        var known = (await following.Work.FindKeysAsync(keys, cancellation))
            .Select(static found => found.Key.Value)
            .Concat(
                following.Writing("Group").SelectMany(static step => step.Write.Keys).Select(static key => key.Value)
            )
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (organization, name) in organizations.Where(pair => !known.Contains(pair.Key.ToString("D"))))
            following.Bring(
                causes[0],
                new CreateCommand(following.Type("Group"), WriteContext.Grant(causes[0]), Panel(organization, name))
            );
    }

    private static string? NameOf(Guid organization, WriteContext following) =>
        (
            following.Writing("Organization").FirstOrDefault(step => step.Write.Id == organization)?.Write.Resource
            as Organization
        )?.Name;

    private static Group Panel(Guid organization, string? name) =>
        new()
        {
            Meta = new() { Profile = [Systems.Base + "/StructureDefinition/husky-panel"] },
            Identifier = [new(Systems.PanelKey, organization.ToString("D"))],
            Active = true,
            Type = Group.GroupType.Person,
            Actual = true,
            Name = name is null ? "Panel" : $"Panel of {name}",
            ManagingEntity = new($"Organization/{organization:D}") { Display = name },
        };
}
