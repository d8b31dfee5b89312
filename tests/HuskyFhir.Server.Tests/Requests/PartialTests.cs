using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>What an appeal grants, item by item, and what becomes of benefits until it is decided.</summary>
public sealed class PartialTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task OverturnedInPart_ForChosenItems_ChangesThoseAlone(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        var decision = await DecisionAsync(plan, member, items: 3);
        var appeal = await MovedAsync(
            plan,
            (await plan.CreateAsync(For("appeal", member).About(decision))).To("in-progress")
        );
        async Task RefusedAsync(string rule, string state, params int[] items) =>
            (
                await plan.PutAsync(
                    appeal.To("completed", state, "accurate").Out(Decided(state)).Out([.. items.Select(Granted)])
                )
            ).Refused(HttpStatusCode.UnprocessableEntity, rule);

        await RefusedAsync("granted-item-unknown", "decided-partial", 4);
        await RefusedAsync("granted-items-all", "decided-partial", 1, 2, 3);
        await RefusedAsync("granted-items-in-full", "decided-overturned", 2);
        Assert.Equal("active", (string?)(await ReadAsync(plan, decision))["status"]);
        appeal = await MovedAsync(
            plan,
            appeal.To("completed", "decided-partial", "accurate").Out(Decided("decided-partial"), Granted(2))
        );
        var revised = await ReadAsync(plan, Revised(appeal));
        Assert.Equal(["A3", "A1", "A3"], Actions(revised));
        Assert.Equal(
            ["01", null, "01"],
            revised["item"]!
                .AsArray()
                .Select(static item => (string?)item!["adjudication"]![0]!["reason"]?["coding"]![0]!["code"])
        );
        Assert.Equal("denied-partial", (string?)Extension(revised, "husky-action-kind")!["valueCode"]);
        var hearing = await plan.CreateAsync(For("state-fair-hearing", member).About(Revised(appeal)).PartOf(appeal));
        hearing = await MovedAsync(plan, hearing.To("in-progress", "in-review"));
        (
            await plan.PutAsync(
                hearing.To("completed", "decided-partial", "accurate").Out(Decided("decided-partial"), Granted(2))
            )
        ).Refused(HttpStatusCode.UnprocessableEntity, "granted-item-not-refused");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task RevisedDecision_HasItsOwnNumber_AndItsAuthorization(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        var decision = await DecisionAsync(plan, member, items: 2);
        var original = await ReadAsync(plan, decision);
        original["identifier"] = JsonNode.Parse(
            $$"""[{"system":"{{Systems.DecisionNumber}}","value":"D-{{Made.Word()}}"}]"""
        );
        (await plan.PutAsync(original)).Expect(HttpStatusCode.OK);
        var revised = await ReadAsync(plan, Revised(await OverturnedAsync(plan, member, decision)));
        var number = Number(revised, Systems.DecisionNumber);
        Assert.Matches("^R-20261123-[0-9A-F]{10}$", number);
        Assert.Equal((number, number), ((string?)revised["preAuthRef"], Number(revised, Systems.AuthorizationNumber)));
        // Wrong since 2 November, and asked for until the 30th: four weeks, of which one is left, are given anew.
        Assert.Equal(
            ("2026-11-02", "2026-11-30"),
            ((string?)revised["preAuthPeriod"]!["start"], (string?)revised["preAuthPeriod"]!["end"])
        );
        Assert.Equal(
            [revised.At()],
            (await plan.AskAsync($"ClaimResponse?identifier={Systems.DecisionNumber}|{number}")).Ids.Select(static id =>
                "ClaimResponse/" + id
            )
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ContinuedBenefits_EndWithWhatTheyHungOn_AndTheRecordSaysWhen(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (var (status, business, words) in Ends)
        {
            var member = await MemberAsync(plan);
            var decision = await DecisionAsync(plan, member, "terminated", takesEffect: "2026-12-15");
            var appeal = await plan.CreateAsync(For("appeal", member, True("continue-benefits")).About(decision));
            var benefits = Benefits(await ReadAsync(plan, decision));
            Assert.Equal(
                ("continued", "2026-12-15", null),
                ((string?)benefits["kind"], (string?)benefits["since"], (string?)benefits["until"])
            );
            Assert.Contains("42 CFR 431.230(a)", (string?)Output(appeal, "benefits-continued-until")!["type"]!["text"]);
            Assert.False(benefits.ContainsKey("reason"), "Why is between the member and the plan.");
            appeal = await MovedAsync(plan, appeal.To("in-progress"));
            if (business == "dismissed")
                appeal = await MovedAsync(plan, appeal.To("on-hold", "awaiting-information", "accurate"));
            var ended = appeal.To(status, business, "accurate");
            appeal = await MovedAsync(plan, status == "completed" ? ended.Out(Decided(business)) : ended);
            var told = Output(appeal, "benefits-ended")!;
            Assert.Equal("2026-11-23", (string?)told["valueDate"]);
            Assert.Equal($"{words} on 2026-11-23, 42 CFR 431.230(a)", (string?)told["type"]!["text"]);
            benefits = Benefits(await ReadAsync(plan, decision));
            Assert.Equal("2026-11-23", (string?)benefits["until"]);
            Assert.DoesNotContain(words, (await ReadAsync(plan, decision)).ToJsonString(), StringComparison.Ordinal);
        }
    }

    private static (string Status, string Business, string Words)[] Ends =>
        [
            ("completed", "decided-upheld", "the decision was upheld"),
            ("completed", "decided-partial", "the decision was reversed in part"),
            ("cancelled", "withdrawn", "the request was taken back"),
            ("cancelled", "dismissed", "the request was dismissed"),
            ("rejected", "not-appealable", "the request was refused"),
        ];

    /// <summary>A hearing that is open keeps them; one that follows in time takes them over.</summary>
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ContinuedBenefits_HangOnEveryOpenRequest_AndGoOnToTheHearing(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        var decision = await DecisionAsync(plan, member, "reduced", takesEffect: "2026-12-15");
        var appeal = await plan.CreateAsync(For("appeal", member, True("continue-benefits")).About(decision));
        var hearing = await plan.CreateAsync(
            For("state-fair-hearing", member, True("continue-benefits")).About(decision)
        );
        appeal = await UpheldAsync(plan, appeal, "clinical-review");
        Assert.Null(Output(appeal, "benefits-ended"));
        Assert.Null((string?)Benefits(await ReadAsync(plan, decision))["until"]);
        hearing = await UpheldAsync(plan, hearing, "in-review");
        Assert.Equal("2026-11-23", (string?)Output(hearing, "benefits-ended")!["valueDate"]);
        Assert.Equal("2026-11-23", (string?)Benefits(await ReadAsync(plan, decision))["until"]);

        decision = await DecisionAsync(plan, member, "reduced", notice: "2026-10-30", takesEffect: "2026-11-20");
        appeal = await plan.CreateAsync(
            For("appeal", member, True("continue-benefits")).About(decision).On("2026-11-05T09:00:00-05:00")
        );
        Assert.Equal("continue", (string?)Output(appeal, "benefits")!["valueCode"]);
        appeal = await UpheldAsync(plan, appeal, "clinical-review");
        hearing = await plan.CreateAsync(
            For("state-fair-hearing", member, True("continue-benefits")).About(decision).PartOf(appeal)
        );
        Assert.Equal("continue", (string?)Output(hearing, "benefits")!["valueCode"]);
        Assert.Null((string?)Benefits(await ReadAsync(plan, decision))["until"]);
    }

    /// <summary>Without advance notice they must come back; asked within ten days of the action, they may.</summary>
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Reinstatement_ChangesTheDecision(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        var may = await DecisionAsync(plan, member, "suspended", notice: "2026-11-05", takesEffect: "2026-11-18");
        var appeal = await plan.CreateAsync(For("appeal", member, True("continue-benefits")).About(may));
        Assert.Equal("may-reinstate", (string?)Output(appeal, "benefits")!["valueCode"]);
        Assert.Null(Extension(await ReadAsync(plan, may), "husky-benefits-pending"));
        (
            await plan.PutAsync(appeal.To("requested").Out(With("benefits-reinstated", "valueDate", "2026-12-01")))
        ).Refused(HttpStatusCode.UnprocessableEntity, "reinstatement-date");
        appeal = await MovedAsync(
            plan,
            appeal.To("requested").Out(With("benefits-reinstated", "valueDate", "2026-11-20"))
        );
        var benefits = Benefits(await ReadAsync(plan, may));
        Assert.Equal(("reinstated", "2026-11-20"), ((string?)benefits["kind"], (string?)benefits["since"]));
        await UpheldAsync(plan, appeal, "clinical-review");
        Assert.Equal("2026-11-23", (string?)Benefits(await ReadAsync(plan, may))["until"]);

        var none = await DecisionAsync(plan, member);
        var other = await plan.CreateAsync(For("appeal", member).About(none));
        (await plan.PutAsync(other.Out(With("benefits-reinstated", "valueDate", "2026-11-20")))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "reinstatement-not-open"
        );
    }

    private static async Task<JsonObject> OverturnedAsync(HttpClient plan, string member, string decision)
    {
        var appeal = await MovedAsync(
            plan,
            (await plan.CreateAsync(For("appeal", member).About(decision))).To("in-progress")
        );
        return await MovedAsync(plan, appeal.To("completed").Out(Decided("decided-overturned")));
    }

    private static async Task<JsonObject> UpheldAsync(HttpClient plan, JsonObject task, string review)
    {
        task = await MovedAsync(plan, task.To("in-progress", review));
        return await MovedAsync(
            plan,
            task.To("completed", "decided-upheld", "accurate").Out(Decided("decided-upheld"))
        );
    }

    private static JsonObject Granted(int item) => With("granted-item", "valuePositiveInt", item);

    private static string Revised(JsonObject task) =>
        (string)Output(task, "revised-decision")!["valueReference"]!["reference"]!;

    private static IEnumerable<string?> Actions(JsonObject decision) =>
        decision["item"]!
            .AsArray()
            .Select(static item =>
                (string?)
                    item!["adjudication"]![0]!["extension"]![0]!["extension"]![0]!["valueCodeableConcept"]!["coding"]![
                        0
                    ]!["code"]
            );

    private static string? Number(JsonObject decision, string system) =>
        (string?)decision["identifier"]!.AsArray().Single(each => (string?)each!["system"] == system)!["value"];

    private static JsonNode? Extension(JsonObject decision, string name) =>
        decision["extension"]
            ?.AsArray()
            .FirstOrDefault(each => (string?)each!["url"] == $"{Systems.Base}/StructureDefinition/{name}");

    private static JsonObject Benefits(JsonObject decision) =>
        new(
            Extension(decision, "husky-benefits-pending")!["extension"]!
                .AsArray()
                .Select(static part => new KeyValuePair<string, JsonNode?>(
                    (string)part!["url"]!,
                    part.AsObject()
                        .First(static pair => pair.Key.StartsWith("value", StringComparison.Ordinal))
                        .Value!.DeepClone()
                ))
        );
}
