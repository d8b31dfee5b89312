using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Decisions;

/// <summary>
/// By when a request is decided, shown with its reason: 7 days, 72 hours, and more time only as the law gives it (42
/// CFR 440.230(e), 457.495(d)).
/// </summary>
public sealed class DecisionClockTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Request_ShowsItsDueDate_AndItsDecisionWhetherItWasMet(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        foreach (
            var (programme, source) in new[] { ("HUSKY-A", "42 CFR 440.230(e)(1)"), ("HUSKY-B", "42 CFR 457.495(d)") }
        )
        {
            var it = await Asked.NewAsync(plan, programme);
            var claim = await plan.CreateAsync(it.Claim());
            Assert.Equal(
                ("authorization", "2026-11-09", programme),
                (Asked.Clock(claim, "clock"), Asked.Clock(claim, "due"), Asked.Clock(claim, "programme"))
            );
            Assert.Contains(
                "7 days from receipt 2026-11-02, " + source,
                Asked.Clock(claim, "reason"),
                StringComparison.Ordinal
            );
            Assert.Contains("2026-11-09", (string?)claim["text"]!["div"], StringComparison.Ordinal);
            Assert.Equal(
                [(string)claim["id"]!],
                (await plan.AskAsync($"Claim?patient={it.Member.At()}&due=2026-11-09")).Ids
            );
            Assert.Equal(
                "true",
                Asked.Clock(await plan.CreateAsync(it.Decision(claim, created: "2026-11-09T23:59:00-05:00")), "met")
            );
            Assert.Equal(
                "false",
                Asked.Clock(
                    await plan.CreateAsync(
                        it.Decision(claim, "denied-full", created: "2026-11-10T00:01:00-05:00", notice: "2026-11-10")
                    ),
                    "met"
                )
            );
            Assert.Null(Asked.Clock(await plan.CreateAsync(await it.TakingAsync()), "due"));
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ExpeditedRequest_IsDueInHours(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var it = await Asked.NewAsync(plan);
        var claim = await plan.CreateAsync(it.Claim("2026-10-30T17:30:00-04:00", priority: "stat"));
        Assert.Equal(
            ("expedited-authorization", "2026-11-02T21:30:00.000Z"),
            (Asked.Clock(claim, "clock"), Asked.Clock(claim, "due"))
        ); // through the night in which clocks change
        Assert.Equal(
            "true",
            Asked.Clock(await plan.CreateAsync(it.Decision(claim, created: "2026-11-02T16:30:00-05:00")), "met")
        );
        Assert.Equal(
            "false",
            Asked.Clock(await plan.CreateAsync(it.Decision(claim, created: "2026-11-02T16:31:00-05:00")), "met")
        );
        (await plan.PostAsync(it.Claim("2026-11-02", priority: "stat"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "claim-received"
        );
        var received = await plan.CreateAsync(
            Asked.With(
                it.Claim("2026-11-02", priority: "stat"),
                "husky-received",
                "valueDateTime",
                "2026-11-03T10:00:00-05:00"
            )
        );
        Assert.Equal("2026-11-06T15:00:00.000Z", Asked.Clock(received, "due"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task MoreTime_IsGivenAsTheLawGivesIt(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var it = await Asked.NewAsync(plan);
        JsonObject Extended(JsonObject claim, params (string Noticed, int Days, string Reason)[] more)
        {
            claim["extension"] = new JsonArray([
                .. more.Select(static each => new JsonObject
                {
                    ["url"] = Core.Terms.Systems.Base + "/StructureDefinition/husky-decision-extended",
                    ["extension"] = new JsonArray(
                        new JsonObject { ["url"] = "noticed", ["valueDateTime"] = each.Noticed },
                        new JsonObject { ["url"] = "days", ["valuePositiveInt"] = each.Days },
                        new JsonObject { ["url"] = "reason", ["valueString"] = each.Reason }
                    ),
                }),
            ]);
            return claim;
        }

        var claim = await plan.CreateAsync(
            Extended(it.Claim(), ("2026-11-06T10:00:00-05:00", 14, "The X-ray is awaited"))
        );
        Assert.Equal("2026-11-23", Asked.Clock(claim, "due"));
        Assert.Contains("14 days more by notice of 2026-11-06", Asked.Clock(claim, "reason"), StringComparison.Ordinal);
        Assert.DoesNotContain("X-ray", Asked.Clock(claim, "reason"), StringComparison.Ordinal);
        foreach (
            var (rule, more, priority) in new[]
            {
                ("extension-late", [("2026-11-10T10:00:00-05:00", 14, "Late")], "normal"),
                ("extension-too-long", [("2026-11-06T10:00:00-05:00", 15, "Long")], "normal"),
                (
                    "cardinality-max",
                    [("2026-11-06T10:00:00-05:00", 7, "One"), ("2026-11-07T10:00:00-05:00", 7, "Two")],
                    "normal"
                ),
                ("extension-not-allowed", new[] { ("2026-11-02T10:00:00-05:00", 1, "Stat") }, "stat"),
            }
        )
            (await plan.PostAsync(Extended(it.Claim(priority: priority), more))).Refused(
                HttpStatusCode.UnprocessableEntity,
                rule
            );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WhatAClientSays_OfTheClock_IsReplaced(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var it = await Asked.NewAsync(plan);
        var claim = await plan.CreateAsync(it.Claim());
        var version = (string)claim["meta"]!["versionId"]!;
        Assert.Equal(
            version,
            (string)JsonNode.Parse((await plan.PutAsync(claim)).Expect(HttpStatusCode.OK).Body)!["meta"]!["versionId"]!
        );
        var clock = claim["extension"]![0]!["extension"]!
            .AsArray()
            .Single(static part => (string)part!["url"]! == "due")!;
        clock["valueDateTime"] = "2027-01-01";
        Assert.Equal(
            "2026-11-09",
            Asked.Clock(JsonNode.Parse((await plan.PutAsync(claim)).Expect(HttpStatusCode.OK).Body)!.AsObject(), "due")
        );
        var other = await Asked.NewAsync(plan);
        var foreign = it.Claim();
        foreign["insurance"]![0]!["coverage"]!["reference"] = other.Coverage;
        (await plan.PostAsync(foreign)).Refused(HttpStatusCode.UnprocessableEntity, "coverage-of-another");
        foreign["insurance"]![0]!["focal"] = false;
        (await plan.PostAsync(foreign)).Refused(HttpStatusCode.UnprocessableEntity, "coverage-focal");
    }
}
