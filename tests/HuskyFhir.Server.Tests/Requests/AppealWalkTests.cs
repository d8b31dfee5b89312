using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>
/// One appeal through every door, in HUSKY A and in HUSKY B, won and lost: what is open at each step, what is shut, and
/// what the record says (CGS 17b-60 and 17b-61, 42 CFR 431.220 to .246, 457.1130 to .1180).
/// </summary>
public sealed class AppealWalkTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Samples => false;

    public static TheoryData<string, string, bool> Walks =>
        new(
            from database in Databases.Select(static row => row.Data)
            from programme in new[] { "HUSKY-A", "HUSKY-B" }
            from won in new[] { true, false }
            select (database, programme, won)
        );

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task OneAppeal_ThroughEveryDoor(string database, string programme, bool won)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var agency = server.As("dss", "system/*.rs system/Task.u");
        var (next, other, review) =
            programme == "HUSKY-A"
                ? ("state-fair-hearing", "external-review", "42 CFR 431.230(a)")
                : ("external-review", "state-fair-hearing", "42 CFR 457.1170");
        var member = await MemberAsync(plan, programme);
        var decision = await DecisionAsync(plan, member, "terminated", takesEffect: "2026-12-15", items: 2);

        // The first door: an appeal, with benefits that go on; no second one beside it, and no review before it.
        var appeal = await plan.CreateAsync(For("appeal", member, True("continue-benefits")).About(decision));
        Assert.Equal(("requested", "submitted"), State(appeal));
        Assert.Equal("2027-02-21", Due(appeal));
        Assert.Equal("continue", (string?)Output(appeal, "benefits")!["valueCode"]);
        await ShutAsync(plan, For("appeal", member).About(decision), HttpStatusCode.Conflict, "twice");
        await ShutAsync(plan, For(other, member).About(decision).PartOf(appeal), "not-in-programme");
        if (programme == "HUSKY-B")
            await ShutAsync(plan, For(next, member).About(decision).PartOf(appeal), "follows-too-soon");

        // Back and forth: information, more time, and on; taken back, and asked anew.
        appeal = await MovedAsync(plan, appeal.To("received"));
        appeal = await MovedAsync(plan, appeal.To("cancelled"));
        Assert.Equal("2026-11-23", (string?)Output(appeal, "benefits-ended")!["valueDate"]);
        appeal = await plan.CreateAsync(For("appeal", member, True("continue-benefits")).About(decision));
        appeal = await MovedAsync(plan, appeal.To("in-progress"));
        appeal = await MovedAsync(plan, appeal.To("on-hold", "awaiting-information", "accurate"));
        appeal = await MovedAsync(plan, appeal.To("in-progress"));
        appeal = await MovedAsync(
            plan,
            appeal.To("completed", "decided-upheld", "accurate").Out(Decided("decided-upheld"))
        );
        Assert.Equal("2026-11-24", (string?)Output(appeal, "decision-mailed-until")!["valueDate"]);
        Assert.Contains(review, (string?)Output(appeal, "benefits-ended")!["type"]!["text"]);
        await EndedAsync(plan, appeal);
        await ShutAsync(plan, For("appeal", member).About(decision), HttpStatusCode.Conflict, "twice");

        // The second door: open from the decision of the first, with the benefits; the Department sees it from then on.
        (await agency.AskAsync(appeal.At())).Refused(HttpStatusCode.NotFound, "unknown-id");
        var second = await plan.CreateAsync(
            For(next, member, True("continue-benefits")).About(decision).PartOf(appeal)
        );
        Assert.StartsWith("2026-11-23", Clock(second, "appeal-decided"));
        Assert.Equal("continue", (string?)Output(second, "benefits")!["valueCode"]);
        (await agency.AskAsync(appeal.At())).Expect(HttpStatusCode.OK);
        second = await MovedAsync(agency, (await ReadAsync(agency, second.At())).To("accepted"));
        second = await MovedAsync(
            agency,
            next == "state-fair-hearing"
                ? second
                    .To("in-progress", "hearing-scheduled")
                    .Out(With("hearing-date", "valueDateTime", "2026-12-14T10:00:00-05:00"))
                : second.To("in-progress", "in-review")
        );
        if (won)
            await WonAsync(agency, plan, second, decision);
        else
            await LostAsync(agency, plan, second, decision);
        await EndedAsync(plan, await ReadAsync(plan, second.At()));
    }

    private static async Task WonAsync(HttpClient agency, HttpClient plan, JsonObject second, string decision)
    {
        second = await MovedAsync(
            agency,
            second.To("completed", "decided-overturned").Out(Decided("decided-overturned"))
        );
        var revised = await ReadAsync(
            plan,
            (string)Output(second, "revised-decision")!["valueReference"]!["reference"]!
        );
        Assert.Equal(
            ("active", "2026-12-15"),
            ((string?)revised["status"], (string?)revised["preAuthPeriod"]!["start"])
        );
        Assert.NotNull((string?)revised["preAuthRef"]);
        Assert.DoesNotContain(
            revised["extension"]!.AsArray(),
            static each => (string?)each!["url"] == Systems.Base + "/StructureDefinition/husky-benefits-pending"
        );
        Assert.Equal("cancelled", (string?)(await ReadAsync(plan, decision))["status"]);
        await ShutAsync(
            plan,
            For("appeal", (string)second["for"]!["reference"]!).About(revised.At()),
            "not-appealable"
        );
    }

    private static async Task LostAsync(HttpClient agency, HttpClient plan, JsonObject second, string decision)
    {
        second = await MovedAsync(
            agency,
            second.To("completed", "decided-upheld", "accurate").Out(Decided("decided-upheld"))
        );
        Assert.Equal("2026-11-23", (string?)Output(second, "benefits-ended")!["valueDate"]);
        Assert.Equal("active", (string?)(await ReadAsync(plan, decision))["status"]);
        var kind = (string)second["code"]!["coding"]![0]!["code"]!;
        var again = For(kind, (string)second["for"]!["reference"]!).About(decision);
        again["partOf"] = second["partOf"]!.DeepClone();
        await ShutAsync(plan, again, HttpStatusCode.Conflict, "twice");
    }

    private static async Task EndedAsync(HttpClient plan, JsonObject task) =>
        (await plan.PutAsync(task.To("in-progress"))).Refused(HttpStatusCode.Conflict, "move-not-allowed");

    private static Task ShutAsync(HttpClient plan, JsonObject task, string rule) =>
        ShutAsync(plan, task, HttpStatusCode.UnprocessableEntity, rule);

    private static async Task ShutAsync(HttpClient plan, JsonObject task, HttpStatusCode status, string rule) =>
        (await plan.PostAsync(task)).Refused(status, rule);
}
