using System.Text.Json;
using HuskyFhir.Storage;

namespace HuskyFhir.Benchmarks.Http.Data;

/// <summary>A member as a caller knows it.</summary>
/// <param name="Id">Its id here.</param>
/// <param name="Identifier">The DSS client id: system and value.</param>
/// <param name="Family">Family name.</param>
/// <param name="Given">First given name.</param>
/// <param name="BirthDate">As in the resource.</param>
/// <param name="Bytes">Size of the stored resource.</param>
internal sealed record Member(Guid Id, string Identifier, string Family, string Given, string BirthDate, int Bytes)
{
    private const int Most = 2000;

    /// <summary>
    /// Random members whose current PCP works at the organisation: equal seeds and databases give equal members.
    /// </summary>
    public static async Task<IReadOnlyList<Member>> PickAsync(Database database, string npi, int seed)
    {
        var ids = await database.QueryAsync(
            new(
                "SELECT g.member FROM attributions g JOIN business_keys b ON b.id = g.organization WHERE b.type = 'Organization' AND b.value = $1 ORDER BY g.member",
                npi
            ),
            static row => row.Uuid(0),
            default
        );
        // The rest of a key is random, so the members' own order differs from database to database; their identifiers
        // do not.
        var members = new List<Member>(ids.Count);
        foreach (var id in ids)
            members.AddRange(
                await database.QueryAsync(
                    new("SELECT body FROM resources WHERE id = $1", id),
                    row => Read(id, row.Bytes(0)),
                    default
                )
            );
        members.Sort(static (one, other) => string.CompareOrdinal(one.Identifier, other.Identifier));
        var shuffled = members.ToArray();
        new Random(seed).Shuffle(shuffled);
        return [.. shuffled.Take(Most)];
    }

    private static Member Read(Guid id, byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var patient = json.RootElement;
        var identifier = patient.GetProperty("identifier")[0];
        var name = patient.GetProperty("name")[0];
        return new(
            id,
            $"{identifier.GetProperty("system").GetString()}|{identifier.GetProperty("value").GetString()}",
            name.GetProperty("family").GetString()!,
            name.GetProperty("given")[0].GetString()!,
            patient.GetProperty("birthDate").GetString()!,
            body.Length
        );
    }
}
