using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>
/// Pages that are turned while other clients create and update: no row comes twice, and none that was there from the
/// first page on is lost.
/// </summary>
public sealed class ConcurrentPagingTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const int Rows = 60;

    public static TheoryData<string, string> Sorts =>
        new()
        {
            { "Sqlite", "" },
            { "Sqlite", "&_sort=family" },
            { "Sqlite", "&_sort=-_lastUpdated" },
            { "Postgres", "" },
            { "Postgres", "&_sort=family" },
            { "Postgres", "&_sort=-_lastUpdated" },
        };

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Pages_WhileOthersCreateAndUpdate_AreTheWholeOnce(string database, string sort)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (word, random) = (Made.Word(), new Random(20261123));
        var members = new List<JsonObject>();
        for (var at = 0; at < Rows; at++)
            members.Add(await plan.CreateAsync(Made.Patient(word + (char)('a' + random.Next(26)))));
        // By last update, a row that is touched meanwhile has moved: only the others must come, and once.
        var touched = members.Where((_, at) => at % 2 == 0).ToList();
        var awaited = (sort.EndsWith("_lastUpdated", StringComparison.Ordinal) ? members.Except(touched) : members)
            .Select(static member => (string)member["id"]!)
            .ToHashSet();

        using var done = new CancellationTokenSource();
        var writers = Enumerable
            .Range(0, 2)
            .Select(writer => WriteAsync(server, word, [.. touched.Where((_, at) => at % 2 == writer)], done.Token))
            .ToList();
        var readers = Enumerable
            .Range(0, 3)
            .Select(reader => ReadAsync(server, $"Patient?family={word}&_count={reader + 3}{sort}"))
            .ToList();
        foreach (var seen in await Task.WhenAll(readers))
        {
            var ours = sort.EndsWith("_lastUpdated", StringComparison.Ordinal)
                ? seen.Where(awaited.Contains).ToList()
                : seen;
            Assert.Equal(ours.Count, ours.Distinct().Count());
            Assert.Empty(awaited.Except(ours));
        }

        await done.CancelAsync();
        Assert.True((await Task.WhenAll(writers)).Sum() > 0, "No one wrote meanwhile.");
    }

    private static async Task<List<string>> ReadAsync(HuskyServer server, string first)
    {
        using var http = server.As("plan-admin");
        var ids = new List<string>();
        for (string? address = first; address is not null; )
        {
            var page = (await http.AskAsync(address)).Expect(HttpStatusCode.OK);
            ids.AddRange(page.Ids);
            address = page.Link("next");
        }

        return ids;
    }

    private static async Task<int> WriteAsync(
        HuskyServer server,
        string word,
        List<JsonObject> touched,
        CancellationToken done
    )
    {
        using var http = server.As("plan-admin");
        var written = 0;
        for (; !done.IsCancellationRequested; written++)
        {
            var member = touched[written % touched.Count];
            member["active"] = written % 3 == 0;
            member["birthDate"] = $"19{70 + (written % 30)}-01-01";
            (await http.PutAsync(member)).Expect(HttpStatusCode.OK);
            if (written < Rows) // else the pages might never end
                (await http.PostAsync(Made.Patient(word + (char)('a' + (written % 26))))).Expect(HttpStatusCode.Created);
        }

        return written;
    }
}
