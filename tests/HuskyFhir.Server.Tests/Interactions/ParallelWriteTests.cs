using System.Net;
using System.Text;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Running.Bundles;

namespace HuskyFhir.Server.Tests.Interactions;

/// <summary>Many writers at once: nothing twice, nothing lost, nothing half.</summary>
public sealed class ParallelWriteTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConditionalCreate_TwoHundredAtOnce_MakesOne(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var family = Made.Word();
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(_ => plan.PostAsync(Made.Patient(family), ("If-None-Exist", $"family={family}&gender=female")))
        );
        Assert.Single(replies, static reply => reply.Status == HttpStatusCode.Created);
        Assert.Equal(199, replies.Count(static reply => reply.Status == HttpStatusCode.OK));
        Assert.Single(replies.Select(static reply => reply.Id).Distinct());
        Assert.Equal(1, (await plan.AskAsync($"Patient?family={family}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConditionalUpdate_AHundredAtOnce_LoseNothing(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (key, name) = (Made.ClientId(), Made.Word());
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(at =>
                {
                    var site = Made.Location($"{name} {at}");
                    site["identifier"] = new System.Text.Json.Nodes.JsonArray(
                        new System.Text.Json.Nodes.JsonObject { ["system"] = "urn:example:site", ["value"] = key }
                    );
                    return plan.CallAsync(HttpMethod.Put, $"Location?identifier=urn:example:site|{key}", site);
                })
        );
        Assert.Single(replies, static reply => reply.Status == HttpStatusCode.Created);
        await AssertHistoryAsync(plan, $"Location/{replies[0].Id}", replies);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ConditionalUpdate_AHundredAtOnceOfOneVersion_HaveOneWinner(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var name = Made.Word();
        var site = await plan.CreateAsync(Made.Location(name));
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(at =>
                {
                    var changed = Made.Location(name);
                    changed["description"] = $"change {at}";
                    return plan.CallAsync(HttpMethod.Put, $"Location?name={name}", changed, ("If-Match", "W/\"1\""));
                })
        );
        Assert.Single(replies, static reply => reply.Status == HttpStatusCode.OK);
        Assert.All(
            replies.Where(static reply => reply.Status != HttpStatusCode.OK),
            static reply => reply.Expect(HttpStatusCode.PreconditionFailed)
        );
        Assert.Equal(2, (await plan.AskAsync(site.At() + "/_history")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Patch_ByManyAtOnce_LosesNothing(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var site = Made.Location(Made.Word());
        site["alias"] = new System.Text.Json.Nodes.JsonArray("first");
        site = await plan.CreateAsync(site);
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(at =>
                    plan.RawAsync(
                        HttpMethod.Patch,
                        site.At(),
                        Encoding.UTF8.GetBytes($$"""[{"op":"add","path":"/alias/-","value":"alias {{at}}"}]"""),
                        "application/json-patch+json"
                    )
                )
        );
        Assert.All(replies, static reply => reply.Expect(HttpStatusCode.OK));
        Assert.Equal(61, (await plan.AskAsync(site.At())).Json.GetProperty("alias").GetArrayLength());
        await AssertHistoryAsync(plan, site.At(), replies, already: 1);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_ManyAtOnceOverTheSameResources_NeverInterleave(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var random = new Random(20261123);
        var sites = new List<System.Text.Json.Nodes.JsonObject>();
        for (var at = 0; at < 6; at++)
            sites.Add(await plan.CreateAsync(Made.Location(Made.Word())));
        var clinic = await plan.CreateAsync(Made.Organization(Made.Word()));
        // Each transaction writes its own number to all of them, in an order of its own, and some fail at their last
        // entry.
        var asks = Enumerable
            .Range(0, 60)
            .Select(number =>
            {
                var entries = sites
                    .OrderBy(_ => random.Next())
                    .Select(site =>
                    {
                        var changed = site.DeepClone().AsObject();
                        changed["description"] = $"{number}";
                        changed["managingOrganization"] = new System.Text.Json.Nodes.JsonObject
                        {
                            ["reference"] = clinic.At(),
                        };
                        return Put(changed);
                    })
                    .ToList();
                if (number % 5 == 0)
                    entries.Add(Post(Made.RelatedPerson("Patient/01900000-0000-7000-8000-000000000000", "X")));
                return entries.ToArray();
            })
            .ToList();
        var replies = await Task.WhenAll(asks.Select(entries => plan.TransactAsync(entries)));
        Assert.All(
            replies,
            static reply =>
                Assert.True(
                    reply.Status is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity,
                    reply.Text
                )
        );
        Assert.Equal(12, replies.Count(static reply => reply.Status == HttpStatusCode.UnprocessableEntity));
        var done = replies.Count(static reply => reply.Status == HttpStatusCode.OK);
        Assert.True(done > 0);
        var histories = new List<string>();
        foreach (var site in sites)
            histories.Add(
                string.Join(
                    ' ',
                    (await plan.AskAsync(site.At() + "/_history?_count=100")).Entries.Select(static entry =>
                        entry.GetProperty("resource").TryGetProperty("description", out var number)
                            ? number.GetString()
                            : "-"
                    )
                )
            );
        Assert.Single(histories.Distinct());
        Assert.Equal(done + 1, histories[0].Split(' ').Length);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transaction_ManyAtOnceWithTheSameIdentifiers_LeaveOneOfEach(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var npis = Enumerable.Range(0, 4).Select(static _ => Made.Npi()).ToArray();
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(number =>
                    plan.TransactAsync([
                        .. npis.Skip(number % 4)
                            .Concat(npis.Take(number % 4))
                            .Select(npi =>
                                number % 2 == 0
                                    ? Post(Made.Practitioner("X", npi))
                                    : Post(Made.Practitioner("X", npi), null, $"identifier={Systems.Npi}|{npi}")
                            ),
                    ])
                )
        );
        Assert.All(
            replies,
            static reply => Assert.True(reply.Status is HttpStatusCode.OK or HttpStatusCode.Conflict, reply.Text)
        );
        foreach (var npi in npis)
            Assert.Equal(1, (await plan.AskAsync($"Practitioner?identifier={npi}")).Total);
        Assert.Equal(
            4,
            replies.Sum(static reply =>
                reply.Status == HttpStatusCode.OK
                    ? reply.Statuses().Count(static status => status == HttpStatusCode.Created)
                    : 0
            )
        );
    }

    /// <summary>Every answer of success is a version of its own, and there are no others.</summary>
    private static async Task AssertHistoryAsync(
        HttpClient plan,
        string address,
        IEnumerable<Reply> replies,
        int already = 0
    )
    {
        var done = replies
            .Where(static reply => reply.Status is HttpStatusCode.Created or HttpStatusCode.OK)
            .Select(static reply => reply.Header("ETag"))
            .ToList();
        Assert.Equal(done.Count, done.Distinct().Count());
        Assert.All(
            replies,
            static reply =>
                Assert.True(
                    reply.Status
                        is HttpStatusCode.Created
                            or HttpStatusCode.OK
                            or HttpStatusCode.Conflict
                            or HttpStatusCode.PreconditionFailed,
                    reply.Text
                )
        );
        Assert.Equal(done.Count + already, (await plan.AskAsync(address + "/_history")).Total);
    }
}
