using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>
/// The doors behind a decision: a hearing with or without an appeal, from which day its time runs, and what happens
/// when nobody decides.
/// </summary>
public sealed class NextLevelTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Hearing_WithoutAnAppeal_OrBesideOne_IsFiled(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan, "HUSKY-D");
        var decision = await DecisionAsync(plan, member);
        var hearing = await plan.CreateAsync(For("state-fair-hearing", member).About(decision));
        Assert.Equal(("hearing-decision", "2027-02-21"), (Clock(hearing, "clock"), Due(hearing)));
        await plan.CreateAsync(For("appeal", member).About(decision));
        (await plan.PostAsync(For("state-fair-hearing", member).About(decision))).Refused(
            HttpStatusCode.Conflict,
            "twice"
        );
    }

    /// <summary>Appealed in time in summer and lost today, long after the first notice's sixty days.</summary>
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task NextLevel_AfterALateDecision_IsOpenFromThatDecision(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var (programme, next) in new[] { ("HUSKY-A", "state-fair-hearing"), ("HUSKY-B", "external-review") })
        {
            var member = await MemberAsync(plan, programme);
            var decision = await DecisionAsync(plan, member, notice: "2026-08-25");
            (await plan.PostAsync(Part(For(next, member).About(decision), null))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "too-late"
            );
            var appeal = await plan.CreateAsync(For("appeal", member).About(decision).On("2026-09-10T09:00:00-04:00"));
            appeal = await MovedAsync(plan, appeal.To("in-progress"));
            appeal = await MovedAsync(
                plan,
                appeal.To("completed", "decided-upheld", "accurate").Out(Decided("decided-upheld"))
            );
            Assert.Equal("2026-11-24", (string?)Output(appeal, "decision-mailed-until")!["valueDate"]);
            var task = await plan.CreateAsync(Part(For(next, member).About(decision), appeal.At()));
            Assert.StartsWith("2026-11-23", Clock(task, "appeal-decided"));
            (await plan.PutAsync(task.To("rejected", "untimely", "accurate"))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "was-timely"
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Hearing_TooFarOff_IsRefused_OrPutOnRecordAsTheMembersWish(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        var hearing = await plan.CreateAsync(
            For("state-fair-hearing", member).About(await DecisionAsync(plan, member))
        );
        hearing = await MovedAsync(plan, hearing.To("accepted"));
        var late = hearing
            .To("in-progress", "hearing-scheduled")
            .Out(With("hearing-date", "valueDateTime", "2027-02-09T10:00:00-05:00"));
        Assert.Contains(
            "2026-12-23",
            (await plan.PutAsync(late)).Refused(HttpStatusCode.UnprocessableEntity, "hearing-too-late").Diagnostics
        );
        hearing = await MovedAsync(plan, late.In(True("requester-agrees")));
        Assert.Equal("2027-04-10", Due(hearing)); // 21 February and the 48 days from 23 December to 9 February
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Decision_IsDemandedOnlyWhenLate(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        var decision = await DecisionAsync(plan, member, notice: "2026-08-20");
        var demand = With("decision-demanded", "valueDateTime", "2026-11-20T09:00:00-05:00");
        var fresh = await plan.CreateAsync(For("appeal", member).About(await DecisionAsync(plan, member)));
        (await plan.PutAsync(fresh.In(demand.DeepClone().AsObject()))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "demand-not-open"
        );
        var hearing = await plan.CreateAsync(
            For("state-fair-hearing", member).About(decision).On("2026-08-21T09:00:00-04:00")
        );
        Assert.Equal("2026-11-19", Due(hearing));
        var soon = hearing
            .DeepClone()
            .AsObject()
            .In(With("decision-demanded", "valueDateTime", "2026-11-10T09:00:00-05:00"));
        (await plan.PutAsync(soon)).Refused(HttpStatusCode.UnprocessableEntity, "demand-too-soon");
        hearing = await MovedAsync(plan, hearing.In(demand));
        Assert.Equal(("2026-12-10", "decision-on-demand"), (Due(hearing), Clock(hearing, "clock")));
    }

    /// <summary>
    /// A request that nobody decided in its seven days, with no answer or one that says it is queued.
    /// </summary>
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task FailureToAct_IsAppealed_WithoutALastDay(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        var (late, _) = await PendingAsync(plan, member, "2026-08-20");
        var appeal = await plan.CreateAsync(For("appeal", member).About(late));
        Assert.StartsWith("2026-08-28", Clock(appeal, "failed-to-act"));
        Assert.Equal("2027-02-21", Due(appeal));
        (await plan.PutAsync(appeal.To("rejected", "untimely", "accurate"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "was-timely"
        );
        var (_, queued) = await PendingAsync(plan, member, "2026-08-21");
        await plan.CreateAsync(For("appeal", member).About(queued));
        var (open, _) = await PendingAsync(plan, member, "2026-11-20");
        Assert.Contains(
            "2026-11-27",
            (await plan.PostAsync(For("appeal", member).About(open)))
                .Refused(HttpStatusCode.UnprocessableEntity, "decision-awaited")
                .Diagnostics
        );
        var other = await MemberAsync(plan);
        (await plan.PostAsync(For("appeal", other).About(late))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "decision-unknown"
        );
    }

    /// <summary>A request of that day, and the answer that says it is queued.</summary>
    private static async Task<(string Claim, string Queued)> PendingAsync(
        HttpClient plan,
        string member,
        string created
    )
    {
        var decided = await ReadAsync(plan, await DecisionAsync(plan, member));
        var claim = await ReadAsync(plan, (string)decided["request"]!["reference"]!);
        foreach (var name in new[] { "id", "meta", "identifier", "text", "extension" })
            _ = (claim.Remove(name), decided.Remove(name));
        claim["created"] = created;
        var asked = (await plan.CreateAsync(claim)).At();
        (decided["request"], decided["outcome"], decided["created"]) = (Asked.Reference(asked), "queued", created);
        (_, _, _) = (decided.Remove("item"), decided.Remove("disposition"), decided.Remove("adjudication"));
        return (asked, (await plan.CreateAsync(decided)).At());
    }

    private static JsonObject Part(JsonObject task, string? of)
    {
        if (of is not null)
            task["partOf"] = new JsonArray(Asked.Reference(of));
        return task;
    }
}
