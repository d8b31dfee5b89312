using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Capability;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Security.Leaks;

/// <summary>One caller's walk through everything that the service offers, held against what it may see.</summary>
internal sealed class LeakWalk(HttpClient http, HttpClient plan, LeakWorld world, Onlooker caller)
{
    private readonly List<Thing> seen =
    [
        .. world.Things.Where(thing => PlainPolicy.Sees(caller, thing, world.Members)),
    ];

    public List<string> Faults { get; } = [];

    public int Calls { get; private set; }

    private IEnumerable<Thing> Hidden => world.Things.Except(seen);

    /// <summary>read, vread and history of each record.</summary>
    public async Task LooksAsync()
    {
        foreach (var thing in world.Things)
        foreach (
            var address in new[]
            {
                thing.Address,
                $"{thing.Address}/_history/1",
                $"{thing.Address}/_history",
                $"{thing.Address}?_format=xml",
                $"{thing.Address}?_format=html",
                $"{thing.Address}?_summary=true",
            }
        )
        {
            var reply = await AskAsync(address);
            var expected = seen.Contains(thing) ? HttpStatusCode.OK : HttpStatusCode.NotFound;
            if (reply.Status != expected)
                Faults.Add($"{address} is {(int)reply.Status} and not {(int)expected}");
        }
    }

    /// <summary>
    /// Searches of each type, of compartments and of the whole, with pages, chains, inclusions, counts and sorts.
    /// </summary>
    public async Task SearchesAsync()
    {
        foreach (var type in world.Things.Select(static thing => thing.Type).Distinct())
        {
            await FindsAsync($"{type}?_count=3", type, static _ => true);
            await FindsAsync($"{type}?_count=4&_sort=-_lastUpdated", type, static _ => true);
            await TotalAsync($"{type}?_count=0", seen.Count(thing => thing.Type == type));
            await TotalAsync($"{type}?_summary=count", seen.Count(thing => thing.Type == type));
            await AskAsync($"{type}?_include=*&_revinclude=*&_include:iterate=*&_count=50");
            await AskAsync(
                $"Organization?_has:PractitionerRole:organization:_id:missing=false&_revinclude={type}:organization"
            );
            foreach (var hidden in Hidden.Where(thing => thing.Type == type))
                await TotalAsync($"{type}?_id={hidden.Id}", 0);
            if (type == "Patient")
                continue;
            for (var at = 0; at < world.Members.Count; at++)
            {
                var member = world.Members[at];
                var reference = type == "Coverage" ? "beneficiary" : "patient";
                var mine = at;
                await FindsAsync(
                    $"{type}?{reference}=Patient/{member.Id}&_count=2",
                    type,
                    thing => thing.Member == mine
                );
                await FindsAsync($"Patient/{member.Id}/{type}?_count=2", type, thing => thing.Member == mine);
                // A chain tells of no member that the caller would not see.
                var marker = world.Things.Single(thing => thing.Type == "Patient" && thing.Member == mine);
                await FindsAsync(
                    $"{type}?{reference}.family={marker.Marker}",
                    type,
                    thing => thing.Member == mine && seen.Contains(marker)
                );
                await TotalAsync(
                    $"Patient?_id={member.Id}&_has:{type}:{reference}:_id:missing=false",
                    seen.Contains(marker) && seen.Exists(thing => thing.Type == type && thing.Member == mine) ? 1 : 0
                );
            }
        }

        foreach (var thing in world.Things.Where(static thing => thing.Type is "Patient" or "RelatedPerson"))
            await TotalAsync($"{thing.Type}?name={thing.Marker}", seen.Contains(thing) ? 1 : 0);
        await AskAsync("?_type=Patient,DocumentReference&_count=200");
    }

    /// <summary>Histories of types and of the whole.</summary>
    public async Task HistoriesAsync()
    {
        foreach (var type in world.Things.Select(static thing => thing.Type).Distinct())
            await FindsAsync($"{type}/_history?_count=5", type, static _ => true);
        await AskAsync("_history?_count=200");
    }

    /// <summary>Each declared operation, about each record.</summary>
    public async Task OperationsAsync()
    {
        foreach (var type in (await Statement.RestAsync(http)).Resource.Where(static type => type.HoldsRecords()))
        foreach (var thing in world.Things.Where(thing => thing.Type == type.Name()))
        {
            var resource = JsonNode
                .Parse((await plan.AskAsync(thing.Address)).Expect(HttpStatusCode.OK).Body)!
                .AsObject();
            foreach (
                var call in type.Operation.SelectMany(operation =>
                    DeclaredOperations.Of(type.Name(), operation.Name!, resource)
                )
            )
                await CallAsync(call);
        }

        for (var at = 0; at < world.Members.Count; at++)
        {
            var mine = at;
            var self = world.Things.Single(thing => thing.Type == "Patient" && thing.Member == mine);
            var all = await AskAsync($"{self.Address}/$everything?_count=200");
            if (!seen.Contains(self))
            {
                if (all.Status != HttpStatusCode.NotFound)
                    Faults.Add($"$everything of {self.Address} is {(int)all.Status}");
                continue;
            }

            var missing = seen.Where(thing => thing.Member == mine)
                .Select(static thing => thing.Id)
                .Except(all.Ids)
                .ToList();
            if (missing.Count > 0)
                Faults.Add($"$everything of {self.Address} lacks {missing.Count}");
        }
    }

    /// <summary>Looks within a batch and a transaction.</summary>
    public async Task BundlesAsync()
    {
        foreach (var type in new[] { "batch", "transaction" })
        {
            // A transaction with a look that fails is refused whole, so only what is seen is asked there.
            var asked = type == "batch" ? world.Things : seen;
            var bundle = new JsonObject
            {
                ["resourceType"] = "Bundle",
                ["type"] = type,
                ["entry"] = new JsonArray([
                    .. asked
                        .Take(60)
                        .Select(static thing =>
                            (JsonNode)
                                new JsonObject
                                {
                                    ["request"] = new JsonObject { ["method"] = "GET", ["url"] = thing.Address },
                                }
                        ),
                ]),
            };
            Told($"{type} of looks", (await http.PostAsAsync("", bundle)).Expect(HttpStatusCode.OK));
        }
    }

    private async Task CallAsync(OperationCall call)
    {
        // What the caller itself sends to be validated is no secret from it.
        if (call.Body is not null && call.Address.Contains("$validate", StringComparison.Ordinal))
            return;
        Told(
            call.Address + call.Body?.ToJsonString(),
            call.Body is null ? await http.AskAsync(call.Address) : await http.PostAsAsync(call.Address, call.Body)
        );
    }

    private async Task FindsAsync(string query, string type, Func<Thing, bool> about)
    {
        var expected = seen.Where(thing => thing.Type == type && about(thing))
            .Select(static thing => thing.Id)
            .Order(StringComparer.Ordinal)
            .ToList();
        var found = new List<string>();
        for (var next = query; next is not null; )
        {
            var page = await AskAsync(next);
            if (page.Status != HttpStatusCode.OK)
            {
                Faults.Add($"{query} is {(int)page.Status}");
                return;
            }

            found.AddRange(page.Ids);
            next = page.Link("next");
        }

        if (!expected.SequenceEqual(found.Distinct().Order(StringComparer.Ordinal)))
            Faults.Add($"{query} finds {found.Distinct().Count()} and not {expected.Count}");
    }

    private async Task TotalAsync(string query, int expected)
    {
        var reply = await AskAsync(query);
        if (reply.Status != HttpStatusCode.OK || reply.Total != expected)
            Faults.Add(
                $"{query} counts {(reply.Status == HttpStatusCode.OK ? reply.Total : -(int)reply.Status)} and not {expected}"
            );
    }

    private async Task<Reply> AskAsync(string address)
    {
        var reply = await http.AskAsync(address);
        Told(address, reply);
        return reply;
    }

    /// <summary>No answer holds a word of what is hidden, nor an id that the question did not name.</summary>
    private void Told(string asked, Reply reply)
    {
        Calls++;
        foreach (var thing in Hidden)
        {
            if (
                reply.Text.Contains(thing.Marker, StringComparison.OrdinalIgnoreCase)
                && !asked.Contains(thing.Marker, StringComparison.OrdinalIgnoreCase)
            )
                Faults.Add($"{asked} tells the words of {thing.Address}");
            if (
                asked.Contains("Bundle", StringComparison.Ordinal)
                || asked.Contains(thing.Id, StringComparison.Ordinal)
                || asked.EndsWith("of looks", StringComparison.Ordinal)
                || (
                    asked.StartsWith("Patient/$member-match", StringComparison.Ordinal)
                    && asked.Contains(thing.Marker, StringComparison.Ordinal)
                )
            )
                continue;
            if (reply.Text.Contains(thing.Id, StringComparison.Ordinal) && !IsReferred(thing))
                Faults.Add($"{asked} tells the id of {thing.Address}");
        }
    }

    /// <summary>A member's id stands in what belongs to the member, and may be seen there.</summary>
    private bool IsReferred(Thing thing) =>
        thing.Type == "Patient" && seen.Exists(other => other.Member == thing.Member);
}
