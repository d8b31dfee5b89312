using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>
/// The state machine of each kind over HTTP and the store, walked at random: what is accepted is a move of its table,
/// what the table allows is accepted, and what is refused leaves the stored version as it was. Another walk is taken by
/// setting HUSKY_SEED.
/// </summary>
public sealed class RequestWalkTests(PostgresServer postgres, ITestOutputHelper output) : OnBoth(postgres)
{
    private const int Steps = 14;
    private static readonly RequestTransition[] Particular =
    [
        RequestTransition.RefuseUntimely,
        RequestTransition.ScheduleHearing,
        RequestTransition.Extend,
        RequestTransition.ReceiveAuthorization,
    ];

    protected override bool Samples => false;

    public static TheoryData<string, RequestKind> Walks
    {
        get
        {
            var all = new TheoryData<string, RequestKind>();
            foreach (var database in new[] { "Sqlite", "Postgres" })
            foreach (
                var kind in Enum.GetValues<RequestKind>()
                    .Where(static kind =>
                        kind
                            is not (
                                RequestKind.StateFairHearing
                                or RequestKind.ExternalReview
                                or RequestKind.PcpChange
                                or RequestKind.AmendmentDisagreement
                            )
                    )
            )
                all.Add(database, kind);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task Walk_AtRandom_StaysInTheTable(string database, RequestKind kind)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var seed = int.TryParse(Environment.GetEnvironmentVariable("HUSKY_SEED"), out var given) ? given : 20261124;
        output.WriteLine($"{kind}, seed {seed}");
        var chance = new Random(seed);
        var rules = KindTable.Of(kind);
        var member = await MemberAsync(plan);
        var task = await plan.CreateAsync(await NewAsync(plan, member, rules));
        for (var step = 0; step < Steps; step++)
        {
            var from = StateOf(task, rules);
            var to = chance.GetItems([.. rules.AllStates], 1)[0];
            var reply = await plan.PutAsync(Towards(task, rules, to));
            var stored = await Asked.ReadAsync(plan, task.At());
            var moves = rules
                .Transitions.Where(each => each.Becomes is null && each.To == to && each.From.Contains(from))
                .ToList();
            var told = $"seed {seed}, step {step}, {rules.Code}: {from} to {to}: {(int)reply.Status} {reply.Text}";
            if (reply.Status != HttpStatusCode.OK)
            {
                Assert.True(
                    reply.Status
                        is HttpStatusCode.Conflict
                            or HttpStatusCode.UnprocessableEntity
                            or HttpStatusCode.Forbidden,
                    told
                );
                Assert.True((string?)stored["meta"]!["versionId"] == (string?)task["meta"]!["versionId"], told);
                Assert.False(
                    moves.Exists(each =>
                        !Waits(each)
                        && (each.By & Actors.Staff) != 0
                        && !Particular.Contains(each.Move)
                        && rules.Never.All(never => never.Move != each.Move)
                    ),
                    told
                );
                continue;
            }

            var now = StateOf(stored, rules);
            Assert.True(
                to == from
                    ? now == from
                    : moves.Count > 0
                        && (
                            now == to
                            || rules.Transitions.Any(each => each.Follows && each.From.Contains(to) && each.To == now)
                        ),
                told
            );
            Assert.Equal(
                [(string)stored["id"]!],
                (
                    await plan.AskAsync(
                        $"Task?_id={stored["id"]}&status={(string?)stored["status"]}&business-status={now.Business}"
                    )
                ).Ids
            );
            task = stored;
        }

        // What the service writes keeps to the kind's own profile.
        var checkedAs = (
            await plan.PostAsAsync(
                $"Task/$validate?profile=https://fhir.huskyfhir.example/StructureDefinition/{rules.Profile}",
                task
            )
        ).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain(
            checkedAs.Issues,
            static issue => issue.GetProperty("severity").GetString() is "error" or "fatal"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task MovesAtOnce_OneWins_AndTheOthersAreTold(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        foreach (var guarded in new[] { false, true })
        {
            var task = await MovedAsync(
                plan,
                (await plan.CreateAsync(For("appeal", member).About(await DecisionAsync(plan, member)))).To(
                    "in-progress"
                )
            );
            JsonObject[] moves =
            [
                task.To("completed", "decided-upheld", "accurate").Out(Decided("decided-upheld")),
                task.To("completed", "decided-overturned").Out(Decided("decided-overturned")),
                task.To("cancelled", "withdrawn"),
                task.To("rejected", "not-appealable", "accurate"),
                task.To("completed", "decided-partial", "accurate").Out(Decided("decided-partial")),
            ];
            var replies = await Task.WhenAll(
                moves.Select(move =>
                    guarded
                        ? plan.PutAsync(move, ("If-Match", $"W/\"{task["meta"]!["versionId"]}\""))
                        : plan.PutAsync(move)
                )
            );
            Assert.Single(replies, static reply => reply.Status == HttpStatusCode.OK);
            Assert.All(
                replies.Where(static reply => reply.Status != HttpStatusCode.OK),
                reply =>
                    reply.Refused(
                        guarded ? HttpStatusCode.PreconditionFailed : HttpStatusCode.Conflict,
                        guarded ? "version-mismatch" : "move-not-allowed"
                    )
            );
            Assert.Equal("3", (string?)(await Asked.ReadAsync(plan, task.At()))["meta"]!["versionId"]);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task FilingsAtOnce_OfOneDecision_AreOne(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await MemberAsync(plan);
        var decision = await DecisionAsync(plan, member);
        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(at => plan.PostAsync(For(at % 2 == 0 ? "appeal" : "expedited-appeal", member).About(decision)))
        );
        Assert.Single(replies, static reply => reply.Status == HttpStatusCode.Created);
        Assert.All(
            replies.Where(static reply => reply.Status != HttpStatusCode.Created),
            static reply => reply.Refused(HttpStatusCode.Conflict, "twice")
        );
        Assert.Equal(1, (await plan.AskAsync($"Task?focus={decision}&_total=accurate")).Total);
    }

    private static async Task<JsonObject> NewAsync(HttpClient plan, string member, KindRules rules)
    {
        var task = For(rules.Code, member, [.. rules.Inputs.Select(any => Value(any[0], rules.InputSystem))]);
        task["code"]!["coding"]![0]!["system"] = rules.System;
        if (rules.AboutDecision)
            task.About(await DecisionAsync(plan, member));
        if (rules.Kind == RequestKind.DataRequest)
            task.By((await plan.CreateAsync(Made.Organization(Made.Word()))).At())["owner"] = Asked.Reference(
                (await plan.CreateAsync(Made.Organization(Made.Word()))).At()
            );
        if (rules.Kind == RequestKind.Restriction)
            task.In(Link("provider", (await plan.CreateAsync(Made.Organization(Made.Word()))).At()));
        return rules.Kind == RequestKind.Amendment ? task.About(member) : task;
    }

    /// <summary>An accounting is made by its job, which this walk does not run.</summary>
    private static bool Waits(Transition move) => move.Effects.Contains(RequestEffect.BuildAccounting);

    /// <summary>A move with everything that any move needs.</summary>
    private static JsonObject Towards(JsonObject task, KindRules rules, RequestState to)
    {
        var moved = task.To(
            JsonNamingPolicyOf(to.Status.ToString()),
            to.Business,
            rules.Grounds.Count > 0 ? rules.Grounds[0] : "accurate"
        );
        foreach (
            var any in rules
                .Transitions.Where(each => each.To == to)
                .SelectMany(static each => each.Outputs)
                .Where(static any => any[^1] is not ("records" or "consent" or "accounting"))
                .DistinctBy(static any => any[^1])
        )
            if (Output(moved, any[^1]) is null)
                moved.Out(any[^1] == "decision" ? Decided(to.Business) : Value(any[^1], rules.OutputSystem));
        return moved;
    }

    private static JsonObject Value(string code, string system) =>
        code switch
        {
            "alternate-address" => With(code, "valueAddress", new JsonObject { ["city"] = "Hartford" }),
            "data-value" => With(code, "valueReference", new JsonObject { ["display"] = "sent by post" }, system),
            "specialty" or "language" => With(code, "valueCodeableConcept", new JsonObject { ["text"] = code }),
            _ => With(code, "valueString", code, system),
        };

    private static string JsonNamingPolicyOf(string name) =>
        System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    private static RequestState StateOf(JsonObject task, KindRules rules)
    {
        var (status, business) = State(task);
        return rules.AllStates.First(state =>
            JsonNamingPolicyOf(state.Status.ToString()) == status && state.Business == business
        );
    }
}
