using System.Net;
using System.Text.Json.Nodes;
using CsCheck;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Running.Bundles;

namespace HuskyFhir.Server.Tests.Bundles;

/// <summary>
/// Random transactions of creates, updates and deletes that refer to each other, many of which must fail: after each
/// the store is what a plain model says, all of the transaction or nothing. CsCheck prints the seed of one that fails.
/// </summary>
public sealed class TransactionPropertyTests(PostgresServer postgres) : OnBoth(postgres)
{
    /// <summary>So few that they meet.</summary>
    private const int KeyCount = 30;

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 99],
        Gen.Int[0, KeyCount - 1],
        Gen.Int[0, 99],
        Gen.Int[0, 29],
        Gen.Int[0, 999],
        static (kind, key, slot, target, text) => new Step(kind, key, slot, target, $"text {text}")
    );

    protected override bool Alone => true;

    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Transactions_AtRandom_LeaveWhatTheModelSays(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var model = new LocationModel();
        var (kept, refused) = (0, 0);
        await Steps
            .List[1, 5]
            .SampleAsync(
                async steps =>
                {
                    var asks = model.Asks(steps);
                    var reply = await plan.TransactAsync([.. asks.Select(static ask => ask.Entry())]);
                    var after = model.After(asks);
                    Assert.True(
                        after is null ? (int)reply.Status is >= 400 and < 500 : reply.Status == HttpStatusCode.OK,
                        $"{string.Join(" | ", asks)} → {reply.Text}"
                    );
                    if (after is null)
                        refused++;
                    else
                        kept++;
                    if (after is not null)
                        model.Keep(asks, reply);
                    Assert.Equal(model.Show(), await StoredAsync(plan));
                },
                TestContext.Current.TestOutputHelper!.WriteLine,
                iter: 200,
                threads: 1
            );
        Assert.True(kept > 10 && refused > 10, $"{kept} were kept and {refused} refused; the test says little.");
    }

    private static async Task<string> StoredAsync(HttpClient plan)
    {
        var found = (await plan.AskAsync("Location?_count=1000"))
            .Expect(HttpStatusCode.OK)
            .Entries.Select(static entry => entry.GetProperty("resource"));
        return string.Join(
            '\n',
            found
                .Select(static site =>
                    $"{site.GetProperty("id").GetString()} {site.GetProperty("identifier")[0].GetProperty("value").GetString()} {site.GetProperty("description").GetString()} {(site.TryGetProperty("partOf", out var whole) ? whole.GetProperty("reference").GetString() : "-")}"
                )
                .Order(StringComparer.Ordinal)
        );
    }

    /// <summary>What chance chose; the model makes an ask of it.</summary>
    internal sealed record Step(int Kind, int Key, int Slot, int Target, string Text);
}

/// <summary>One entry: a create without an id, an update, a delete.</summary>
internal sealed record LocationAsk(
    string Method,
    string? Id,
    string Urn,
    int Key,
    string Text,
    string? PartOf,
    bool Broken
)
{
    public JsonObject Entry()
    {
        if (Method == "DELETE")
            return Running.Bundles.Entry("DELETE", $"Location/{Id}");
        var site = Made.Location("x");
        site["description"] = Text;
        site["identifier"] = new JsonArray(
            new JsonObject { ["system"] = Systems.LocationKey, ["value"] = $"key-{Key}" }
        );
        if (PartOf is not null)
            site["partOf"] = new JsonObject { ["reference"] = PartOf };
        if (Broken)
            site["status"] = "nonsense";
        if (Id is null)
            return Post(site, Urn);
        site["id"] = Id;
        return Put(site);
    }
}
