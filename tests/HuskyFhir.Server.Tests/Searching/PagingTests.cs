using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>Pages, sorts and totals (R4 sections 3.1.1.5 and 3.1.1.6).</summary>
public sealed class PagingTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    public static TheoryData<string, string> Sorts
    {
        get
        {
            var sorts = new TheoryData<string, string>();
            foreach (var database in new[] { "Sqlite", "Postgres" })
            foreach (
                var sort in new[]
                {
                    "",
                    "birthdate",
                    "-birthdate",
                    "family,given",
                    "-family,-given",
                    "gender,-birthdate",
                    "-death-date,family",
                    "address-city,-name,_id",
                    "_lastUpdated",
                    "-_lastUpdated",
                    "-_id",
                    "language",
                    "-phone",
                    "general-practitioner,family",
                    "deceased,-active",
                }
            )
                sorts.Add(database, sort);
            return sorts;
        }
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Pages_OfAnySort_AreTheWholeInOneOrder(string database, string sort)
    {
        using var ehr = (await ServerAsync(database)).As("ehr-riverbend");
        var query = sort.Length == 0 ? "Patient?" : $"Patient?_sort={sort}&";
        var whole = (await ehr.AskAsync($"{query}_count=1000")).Expect(HttpStatusCode.OK);
        Assert.Equal(27, whole.Total);
        Assert.Null(whole.Link("next"));
        foreach (var count in new[] { 4, 26, 27 })
        {
            var paged = await PagesAsync(ehr, $"{query}_count={count}");
            Assert.Equal(whole.Ids, paged);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Sort_PutsRowsWithoutValueLastBothWays(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var word = Made.Word();
        var without = Made.Patient(word);
        without.Remove("birthDate");
        var last = (string)(await plan.CreateAsync(without))["id"]!;
        await plan.CreateAsync(Made.Patient(word));
        await plan.CreateAsync(Made.Patient(word));
        foreach (var sort in new[] { "birthdate", "-birthdate" })
            Assert.Equal(last, (await plan.AskAsync($"Patient?family={word}&_sort={sort}")).Ids[^1]);
        // Equal keys: by id, which is the order of creation.
        var ids = (await plan.AskAsync($"Patient?family={word}&_sort=-birthdate")).Ids;
        Assert.True(string.CompareOrdinal(ids[0], ids[1]) < 0);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Pages_WhileOthersWrite_LoseAndRepeatNothing(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var word = Made.Word();
        var before = new List<string>();
        for (var at = 0; at < 12; at++)
            before.Add((string)(await plan.CreateAsync(Made.Patient($"{word}{(char)('a' + at)}")))["id"]!);
        foreach (var sort in new[] { "family", "-family", "_id" })
        {
            var seen = new List<string>();
            for (string? address = $"Patient?family={word}&_sort={sort}&_count=3"; address is not null; )
            {
                var page = (await plan.AskAsync(address)).Expect(HttpStatusCode.OK);
                seen.AddRange(page.Ids);
                address = page.Link("next");
                await plan.CreateAsync(Made.Patient(word + "A"));
                await plan.CreateAsync(Made.Patient(word + "zz"));
                if (seen.Count > 60)
                    break;
            }

            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Empty(before.Except(seen));
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Count_ZeroOneLargeAndTotal_DoWhatTheySay(string database)
    {
        using var ehr = (await ServerAsync(database)).As("ehr-harbor");
        // Of the 23 members whose PCP is there, one has opted out.
        var zero = (await ehr.AskAsync("Patient?_count=0")).Expect(HttpStatusCode.OK);
        Assert.Equal(22, zero.Total);
        Assert.Empty(zero.Entries);
        Assert.Null(zero.Link("next"));
        var one = await ehr.AskAsync("Patient?_count=1");
        Assert.Single(one.Entries);
        Assert.Null(one.Total);
        Assert.Equal(22, (await ehr.AskAsync("Patient?_count=1&_total=accurate")).Total);
        Assert.Equal(22, (await ehr.AskAsync("Patient?_count=1&_total=estimate")).Total);
        Assert.Null((await ehr.AskAsync("Patient?_count=1&_total=none")).Total);
        var large = await ehr.AskAsync("Patient?_count=2000000000");
        Assert.Equal(22, large.Entries.Count);
        Assert.EndsWith("_count=1000", large.Link("self"), StringComparison.Ordinal);
        Assert.All(
            large.Entries,
            static entry => Assert.Equal("match", entry.GetProperty("search").GetProperty("mode").GetString())
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task PostedSearch_IsTheSameSearch(string database)
    {
        using var ehr = (await ServerAsync(database)).As("ehr-riverbend");
        var got = await ehr.AskAsync("Patient?name=munoz&_sort=birthdate");
        var posted = (await ehr.FormAsync("Patient/_search", ("name", "munoz"), ("_sort", "birthdate"))).Expect(
            HttpStatusCode.OK
        );
        Assert.Equal(got.Ids, posted.Ids);
        Assert.Equal(got.Link("self"), posted.Link("self"));
        Assert.Equal(got.Ids, (await ehr.FormAsync("Patient/_search?name=munoz", ("_sort", "birthdate"))).Ids);
        Assert.Equal(27, (await ehr.FormAsync("Patient/_search")).Expect(HttpStatusCode.OK).Total);
        Assert.Equal(
            27,
            (await ehr.RawAsync(HttpMethod.Post, "Patient/_search", null, null)).Expect(HttpStatusCode.OK).Total
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task SelfLink_ShowsWhatWasApplied_AndWorks(string database)
    {
        using var ehr = (await ServerAsync(database)).As("ehr-riverbend");
        var found = await ehr.AskAsync(
            "Patient?name=mu%C3%B1oz&unknown=1&gender:not=male&_sort=-birthdate,nonsense&_count=3&_pretty=true"
        );
        Assert.EndsWith(
            "/Patient?name=mu%C3%B1oz&gender%3Anot=male&_sort=-birthdate&_count=3",
            found.Link("self"),
            StringComparison.Ordinal
        );
        Assert.Equal(found.Ids, (await ehr.AskAsync(found.Link("self")!)).Ids);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task PostedSearch_OfManyIdentifiers_HasNextLinksThatCanBeFollowed(string database)
    {
        using var ehr = (await ServerAsync(database)).As("ehr-riverbend");
        var panel =
            string.Join(
                ',',
                Enumerable
                    .Range(0, 190)
                    .Select(static at => $"https://fhir.huskyfhir.example/NamingSystem/husky-client-id|CT9{at:0000000}")
            ) + ",|none,https://fhir.huskyfhir.example/NamingSystem/husky-client-id|";
        var first = (await ehr.FormAsync("Patient/_search", ("identifier", panel), ("_count", "20"))).Expect(
            HttpStatusCode.OK
        );
        Assert.Equal(20, first.Ids.Count);
        Assert.Equal(7, (await ehr.AskAsync(first.Link("next")!)).Expect(HttpStatusCode.OK).Ids.Count);
    }

    internal static async Task<List<string>> PagesAsync(HttpClient http, string first)
    {
        var ids = new List<string>();
        for (string? address = first; address is not null; )
        {
            var page = (await http.AskAsync(address)).Expect(HttpStatusCode.OK);
            ids.AddRange(page.Ids);
            address = page.Link("next");
        }

        return ids;
    }
}
