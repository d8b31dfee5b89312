using System.Net;
using System.Text;
using Hl7.Fhir.FhirPath;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Search;
using HuskyFhir.Resources.Types;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>A stored resource.</summary>
/// <param name="Type">FHIR type.</param>
/// <param name="Id">As in addresses.</param>
/// <param name="Versions">How many there are.</param>
/// <param name="Member">Whose it is; null in the directory.</param>
internal sealed record Held(string Type, string Id, long Versions, string? Member)
{
    public string Address => $"{Type}/{Id}";
}

/// <summary>
/// All that a store holds, as the plan reads it, with what the elements of each search parameter are and whom they
/// point at.
/// </summary>
internal sealed class StoreFacts
{
    private readonly Dictionary<string, Resource> bodies = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Parameter), List<(string Owner, Base Value)>> values = [];
    private readonly Dictionary<string, Held> byAddress = new(StringComparer.Ordinal);

    private StoreFacts(IReadOnlyList<Held> all) => All = all;

    public IReadOnlyList<Held> All { get; }

    public static async Task<StoreFacts> ReadAsync(HuskyServer server, HttpClient plan)
    {
        var all = await server.QueryAsync(
            "SELECT type, id, version, member FROM resources WHERE deleted = 0 ORDER BY id",
            static row => new Held(
                row.Text(0),
                row.Uuid(1).ToString("D"),
                row.Long(2),
                row.UuidOrNull(3)?.ToString("D")
            )
        );
        var facts = new StoreFacts(all);
        foreach (var some in all.Chunk(100))
        {
            var reply = (
                await plan.BatchAsync([.. some.Select(static held => Running.Bundles.Entry("GET", held.Address))])
            ).Expect(HttpStatusCode.OK);
            foreach (var (held, entry) in some.Zip(reply.Entries))
            {
                facts.byAddress[held.Address] = held;
                facts.bodies[held.Address] = FhirJson.Read(
                    Encoding.UTF8.GetBytes(entry.GetProperty("resource").GetRawText())
                );
            }
        }

        return facts;
    }

    public Held? Find(string address) => byAddress.GetValueOrDefault(address);

    public IEnumerable<Held> Of(string type) => All.Where(held => held.Type == type);

    /// <summary>The elements that a parameter searches, with their owners' addresses.</summary>
    public IReadOnlyList<(string Owner, Base Value)> Values(FhirType type, ParameterInfo parameter)
    {
        if (values.TryGetValue((type.Name, parameter.Name), out var known))
            return known;
        var found = new List<(string, Base)>();
        foreach (var held in Of(type.Name))
            found.AddRange(
                bodies[held.Address].Select(parameter.Expression).OfType<Base>().Select(value => (held.Address, value))
            );
        return values[(type.Name, parameter.Name)] = found;
    }

    /// <summary>What a reference parameter leads to, from each owner; what is not stored is left out.</summary>
    public IEnumerable<(string Owner, string Target)> Links(FhirType type, ParameterInfo reference) =>
        type.Parameter(reference.Name)!.Place == ParameterStorage.Member
            // Whose a resource is can also follow from what it tells of.
            ? Of(type.Name)
                .Where(held => held.Member is not null && byAddress.ContainsKey($"Patient/{held.Member}"))
                .Select(static held => (held.Address, $"Patient/{held.Member}"))
            : Named(type, reference);

    /// <summary>What the references at a path lead to, whether or not it is searched by.</summary>
    public IEnumerable<(string Thing, string Other)> Paths(string type, string path) =>
        from held in Of(type)
        from reference in bodies[held.Address].Select(path).OfType<ResourceReference>()
        where reference.Reference is not null
        select (held.Address, reference.Reference!.Split("/_history/")[0]);

    private IEnumerable<(string Owner, string Target)> Named(FhirType type, ParameterInfo reference) =>
        from pair in Values(type, reference)
        let target = (pair.Value as ResourceReference)?.Reference?.Split("/_history/")[0]
        where target is not null && byAddress.ContainsKey(target) && reference.Targets.Contains(target.Split('/')[0])
        select (pair.Owner, target);
}
