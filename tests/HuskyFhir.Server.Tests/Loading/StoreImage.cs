using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HuskyFhir.Storage;

namespace HuskyFhir.Server.Tests.Loading;

/// <summary>
/// What a store says, apart from when and under which ids: two stores that were filled on different roads can be
/// compared by it. Ids are replaced by business keys, versions and instants are left out.
/// </summary>
internal static partial class StoreImage
{
    /// <summary>Every current resource, and who is assigned and attributed to whom, in a fixed order.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(Database database, CancellationToken cancellation)
    {
        var names = new Dictionary<Guid, string>();
        var keys = await database.QueryAsync(
            new("SELECT b.id, b.type, b.value FROM business_keys b"),
            static row => (Id: row.Uuid(0), Name: $"{row.Text(1)}|{row.Text(2)}"),
            cancellation
        );
        foreach (
            var key in keys.Where(static key => !Guids().IsMatch(key.Name))
                .OrderBy(static key => key.Name, StringComparer.Ordinal)
        )
            names.TryAdd(key.Id, key.Name);
        string Named(string text) =>
            Guids().Replace(text, found => names.GetValueOrDefault(Guid.Parse(found.Value), "some"));
        var bodies = await database.QueryAsync(
            new("SELECT r.type, r.body FROM resources r WHERE r.deleted = 0"),
            static row => (Type: row.Text(0), Body: row.Bytes(1)),
            cancellation
        );
        var assignments = await database.QueryAsync(
            new("SELECT a.member, a.role, a.status FROM assignments a"),
            static row => $"assignment {row.Uuid(0)} {row.Uuid(1)} {row.Text(2)}",
            cancellation
        );
        var attributions = await database.QueryAsync(
            new("SELECT a.member, a.organization, a.basis FROM attributions a"),
            static row => $"attribution {row.Uuid(0)} {row.Uuid(1)} {row.Text(2)}",
            cancellation
        );
        return
        [
            .. bodies
                .Select(each => Named($"{each.Type} {Plain(each.Body)}"))
                .Concat(assignments.Concat(attributions).Select(Named))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Fails with the first lines that only one of them has.</summary>
    public static void Equal(IReadOnlyList<string> expected, IReadOnlyList<string> actual, string told)
    {
        if (expected.SequenceEqual(actual))
            return;
        var (missing, more) = (Except(expected, actual), Except(actual, expected));
        Assert.Fail(
            $"{told}: {missing.Count} missing, {more.Count} too many.\nmissing: {string.Join("\nmissing: ", missing.Take(4))}\nmore: {string.Join("\nmore: ", more.Take(4))}"
        );
    }

    private static List<string> Except(IReadOnlyList<string> all, IReadOnlyList<string> others)
    {
        var left = others.CountBy(static each => each).ToDictionary();
        return
        [
            .. all.Where(each =>
                !(left.TryGetValue(each, out var count) && count > 0 && (left[each] = count - 1) >= 0)
            ),
        ];
    }

    private static string Plain(byte[] body)
    {
        var root = JsonNode.Parse(Encoding.UTF8.GetString(body))!.AsObject();
        var meta = root["meta"]!.AsObject();
        meta.Remove("versionId");
        meta.Remove("lastUpdated");
        root.Remove("text");
        return Instants().Replace(JsonSerializer.Serialize(root), "instant");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Guids();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+(Z|(\+|\\u002B|-)\d\d:\d\d)")]
    private static partial Regex Instants();
}
