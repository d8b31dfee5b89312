using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>Appeals and what follows on them, over HTTP: the road of each, and each refusal by its rule.</summary>
public sealed class AppealTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Appeal_Filed_HasItsStateItsDateAndWhy(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        var decision = await DecisionAsync(plan, member, "terminated", takesEffect: "2026-12-15");
        var task = await plan.CreateAsync(For("appeal", member, True("continue-benefits")).About(decision));
        Assert.Equal(("requested", "submitted"), State(task));
        Assert.Equal("2027-02-21", Due(task));
        Assert.Equal("90 days from receipt 2026-11-23, 42 CFR 431.244(f)(1)", Clock(task, "reason"));
        Assert.Equal(
            ("HUSKY-A", "member", "appeal-decision"),
            (Clock(task, "programme"), Clock(task, "filed-by"), Clock(task, "clock"))
        );
        Assert.Equal(
            ("2026-12-14", "1 day before action 2026-12-15, 42 CFR 431.230(a)"),
            (
                (string?)Output(task, "benefits-continued-until")!["valueDate"],
                (string?)Output(task, "benefits-continued-until")!["type"]!["text"]
            )
        );
        Assert.Equal("2026-12-25", (string?)Output(task, "benefits-reinstated-until")!["valueDate"]);
        Assert.Equal("continue", (string?)Output(task, "benefits")!["valueCode"]);
        Assert.StartsWith("20261123-", (string?)task["identifier"]![0]!["value"]);
        Assert.Contains("90 days from receipt", (string?)task["text"]!["div"]);
        Assert.Equal(
            [(string)task["id"]!],
            (
                await plan.AskAsync(
                    $"Task?patient={member}&due=le2027-02-21&business-status=submitted&focus={decision}"
                )
            ).Ids
        );
        Assert.Empty((await plan.AskAsync($"Task?patient={member}&due=lt2027-02-21")).Ids);
        Assert.Single((await plan.AskAsync($"Provenance?target={task.At()}")).Ids);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Appeal_ThatCannotBeFiled_IsRefusedByItsRule_AndNothingIsStored(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (member, other) = (await MemberAsync(plan), await MemberAsync(plan));
        var decision = await DecisionAsync(plan, member);
        async Task RefusedAsync(
            string rule,
            JsonObject task,
            HttpStatusCode status = HttpStatusCode.UnprocessableEntity
        )
        {
            var reply = (await plan.PostAsync(task)).Refused(status, rule);
            Assert.Matches("CFR|CGS|computed here|known here|member|status", reply.Diagnostics);
        }

        await RefusedAsync("decision-unknown", For("appeal", other).About(decision));
        await RefusedAsync("not-appealable", For("appeal", member).About(await DecisionAsync(plan, member, null)));
        await RefusedAsync(
            "too-late",
            For("appeal", member)
                .About(await DecisionAsync(plan, member, notice: "2026-09-20", action: "denied-partial"))
        );
        var dated = For("appeal", member).About(decision);
        dated["restriction"] = JsonNode.Parse("""{"period":{"end":"2027-12-31"} }""");
        await RefusedAsync("due-set-by-client", dated);
        await RefusedAsync("request-transition", For("appeal", member).About(decision).To("accepted"));
        await RefusedAsync("requester-of-another", For("appeal", member).About(decision).By(other));
        var elsewhere = (await plan.CreateAsync(Made.Document(other, "current", "52034-6", "2026-01-01", null))).At();
        await RefusedAsync(
            "authorization-of-another",
            For("appeal", member, Link("representative-authorization", elsewhere)).About(decision)
        );
        await RefusedAsync(
            "follows-nothing",
            Hearing("state-fair-hearing", member, decision, (await plan.CreateAsync(For("grievance", member))).At())
        );
        await RefusedAsync(
            "not-in-programme",
            For("appeal", member).About(decision).To("requested") is var task && Kind(task, "external-review")
                ? Part(task, (await plan.CreateAsync(For("complaint", member))).At())
                : task
        );
        Assert.Equal(0, (await plan.AskAsync($"Task?patient={member}&code=appeal")).Total);
        await plan.CreateAsync(For("appeal", member).About(decision));
        await RefusedAsync("twice", For("expedited-appeal", member).About(decision), HttpStatusCode.Conflict);
        Assert.Equal(1, (await plan.AskAsync($"Task?patient={member}&focus={decision}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Appeal_ThatOverturns_IssuesTheRevisedDecision_InTheSameTransaction(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        var decision = await DecisionAsync(plan, member);
        var task = await plan.CreateAsync(For("appeal", member).About(decision));
        task = await MovedAsync(plan, task.To("received"));
        Assert.Equal(("received", "acknowledged"), State(task));
        task = await MovedAsync(plan, task.To("in-progress"));
        Assert.Equal(("in-progress", "clinical-review"), State(task));
        (await plan.PutAsync(task.To("completed").Out(Decided("withdrawn")))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "state-unknown"
        );
        task = await MovedAsync(plan, task.To("completed").Out(Decided("decided-overturned")));
        Assert.Equal(("completed", "decided-overturned"), State(task));
        var revised = await Asked.ReadAsync(
            plan,
            (string)Output(task, "revised-decision")!["valueReference"]!["reference"]!
        );
        Assert.Equal("active", (string?)revised["status"]);
        Assert.Equal("cancelled", (string?)(await Asked.ReadAsync(plan, decision))["status"]);
        (await plan.PutAsync(task.To("in-progress", "clinical-review"))).Refused(
            HttpStatusCode.Conflict,
            "move-not-allowed"
        );
        (await plan.PostAsync(For("appeal", member).About(decision))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "not-appealable"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Appeal_Upheld_GoesOnToAHearing_AndInChipToAReview(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var (programme, next, wrong) in new[]
            {
                ("HUSKY-C", "state-fair-hearing", "external-review"),
                ("HUSKY-B", "external-review", "state-fair-hearing"),
            }
        )
        {
            var member = await MemberAsync(plan, programme);
            var decision = await DecisionAsync(plan, member);
            var appeal = await MovedAsync(
                plan,
                (await plan.CreateAsync(For("appeal", member).About(decision))).To("in-progress")
            );
            if (next == "external-review")
                (await plan.PostAsync(Hearing(next, member, decision, appeal.At()))).Refused(
                    HttpStatusCode.UnprocessableEntity,
                    "follows-too-soon"
                );
            (await plan.PutAsync(appeal.To("completed", "decided-upheld").Out(Decided("decided-upheld")))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "reason-missing"
            );
            appeal = await MovedAsync(
                plan,
                appeal.To("completed", "decided-upheld", "accurate").Out(Decided("decided-upheld"))
            );
            (await plan.PostAsync(Hearing(wrong, member, decision, appeal.At()))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "not-in-programme"
            );
            var hearing = await plan.CreateAsync(Hearing(next, member, decision, appeal.At()));
            Assert.Equal(next == "external-review" ? "review-decision" : "hearing-decision", Clock(hearing, "clock"));
            (await plan.PostAsync(Hearing(next, member, decision, appeal.At()))).Refused(
                HttpStatusCode.Conflict,
                "twice"
            );
            if (next == "external-review")
                continue;
            hearing = await MovedAsync(plan, hearing.To("accepted"));
            var soon = hearing
                .To("in-progress", "hearing-scheduled")
                .Out(With("hearing-date", "valueDateTime", "2026-11-25T10:00:00-05:00"));
            (await plan.PutAsync(soon)).Refused(HttpStatusCode.UnprocessableEntity, "hearing-notice-short");
            hearing = await MovedAsync(
                plan,
                hearing
                    .To("in-progress", "hearing-scheduled")
                    .Out(With("hearing-date", "valueDateTime", "2026-12-14T10:00:00-05:00"))
            );
            Assert.Equal(("in-progress", "hearing-scheduled"), State(hearing));
            Output(hearing, "hearing-date")!["valueDateTime"] = "2026-12-18T10:00:00-05:00";
            hearing = await MovedAsync(plan, hearing);
            Assert.Equal("2026-12-18T10:00:00-05:00", (string?)Output(hearing, "hearing-date")!["valueDateTime"]);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Appeal_TakenBack_MayBeFiledAnew(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        var decision = await DecisionAsync(plan, member);
        var task = await MovedAsync(
            plan,
            (await plan.CreateAsync(For("appeal", member).About(decision))).To("cancelled")
        );
        Assert.Equal(("cancelled", "withdrawn"), State(task));
        var again = await plan.CreateAsync(For("expedited-appeal", member).About(decision));
        Assert.Equal("3 working days from receipt 2026-11-23, 42 CFR 431.244(f)(3)(ii)", Clock(again, "reason"));
        var ordinary = again.To("accepted", reason: "accurate");
        Kind(ordinary, "appeal");
        ordinary = await MovedAsync(plan, ordinary);
        Assert.Equal((("accepted", "in-queue"), "2027-02-21"), (State(ordinary), Due(ordinary)));
        (await plan.PutAsync(ordinary.To("rejected", "untimely", "accurate"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "was-timely"
        );
        (await plan.PutAsync(ordinary.To("on-hold"))).Refused(HttpStatusCode.UnprocessableEntity, "move-ambiguous");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Waiting_StopsTheClock_AndMoreTimeMovesIt(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = await MemberAsync(plan);
        var task = await MovedAsync(
            plan,
            (await plan.CreateAsync(For("appeal", member).About(await DecisionAsync(plan, member)))).To("in-progress")
        );
        (await plan.PutAsync(task.To("on-hold", "awaiting-information"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "reason-missing"
        );
        task = await MovedAsync(plan, task.To("on-hold", "awaiting-information", "accurate"));
        Assert.Contains("stands still since 2026-11-23", Clock(task, "reason"));
        task = await MovedAsync(plan, task.To("in-progress"));
        Assert.DoesNotContain("stands still", Clock(task, "reason"));
        var open = task.DeepClone().AsObject();
        task["extension"]!.AsArray().Add(More(10, agreed: false));
        (await plan.PutAsync(task)).Refused(HttpStatusCode.UnprocessableEntity, "extension-not-agreed");
        task["extension"]!.AsArray().RemoveAt(task["extension"]!.AsArray().Count - 1);
        task["extension"]!.AsArray().Add(More(10, agreed: true));
        task = await MovedAsync(plan, task);
        Assert.Equal((("on-hold", "extended"), "2027-03-03"), (State(task), Due(task)));
        Assert.Contains("10 days more by notice of 2026-11-23", Clock(task, "reason"));
        (await plan.PutAsync(open.To("cancelled"))).Refused(HttpStatusCode.Conflict, "changed-meanwhile");
        var other = task.DeepClone().AsObject();
        other["restriction"]!["period"]!["end"] = "2027-12-31";
        (await plan.PutAsync(other)).Refused(HttpStatusCode.UnprocessableEntity, "due-set-by-client");
        other = task.DeepClone().AsObject();
        other.Remove("restriction");
        other["extension"] = new JsonArray(
            task["extension"]!
                .AsArray()
                .Where(static each => ((string)each!["url"]!).EndsWith("more-time", StringComparison.Ordinal))
                .Select(static each => each!.DeepClone())
                .ToArray()
        );
        Assert.Equal("2027-03-03", Due(await MovedAsync(plan, other)));
    }

    private static JsonObject Hearing(string kind, string member, string decision, string appeal) =>
        Part(For(kind, member).About(decision), appeal);

    private static JsonObject Part(JsonObject task, string of)
    {
        task["partOf"] = new JsonArray(Asked.Reference(of));
        return task;
    }

    private static bool Kind(JsonObject task, string kind)
    {
        task["code"]!["coding"]![0]!["code"] = kind;
        return true;
    }

    private static JsonObject More(int days, bool agreed) =>
        JsonNode
            .Parse(
                $$"""
                {"url":"https://fhir.huskyfhir.example/StructureDefinition/husky-more-time","extension":[{"url":"days","valuePositiveInt":{{days}} },{"url":"reason","valueString":"The records are on their way."},{"url":"agreed","valueBoolean":{{(
                    agreed ? "true" : "false"
                )}} }]}
                """
            )!
            .AsObject();
}
