using System.Net;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Decisions;

/// <summary>The decisions of the samples, found by what a person asks for.</summary>
public sealed class DecisionSearchTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Kinds = Core.Terms.Systems.Base + "/CodeSystem/husky-action-kind";

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Samples_AreFound(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var (query, numbers) in new (string, string[])[]
            {
                ("action-kind=reduced", ["D-2026-0106-2"]),
                ($"action-kind={Kinds}|suspended", ["D-2026-0301-2"]),
                ("action-kind=terminated,denied-partial&use=preauthorization", ["D-2026-0209-2", "D-2026-0310"]),
                ("action-kind=denied-full&use=claim", ["D-2026-0504"]),
                ("action-kind:missing=true&patient.identifier=CT90000106", ["D-2026-0106-1"]),
                ("outcome=queued", ["D-2026-0603"]),
                ("disposition:contains=wound", ["D-2026-0209-2"]),
                ("status=cancelled", ["D-2026-0202-1"]),
                ("request.identifier=PA-2026-0310", ["D-2026-0310"]),
                ("notice-date=ge2026-10-01", ["D-2026-0106-2", "D-2026-0403"]),
                ("payment-date=2026-07", ["D-2026-0302"]),
                ("created=2026-06-04", ["D-2026-0101"]),
                ("requestor.identifier=RB-PETROVA", ["D-2026-0504"]),
                ("replaces.identifier=D-2026-0202-1", ["D-2026-0202-2"]),
                ("identifier=AUTH-260209", ["D-2026-0209-1", "D-2026-0209-2"]),
            }
        )
        {
            var found = (await plan.AskAsync($"ClaimResponse?{query}&_count=200")).Expect(HttpStatusCode.OK);
            var shown = found
                .Entries.Select(static entry => entry.GetProperty("resource"))
                .Where(static each => each.TryGetProperty("identifier", out _))
                .Select(static each => each.GetProperty("identifier")[0].GetProperty("value").GetString()!)
                .Where(static number => number.StartsWith("D-2026", StringComparison.Ordinal));
            Assert.Equal(numbers, shown.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Clocks_OfTheSamples_SayWhatWasLate(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var (number, due, met) in new[]
            {
                ("PA-2026-0204", "2026-07-13", "false"),
                ("PA-2026-0407", "2026-09-22", "true"),
                ("PA-2026-0309", "2026-09-11T20:20:00.000Z", "true"),
                ("PA-2026-0112", "2026-08-10", "true"),
            }
        )
        {
            var both = (await plan.AskAsync($"Claim?identifier={number}&_revinclude=ClaimResponse:request"))
                .Expect(HttpStatusCode.OK)
                .Entries.Select(static entry =>
                    System.Text.Json.Nodes.JsonNode.Parse(entry.GetProperty("resource").GetRawText())!.AsObject()
                )
                .ToList();
            Assert.Equal((due, met), (Asked.Clock(both[0], "due"), Asked.Clock(both[1], "met")));
        }
    }
}
