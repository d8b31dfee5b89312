using Hl7.Fhir.Model;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Writing;

/// <summary>
/// Writes down what is about what, as the families declare it (<see cref="TypeDeclaration.SeenWith"/>, <see
/// cref="TypeDeclaration.Shows"/>):
/// <c>thing</c> is seen by who may see <c>other</c>. Rows are over any number of steps, and only ever added: an earlier
/// version tells of what it was about, and so do bytes.
/// </summary>
internal static class Ties
{
    /// <summary>
    /// Each run joins ways of twice the length; within one transaction there are none of more than eight steps.
    /// </summary>
    private const int Rounds = 3;

    private const string JoinUp =
        "INSERT INTO ties (thing, other) SELECT a.thing, b.other FROM ties a JOIN ties b ON b.thing = a.other WHERE a.thing {ids} AND a.thing <> b.other ON CONFLICT DO NOTHING";

    private const string JoinDown =
        "INSERT INTO ties (thing, other) SELECT a.thing, b.other FROM ties a JOIN ties b ON b.thing = a.other WHERE a.other {ids} AND a.thing <> b.other ON CONFLICT DO NOTHING";

    /// <summary>What a resource says of itself and of others: a thing, and what it is about.</summary>
    public static IEnumerable<(Guid Thing, Guid Other)> Of(FhirType type, Resource resource, Guid id) =>
        [
            .. Ids(
                    type.Declared.SeenWith.SelectMany(others => others(resource)),
                    // what everyone may see hides nothing
                    type.Declared.OnlyWithOthers
                        ? null
                        : type.Catalog.OfMembers
                )
                .Select(other => (id, other)),
            .. type.Declared.Shows.SelectMany(part => Ids(part.Of(resource), part.Types)).Select(thing => (thing, id)),
        ];

    /// <summary>
    /// Works that add to what is about one member follow one another: two that each tied one end of a way, at the same
    /// time, would not see that the ends belong together. A load is alone with its members.
    /// </summary>
    public static IEnumerable<string> Names(IReadOnlyList<WriteUnit> units) =>
        units
            .Where(static unit => !unit.IsLoad)
            .SelectMany(static unit => unit.Writes)
            .Where(static write =>
                write.Resource is not null && (write.Ask.Type.Declared.Shows.Count > 0 || write.Ask.Type.IsTied)
            )
            .Select(static write => write.MemberOf() ?? write.Through)
            .OfType<Guid>()
            .Select(static member => $"ties {member:N}")
            .Distinct();

    /// <summary>Adds what is new in a transaction.</summary>
    public static void Write(Work work, IEnumerable<(Guid Thing, Guid Other)> found)
    {
        var things = new HashSet<Guid>();
        foreach (var (thing, other) in found.Distinct().Where(static tie => tie.Thing != tie.Other))
        {
            work.Insert(ResourceTables.Ties, [thing, other]);
            things.Add(thing);
        }

        for (var round = 0; round < Rounds; round++)
            foreach (var join in (string[])[JoinUp, JoinDown])
                work.RunEach(join, [.. things]);
    }

    private static IEnumerable<Guid> Ids(
        IEnumerable<ResourceReference?> references,
        IReadOnlyList<string>? types = null
    ) =>
        references
            .Select(References.Read)
            .Where(target => target is { Id: not null, Type: { } type } && types?.Contains(type) != false)
            .Select(static target => target!.Value.Id!.Value);
}
