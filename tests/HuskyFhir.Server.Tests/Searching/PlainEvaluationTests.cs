using System.Net;
using CsCheck;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Server.Tests.Searching.Plain;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Searching;

/// <summary>
/// Random resources of every type, random searches of every kind, compared with a plain evaluation over the very JSON:
/// the same set in the same order, for the plan and for a provider, on both databases. The resources come from a fixed
/// seed; CsCheck prints that of a search that fails.
/// </summary>
public sealed class PlainEvaluationTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const int Seed = 20261123;
    private const string RiverbendNpi = "1999900016";

    private static readonly string[] Types =
    [
        "Patient",
        "Coverage",
        "RelatedPerson",
        "Observation",
        "DocumentReference",
        "Organization",
        "Location",
        "Practitioner",
        "PractitionerRole",
    ];

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<
        string,
        Task<(List<Resource> All, string Organization)>
    > Worlds = new(StringComparer.Ordinal);

    protected override bool Alone => true;

    protected override bool Samples => false;

    public static TheoryData<string, string> Callers =>
        new()
        {
            { "Sqlite", "plan-admin" },
            { "Sqlite", "ehr-riverbend" },
            { "Postgres", "plan-admin" },
            { "Postgres", "ehr-riverbend" },
        };

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Searches_FindWhatThePlainRulesFind_InTheSameOrder(string database, string caller)
    {
        var (server, http, view) = await ViewAsync(database, caller);
        using var client = http;
        var queries = new PlainQueries(view, server.Url, server.Clock.Start.UtcDateTime);
        foreach (var type in Types)
        {
            var own = queries.Of(type, 0);
            var linked = Gen.OneOf(queries.Of(type, 1), queries.Of(type, 1), queries.Of(type, 2), queries.Of(type, 3));
            var searches = Gen.Select(
                Gen.OneOf(
                    own.Array[1, 2],
                    linked.Array[1],
                    Gen.Select(own, linked, static (one, other) => new[] { one, other })
                ),
                PlainQueries.Keys(type).Array[0, 3],
                Gen.Int[3, 40]
            );
            await searches.SampleAsync(
                async search =>
                {
                    var (conditions, keys, count) = search;
                    var query =
                        $"{type}?{string.Join('&', conditions.Select(static condition => condition.Text))}&_count={count}&_total=accurate{(keys.Length == 0 ? string.Empty : "&_sort=" + string.Join(',', keys.Select(static key => key.Text)))}";
                    var expected = PlainOrder.Of(
                        view.Values,
                        view.Of(type).Where(resource => conditions.All(condition => condition.Holds(resource))),
                        keys
                    );
                    var first = (await client.AskAsync(query, ("Prefer", "handling=strict"))).Expect(HttpStatusCode.OK);
                    var found = first.Link("next") is { } next
                        ? [.. first.Ids, .. await PagingTests.PagesAsync(client, next)]
                        : first.Ids;
                    Assert.True(
                        expected.SequenceEqual(found),
                        $"{Uri.UnescapeDataString(query)}: expected {Told(expected.Except(found))} and not {Told(found.Except(expected))}, or in another order: {string.Join(' ', expected)} but {string.Join(' ', found)}"
                    );
                    Assert.Equal(expected.Count, first.Total);
                },
                TestContext.Current.TestOutputHelper!.WriteLine,
                iter: caller == "plan-admin" ? 14 : 8,
                threads: 1
            );
        }

        string Told(IEnumerable<string> ids) =>
            string.Join(
                ' ',
                ids.Select(id =>
                    view.All.FirstOrDefault(resource => resource.Id == id) is { } known
                        ? new FhirJsonSerializer().SerializeToString(known)
                        : id
                )
            );
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Includes_AddWhatThePlainRulesAdd_AndNoMore(string database, string caller)
    {
        var (_, http, view) = await ViewAsync(database, caller);
        using var client = http;
        var rules = new PlainIncludes(view).Rules();
        await Gen.Select(Choice.Of(Types), rules.Array[1, 3], Gen.Int[0, 9])
            .SampleAsync(
                async search =>
                {
                    var (type, asked, digit) = search;
                    // A part of the rows, so that what is included is not a match already.
                    var matches = view.Of(type)
                        .OrderBy(static resource => resource.Id, StringComparer.Ordinal)
                        .Where((_, at) => at % 10 == digit)
                        .ToList();
                    var query =
                        $"{type}?_id={string.Join(',', matches.Select(static resource => resource.Id).Append("none"))}&{string.Join('&', asked.Select(static rule => rule.Text))}";
                    var found = (await client.AskAsync(query)).Expect(HttpStatusCode.OK);
                    Assert.Equal(Names(matches), IncludeTests.Of(found, "match").Order(StringComparer.Ordinal));
                    var (expected, added) = (
                        Names(PlainIncludes.Added(matches, asked)).ToList(),
                        IncludeTests.Of(found, "include").Order(StringComparer.Ordinal).ToList()
                    );
                    Assert.True(
                        expected.SequenceEqual(added),
                        $"{query}: lacks {string.Join(' ', expected.Except(added))}; has besides {string.Join(' ', added.Except(expected))}"
                    );
                },
                TestContext.Current.TestOutputHelper!.WriteLine,
                iter: 50,
                threads: 1
            );
    }

    private static IEnumerable<string> Names(IEnumerable<Resource> resources) =>
        resources.Select(static resource => $"{resource.TypeName}/{resource.Id}").Order(StringComparer.Ordinal);

    /// <summary>All that is stored, with what the writes brought with them: assignments and panels.</summary>
    private static async Task<List<Resource>> StoredAsync(HttpClient plan)
    {
        var all = new List<Resource>();
        foreach (var type in PlainView.Types)
            for (string? page = $"{type.Name}?_count=100"; page is not null; )
            {
                var found = (await plan.AskAsync(page)).Expect(HttpStatusCode.OK);
                all.AddRange(
                    found.Entries.Select(static entry =>
                        new FhirJsonDeserializer().DeserializeResource(entry.GetProperty("resource").GetRawText())
                    )
                );
                page = found.Link("next");
            }

        return all;
    }

    private async Task<(HuskyServer Server, HttpClient Http, PlainView View)> ViewAsync(string database, string caller)
    {
        var server = await ServerAsync(database);
        var (all, organization) = await Worlds.GetOrAdd(
            database,
            async _ =>
            {
                using var plan = server.As("plan-admin");
                var maker = new WorldMaker(plan, new Random(Seed));
                await maker.MakeAsync();
                // The provider's organisation is the one that most roles work for.
                var busiest = maker
                    .All.OfType<PractitionerRole>()
                    .GroupBy(static role => role.Organization!.Reference!)
                    .MaxBy(static group => group.Count())!
                    .Key;
                var json = System
                    .Text.Json.Nodes.JsonNode.Parse((await plan.AskAsync(busiest)).Expect(HttpStatusCode.OK).Body)!
                    .AsObject();
                json["identifier"] = new System.Text.Json.Nodes.JsonArray(
                    new System.Text.Json.Nodes.JsonObject { ["system"] = Systems.Npi, ["value"] = RiverbendNpi }
                );
                (await plan.PutAsync(json)).Expect(HttpStatusCode.OK);
                return (await StoredAsync(plan), busiest);
            }
        );
        var whole = new PlainView(all, new PlainValues());
        return (
            server,
            server.As(caller),
            caller == "plan-admin" ? whole : whole.ForProvider(organization, server.Clock.GetUtcNow().UtcDateTime)
        );
    }
}
