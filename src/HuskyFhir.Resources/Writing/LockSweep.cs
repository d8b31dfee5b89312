using HuskyFhir.Resources.Types;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// Which rows a work locks, and how, in the order of their ids over all kinds of lock. Every work goes the same way
/// through the rows, so that two transactions that touch the same ones follow one another and never wait for each other
/// in a ring.
/// </summary>
internal static class LockSweep
{
    public const string Remove = "{lock}";
    public const string Revise = "{revise}";
    public const string Hold = "{hold}";
    public const string Share = "{share}";

    /// <summary>Neighbours that want the same lock go in one statement.</summary>
    public static IEnumerable<(string Mode, Guid[] Ids)> Of(
        IReadOnlyList<PreparedWrite> writes,
        IReadOnlyList<(References.Target Target, string Path)> further,
        FhirTypeCatalog families
    )
    {
        var wanted = new SortedDictionary<Guid, string>();
        foreach (var write in writes)
        {
            if (write.Ask is UpdateCommand)
                wanted.TryAdd(write.Id, Revise);
            else if (write.Ask is DeleteCommand)
                wanted[write.Id] = Remove;
        }

        var held = Held(writes, families);
        foreach (
            var id in writes
                .SelectMany(static write => write.Targets)
                .Concat(further)
                .Where(static target => target.Target.Id is not null)
                .Select(static target => target.Target.Id!.Value)
        )
            wanted.TryAdd(id, held.Contains(id) ? Hold : Share); // against deletion until this work ends, so that no reference is left hanging
        var run = new List<Guid>();
        string? mode = null;
        foreach (var (id, wants) in wanted)
        {
            if (mode is not null && wants != mode)
            {
                yield return (mode, [.. run]);
                run.Clear();
            }

            mode = wants;
            run.Add(id);
        }

        if (mode is not null)
            yield return (mode, [.. run]);
    }

    /// <summary>
    /// An effect joins the two ends of a reference. Were the target free to change meanwhile, neither work would see
    /// what the other wrote, and a member could stay attributed to an organisation that the PCP has left.
    /// </summary>
    private static HashSet<Guid?> Held(IReadOnlyList<PreparedWrite> writes, FhirTypeCatalog families) =>
        [
            .. writes
                .Where(static write => write.Ask.Type.Declared.Effects.Count > 0)
                .SelectMany(static write => write.Targets)
                .Where(target => target.Target.Type is { } type && families.Find(type)?.Declared.Effects.Count > 0)
                .Select(static target => target.Target.Id),
        ];
}
