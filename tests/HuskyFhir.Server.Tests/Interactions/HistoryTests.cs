using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary>Instance history (R4 section 3.1.0.11).</summary>
public sealed class HistoryTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task History_AfterCreateUpdateDelete_TellsAllNewestFirst(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var site = await plan.CreateAsync(Made.Location(Made.Word()));
        site["status"] = "inactive";
        (await plan.PutAsync(site)).Expect(HttpStatusCode.OK);
        (await plan.RemoveAsync(site.At())).Expect(HttpStatusCode.NoContent);
        var history = (await plan.AskAsync(site.At() + "/_history")).Expect(HttpStatusCode.OK);
        Assert.Equal("history", history.Json.GetProperty("type").GetString());
        Assert.Equal(3, history.Total);
        Assert.Equal(
            ["DELETE", "PUT", "POST"],
            history.Entries.Select(static entry => entry.GetProperty("request").GetProperty("method").GetString())
        );
        Assert.Equal(
            ["W/\"3\"", "W/\"2\"", "W/\"1\""],
            history.Entries.Select(static entry => entry.GetProperty("response").GetProperty("etag").GetString())
        );
        Assert.Equal(
            [false, true, true],
            history.Entries.Select(static entry => entry.TryGetProperty("resource", out _))
        );
        Assert.All(
            history.Entries,
            entry =>
                Assert.EndsWith("/" + site.At(), entry.GetProperty("fullUrl").GetString(), StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task History_InPages_IsTheWholeWithoutRepetition(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await VersionsAsync(plan, 7);
        var versions = new List<int>();
        for (var address = $"{patient.At()}/_history?_count=3"; address is not null; )
        {
            var page = (await plan.AskAsync(address)).Expect(HttpStatusCode.OK);
            Assert.Equal(7, page.Total);
            Assert.InRange(page.Entries.Count, 1, 3);
            versions.AddRange(page.Entries.Select(Version));
            address = page.Link("next");
        }

        Assert.Equal([7, 6, 5, 4, 3, 2, 1], versions);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task History_Since_LeavesOlderVersionsOut(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await VersionsAsync(plan, 4);
        var third = await plan.AskAsync(patient.At() + "/_history/3");
        var since = third.Json.GetProperty("meta").GetProperty("lastUpdated").GetString()!;
        var history = (
            await plan.AskAsync($"{patient.At()}/_history?_since={Uri.EscapeDataString(since)}&_count=1")
        ).Expect(HttpStatusCode.OK);
        Assert.Equal(2, history.Total);
        Assert.Equal(4, Version(history.Entries.Single()));
        Assert.Contains("_since=", history.Link("self"), StringComparison.Ordinal);
        var next = (await plan.AskAsync(history.Link("next")!)).Expect(HttpStatusCode.OK);
        Assert.Equal(3, Version(next.Entries.Single()));
        Assert.Null(next.Link("next"));
        var none = (await plan.AskAsync($"{patient.At()}/_history?_since=2099")).Expect(HttpStatusCode.OK);
        Assert.Equal(0, none.Total);
        Assert.Empty(none.Entries);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task History_WithUnreadableParameter_Is400ThatNamesIt(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        foreach (
            var (query, name) in new[]
            {
                ("_count=x", "_count"),
                ("_count=0", "_count"),
                ("_count=-1", "_count"),
                ("_since=yesterday", "_since"),
                ("_page=zzz", "_page"),
            }
        )
            Assert.Equal(
                name,
                (await plan.AskAsync($"{patient.At()}/_history?{query}")).Expect(HttpStatusCode.BadRequest).Expression
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task History_LinkOfAnotherResource_Is400(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var one = await VersionsAsync(plan, 2);
        var other = await VersionsAsync(plan, 2);
        var next = (await plan.AskAsync(one.At() + "/_history?_count=1")).Link("next")!;
        (await plan.AskAsync($"{other.At()}/_history{new Uri(next).Query}")).Refused(
            HttpStatusCode.BadRequest,
            "page-foreign"
        );
        (await plan.AskAsync($"Patient{new Uri(next).Query}")).Refused(HttpStatusCode.BadRequest, "page-foreign");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task History_At_ShowsWhatWasCurrentThen(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var patient = await VersionsAsync(plan, 4);
        var second = (await plan.AskAsync(patient.At() + "/_history/2"))
            .Json.GetProperty("meta")
            .GetProperty("lastUpdated")
            .GetDateTimeOffset();
        async Task<string> At(string instant) =>
            string.Join(
                ' ',
                (await plan.AskAsync($"{patient.At()}/_history?_at={Uri.EscapeDataString(instant)}"))
                    .Expect(HttpStatusCode.OK)
                    .Entries.Select(Version)
            );
        Assert.Equal("2", await At(second.ToString("yyyy-MM-ddTHH:mm:ss.fffZ")));
        Assert.Equal("4 3 2 1", await At("2026"));
        Assert.Equal("4", await At("2031-01-01"));
        Assert.Empty(await At("2001-01-01"));
        (await plan.AskAsync($"{patient.At()}/_history?_at=soon")).Refused(HttpStatusCode.BadRequest, "search-value");
        (await plan.AskAsync($"{patient.At()}/_history?_nonsense=1", ("Prefer", "handling=strict"))).Refused(
            HttpStatusCode.BadRequest,
            "search-parameter"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task History_OfTypeAndSystem_InPages_IsTheWholeNewestFirst(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var first = await plan.CreateAsync(Made.Location(Made.Word()));
        var since = (await plan.AskAsync(first.At())).Json.GetProperty("meta").GetProperty("lastUpdated").GetString()!;
        var second = await plan.CreateAsync(Made.Location(Made.Word()));
        var clinic = await plan.CreateAsync(Made.Organization(Made.Word()));
        first["status"] = "inactive";
        await plan.PutAsync(first);
        await plan.RemoveAsync(second.At());
        string[] expected =
        [
            $"{second.At()} 2",
            $"{first.At()} 2",
            $"{clinic.At()} 1",
            $"{second.At()} 1",
            $"{first.At()} 1",
        ];
        // Other tests write at the same time; these versions are there once each, in their order.
        var all = await PagesAsync(plan, $"_history?_count=2&_since={Uri.EscapeDataString(since)}");
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(expected, all.Where(expected.Contains));
        var locations = await PagesAsync(plan, $"Location/_history?_count=2&_since={Uri.EscapeDataString(since)}");
        Assert.Equal(
            expected.Where(each => each.StartsWith("Location", StringComparison.Ordinal)),
            locations.Where(expected.Contains)
        );
        Assert.All(locations, static each => Assert.StartsWith("Location/", each, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task History_OfTypeAndSystem_ShowsNoOneElsesRows(string database)
    {
        var server = await ServerAsync(database);
        var world = await Security.World.MakeAsync(server);
        using var provider = server.As("ehr-riverbend");
        foreach (
            var address in new[]
            {
                "Patient/_history?_count=1000",
                "Observation/_history?_count=1000",
                "RelatedPerson/_history?_count=1000",
                "_history?_count=1000",
            }
        )
        {
            var text = (await provider.AskAsync(address)).Expect(HttpStatusCode.OK).Text;
            Assert.Equal(address[0] is 'P' or '_', text.Contains(world.Ours, StringComparison.Ordinal));
            foreach (var hidden in new[] { world.Theirs, world.TheirRelative, world.TheirCoverage, world.OurIncome })
                Assert.DoesNotContain(hidden, text, StringComparison.Ordinal);
        }

        using var directory = server.As("plan-admin", "system/Location.rs");
        Assert.All(
            (await directory.AskAsync("_history")).Expect(HttpStatusCode.OK).Entries,
            static entry =>
                Assert.Contains("/Location/", entry.GetProperty("fullUrl").GetString(), StringComparison.Ordinal)
        );
        (await directory.AskAsync("Patient/_history")).Expect(HttpStatusCode.Forbidden);
        using var writer = server.As("plan-admin", "system/Location.cud");
        (await writer.AskAsync("_history")).Expect(HttpStatusCode.Forbidden);
        using var nobody = server.Anonymous();
        (await nobody.AskAsync("_history")).Expect(HttpStatusCode.Unauthorized);
    }

    private static async Task<List<string>> PagesAsync(HttpClient http, string address)
    {
        var found = new List<string>();
        for (var at = address; at is not null; )
        {
            var page = (await http.AskAsync(at)).Expect(HttpStatusCode.OK);
            found.AddRange(
                page.Entries.Select(static entry =>
                    $"{string.Join('/', entry.GetProperty("fullUrl").GetString()!.Split('/')[^2..])} {entry.GetProperty("response").GetProperty("etag").GetString()![3..^1]}"
                )
            );
            at = page.Link("next");
        }

        return found;
    }

    private static int Version(JsonElement entry) =>
        int.Parse(
            entry.GetProperty("resource").GetProperty("meta").GetProperty("versionId").GetString()!,
            System.Globalization.CultureInfo.InvariantCulture
        );

    private static async Task<JsonObject> VersionsAsync(HttpClient plan, int versions)
    {
        var patient = await plan.CreateAsync(Made.Patient(Made.Word()));
        for (var version = 2; version <= versions; version++)
        {
            patient["birthDate"] = $"1980-02-{version:00}";
            (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
        }

        return patient;
    }
}
