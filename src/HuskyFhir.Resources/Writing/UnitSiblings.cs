using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// What the writes of one unit are to each other. They happen together: one may refer to another that it creates, take
/// an identifier that another gives up, or delete what another no longer refers to.
/// </summary>
internal sealed class UnitSiblings
{
    private readonly Dictionary<Guid, PreparedWrite> byId = [];
    private readonly Dictionary<BusinessKey, PreparedWrite> claims = [];
    private readonly HashSet<PreparedWrite> twice = [];

    public UnitSiblings(WriteUnit unit)
    {
        foreach (var write in unit.Writes.Where(static write => write.Ask is not FoundCommand))
        {
            if (!byId.TryAdd(write.Id, write))
                twice.Add(write);
            foreach (var key in write.Keys)
                claims.TryAdd(key, write);
        }
    }

    /// <summary>Whether an earlier write of the unit is of the same resource.</summary>
    public bool IsTwice(PreparedWrite write) => twice.Contains(write);

    /// <summary>The creation of a resource by the unit; null for any other.</summary>
    public PreparedWrite? BornAs(Guid id) => byId.GetValueOrDefault(id) is { Ask: CreateCommand } write ? write : null;

    /// <summary>Whether the unit deletes it.</summary>
    public bool IsDying(Guid id) => byId.GetValueOrDefault(id) is { Ask: DeleteCommand };

    /// <summary>Whether another write of the unit has the identifier.</summary>
    public bool IsClaimed(BusinessKey key, PreparedWrite write) =>
        claims.TryGetValue(key, out var first) && first != write;

    /// <summary>Whether the unit takes the identifier from the resource that has it now.</summary>
    public bool Frees(Guid owner, BusinessKey key) =>
        byId.GetValueOrDefault(owner) is { } write && !write.Keys.Contains(key);

    /// <summary>Whether, after the unit, the one no longer refers to the other.</summary>
    public bool LetsGo(Guid owner, Guid target) =>
        byId.GetValueOrDefault(owner) is { } write
        && (write.Ask is DeleteCommand || write.Targets.All(found => found.Target.Id != target));
}
