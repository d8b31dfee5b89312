using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Running.Bundles;

namespace HuskyFhir.Server.Tests.BadInput;

/// <summary>
/// Transactions, batches and patches changed at random, by a seed that a failure prints: never a 5xx, and a refusal is
/// a valid OperationOutcome.
/// </summary>
public sealed class WriteMutationTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const int Requests = 300;

    protected override bool Alone => true;

    protected override bool Samples => false;

    [Theory]
    [InlineData("Sqlite", 20261123)]
    [InlineData("Postgres", 20261123)]
    public async Task Write_ChangedAtRandom_IsAnsweredBelow500(string database, int seed)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        for (var at = 0; at < Requests; at++)
        {
            var random = new Random(seed + at);
            var site = Made.Location("x");
            site["id"] = "01900000-0000-7000-8000-000000000000";
            var urn = Urn();
            var bundle = Of(
                at % 2 == 0 ? "transaction" : "batch",
                Post(Made.Patient("Zz"), urn, "identifier=a|b"),
                Post(Made.RelatedPerson(urn, "Zz")),
                Post(Made.RelatedPerson("Patient?family=nobody", "Zz")),
                Entry("PUT", "Location?name=x", Made.Location("x")),
                Put(site, ("ifMatch", "W/\"1\"")),
                Entry("DELETE", "Location?name=zz"),
                Entry("PATCH", "Location?name=x", Patch()),
                Entry("GET", "Patient?_count=1")
            );
            var json = (at % 5) switch
            {
                0 => PatchBytes(),
                1 => Patch().ToJsonString(),
                _ => Shake(random, bundle).ToJsonString(),
            };
            var bytes = at % 3 == 0 ? Encoding.UTF8.GetBytes(json) : Mutations.Of(random, json);
            var reply = (at % 5) switch
            {
                0 => await plan.RawAsync(HttpMethod.Patch, "Location?name=x", bytes, "application/json-patch+json"),
                1 => await plan.RawAsync(HttpMethod.Patch, "Location?name=x", bytes, "application/fhir+json"),
                _ => await plan.RawAsync(HttpMethod.Post, "", bytes, "application/fhir+json"),
            };
            var told = string.Create(
                CultureInfo.InvariantCulture,
                $"seed {seed + at}: {Encoding.UTF8.GetString(bytes)}"
            );
            Assert.True((int)reply.Status < 500, $"{told} → {(int)reply.Status}: {reply.Text}");
            if ((int)reply.Status >= 400)
                Outcomes.Check(reply, told);
            else if (reply.Json.TryGetProperty("entry", out _))
                Assert.All(reply.Statuses(), status => Assert.True((int)status < 500, $"{told} → {reply.Text}"));
        }

        (await plan.AskAsync("metadata")).Expect(HttpStatusCode.OK);
    }

    private static string PatchBytes() =>
        """[{"op":"test","path":"/status","value":"active"},{"op":"copy","from":"/name","path":"/description"},{"op":"move","from":"/description","path":"/alias"},{"op":"add","path":"/telecom","value":[{"system":"phone"}]}]""";

    private static JsonObject Patch() =>
        JsonNode
            .Parse(
                """
                {"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"add"},{"name":"path","valueString":"Location"},{"name":"name","valueString":"telecom"},{"name":"value","valueContactPoint":{"system":"phone","value":"1"}}]},
                 {"name":"operation","part":[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Location.telecom.where(system = 'fax')"}]}]}
                """
            )!
            .AsObject();

    /// <summary>Well-formed still, with some member or item taken away, repeated, or put where another was.</summary>
    private static JsonObject Shake(Random random, JsonObject bundle)
    {
        for (var times = random.Next(4); times > 0; times--)
        {
            var nodes = Below(bundle).Where(static node => node.Parent is not null).ToList();
            var (one, other) = (nodes[random.Next(nodes.Count)], nodes[random.Next(nodes.Count)]);
            switch (random.Next(3))
            {
                case 0 when one.Parent is JsonObject members:
                    members.Remove(one.GetPropertyName());
                    break;
                case 1 when one.Parent is JsonArray items:
                    items.Add(one.DeepClone());
                    break;
                default:
                    one.ReplaceWith(other.DeepClone());
                    break;
            }
        }

        return bundle;
    }

    private static IEnumerable<JsonNode> Below(JsonNode node) =>
        node switch
        {
            JsonObject members => members
                .Select(static member => member.Value)
                .OfType<JsonNode>()
                .SelectMany(Below)
                .Prepend(node),
            JsonArray items => items.OfType<JsonNode>().SelectMany(Below).Prepend(node),
            _ => [node],
        };
}
