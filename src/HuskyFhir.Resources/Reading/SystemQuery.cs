using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Storage;

namespace HuskyFhir.Resources.Reading;

/// <summary>
/// The one door around grants: what the service itself must know before there is a grant, or beside it. Nothing that it
/// answers is shown to anybody; each look-up names its reason (<see cref="PastGrantAttribute"/>), and a test lists them.
/// </summary>
public sealed class SystemQuery(Database database)
{
    private const int AtATime = 200;
    private const string Organization = "b.type = 'Organization' AND b.system = $1 AND b.value = $2";

    /// <summary>The organization that a client works for; null where none has the NPI.</summary>
    [PastGrant("A grant is made from it: a client's rows are those of its organization.")]
    public async Task<Guid?> OrganizationAsync(string npi, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new($"SELECT b.id FROM business_keys b WHERE {Organization}", Systems.Npi, npi),
                static row => (Guid?)row.Uuid(0),
                cancellation
            )
        ).FirstOrDefault();

    /// <summary>The same with its record, for the name of a recipient in an accounting of disclosures.</summary>
    [PastGrant("An accounting names who was shown a record, whoever asks (45 CFR 164.528(b)(2)(ii)).")]
    public async Task<(Guid Id, byte[] Body)?> RecipientAsync(string npi, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new(
                    $"SELECT r.id, r.body FROM business_keys b JOIN resources r ON r.id = b.id WHERE {Organization} AND r.deleted = 0",
                    Systems.Npi,
                    npi
                ),
                static row => ((Guid Id, byte[] Body)?)(row.Uuid(0), row.Bytes(1)),
                cancellation
            )
        ).FirstOrDefault();

    /// <summary>Whose a resource is; null in the directory, and where there is none.</summary>
    [PastGrant("The audit has an index by member; who may read the audit is decided before.")]
    public async Task<Guid?> MemberAsync(Guid resource, CancellationToken cancellation) =>
        (
            await database.QueryAsync(
                new("SELECT member FROM resources WHERE id = $1", resource),
                static row => row.UuidOrNull(0),
                cancellation
            )
        ).FirstOrDefault();

    /// <summary>The types of some resources, also of those that are gone.</summary>
    [PastGrant("An accounting says in words what was shown, also of what is hidden now (45 CFR 164.528(b)(2)(iii)).")]
    public async Task<IReadOnlyDictionary<Guid, string>> TypesAsync(
        IEnumerable<Guid> ids,
        CancellationToken cancellation
    )
    {
        var types = new Dictionary<Guid, string>();
        foreach (var some in ids.Distinct().Chunk(AtATime))
        {
            var places = string.Join(", ", some.Select(static (_, at) => $"${at + 1}"));
            foreach (
                var (id, type) in await database.QueryAsync(
                    new(
                        $"SELECT id, type FROM resources WHERE id IN ({places})",
                        [.. some.Select(static id => (object)id)]
                    ),
                    static row => (row.Uuid(0), row.Text(1)),
                    cancellation
                )
            )
                types[id] = type;
        }

        return types;
    }

    /// <summary>Whether nothing is stored yet.</summary>
    [PastGrant("A new sandbox is filled with the sample story at its start.")]
    public async Task<bool> IsEmptyAsync(CancellationToken cancellation) =>
        (
            await database.QueryAsync(new("SELECT 1 FROM resources LIMIT 1"), static row => row.Long(0), cancellation)
        ).Count == 0;
}
