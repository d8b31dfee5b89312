using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>The examples of the reference are what they say: each is accepted as it stands there.</summary>
public sealed partial class RequestExampleTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EveryExample_IsAccepted_AndDatedByTheService(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var page = (await plan.AskAsync("reference", ("Accept", "text/html"))).Expect(HttpStatusCode.OK).Text;
        foreach (var rules in KindTable.All)
        {
            var shown = Example(rules.Code).Match(page);
            Assert.True(shown.Success, $"the reference shows no {rules.Code}");
            var call = WebUtility.HtmlDecode(shown.Groups[1].Value);
            var json = call[
                (call.IndexOf("<<JSON\n", StringComparison.Ordinal) + 7)..call.LastIndexOf(
                    "\nJSON",
                    StringComparison.Ordinal
                )
            ];
            foreach (var (name, value) in await VariablesAsync(plan, rules))
                json = json.Replace("$" + name, value, StringComparison.Ordinal);
            Assert.DoesNotContain("$", json);
            var sent = JsonNode.Parse(json)!.AsObject();
            Assert.Null(sent["authoredOn"]);
            var reply = await plan.PostAsync(sent);
            Assert.True(reply.Status == HttpStatusCode.Created, $"{rules.Code}: {reply.Status} {reply.Text}");
            var stored = await ReadAsync(plan, "Task/" + JsonNode.Parse(reply.Body)!["id"]);
            Assert.StartsWith("2026-11-2", (string?)stored["authoredOn"]);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task RequestWithoutADate_IsDatedByTheService_AndRefusedFromALoad(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = await MemberAsync(plan);
        var task = For("grievance", member);
        task.Remove("authoredOn");
        var stored = await plan.CreateAsync(task);
        Assert.StartsWith("2026-11-2", (string?)stored["authoredOn"]);
        Assert.NotNull(Due(stored));
        var loaded = OpenRequests.Of(member, "grievance", server.In(5));
        loaded.AuthoredOn = null;
        var fault = Assert.Single(await server.LoadAsync(loaded)).Fault;
        Assert.Equal("authored-missing", Assert.Single(fault!.Issues).Detail);
    }

    private static Regex Example(string code) =>
        new(
            $"<pre[^>]*aria-label=\"A request of kind {Regex.Escape(code)} to paste\"[^>]*>(.*?)</pre>",
            RegexOptions.Singleline
        );

    private static async Task<IEnumerable<(string Name, string Value)>> VariablesAsync(HttpClient plan, KindRules rules)
    {
        var member = await MemberAsync(plan, rules.Kind == RequestKind.ExternalReview ? "HUSKY-B" : "HUSKY-A");
        var organization = (await plan.CreateAsync(Made.Organization(Made.Word()))).At();
        var decision = await DecisionAsync(plan, member);
        var appeal = rules.Kind == RequestKind.ExternalReview ? await LostAsync(plan, member, decision) : "Task/none";
        var correction =
            rules.Kind == RequestKind.AmendmentDisagreement ? await RefusedAsync(plan, member) : "Task/none";
        return new[]
        {
            ("MEMBER", member),
            ("DECISION", decision),
            ("APPEAL", appeal),
            ("CORRECTION", correction),
            ("ROLE", await Practice.RoleAsync(plan, organization)),
            ("ORGANIZATION", organization),
        }.Select(static each => (each.Item1, each.Item2.Split('/')[1]));
    }

    private static async Task<string> LostAsync(HttpClient plan, string member, string decision)
    {
        var appeal = await MovedAsync(
            plan,
            (await plan.CreateAsync(For("appeal", member).About(decision))).To("in-progress")
        );
        return (
            await MovedAsync(plan, appeal.To("completed", "decided-upheld", "accurate").Out(Decided("decided-upheld")))
        ).At();
    }

    private static async Task<string> RefusedAsync(HttpClient plan, string member)
    {
        var asked = For(
            "medRecCxReq",
            member,
            With("medRecCxReq", "valueString", "Wrong", Corrections + "PatientCorrectionCommunicationTypes")
        );
        asked["code"]!["coding"]![0]!["system"] = Corrections + "PatientCorrectionTaskTypes";
        var task = await plan.CreateAsync(asked.About(member));
        task = await MovedAsync(plan, task.To("in-progress", "in-review"));
        return (await MovedAsync(plan, task.To("rejected", "denied", "accurate"))).At();
    }
}
