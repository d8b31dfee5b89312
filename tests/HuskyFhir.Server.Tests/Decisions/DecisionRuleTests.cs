using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Decisions;

/// <summary>
/// A decision is taken when a member can understand and appeal it, and refused by name of the rule when not; then
/// nothing is stored.
/// </summary>
public sealed class DecisionRuleTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachKind_AsTheLawWantsIt_IsTaken(string database)
    {
        var it = await Asked.NewAsync((await ServerAsync(database)).As("plan-admin"));
        var decisions = new List<JsonObject>
        {
            it.Decision(await it.Plan.CreateAsync(it.Claim())),
            it.Decision(await it.Plan.CreateAsync(it.Claim(use: "claim")), "denied-partial"),
        };
        foreach (var action in new[] { "denied-full", "denied-partial" })
            decisions.Add(it.Decision(await it.Plan.CreateAsync(it.Claim()), action));
        foreach (var action in new[] { "reduced", "suspended", "terminated" })
            decisions.Add(await it.TakingAsync(action));
        foreach (var decision in decisions)
        {
            var stored = await it.Plan.CreateAsync(decision);
            var judged = (
                await it.Plan.PostAsAsync(
                    $"ClaimResponse/$validate?profile={Core.Terms.Systems.Base}/StructureDefinition/husky-decision",
                    stored
                )
            ).Expect(HttpStatusCode.OK);
            Assert.DoesNotContain(
                judged.Issues,
                static issue => issue.GetProperty("severity").GetString() is "error" or "fatal"
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachRule_IsNamed_AndNothingIsStored(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (it, other) = (await Asked.NewAsync(plan), await Asked.NewAsync(plan));
        var (claim, foreign, bill) = (
            await plan.CreateAsync(it.Claim()),
            await plan.CreateAsync(other.Claim()),
            await plan.CreateAsync(it.Claim(use: "claim"))
        );
        var taking = await it.TakingAsync();
        var denied = await plan.CreateAsync(it.Decision(claim, "denied-full"));
        var theirs = await plan.CreateAsync(other.Decision(foreign));
        var before = (await plan.AskAsync($"ClaimResponse?patient={it.Member.At()}&_total=accurate")).Total;
        async Task RefusedAsync(string rule, JsonObject decision, Action<JsonObject>? change = null)
        {
            decision = decision.DeepClone().AsObject();
            change?.Invoke(decision);
            (await plan.PostAsync(decision)).Refused(HttpStatusCode.UnprocessableEntity, rule);
        }

        JsonObject Denied() => it.Decision(claim, "denied-full");
        await RefusedAsync("action-kind-required", Asked.Reviewed(it.Decision(claim), "A3"));
        await RefusedAsync(
            "action-kind-required",
            Asked.With(it.Decision(claim), "husky-action-date", "valueDate", "2026-12-20")
        );
        await RefusedAsync("action-contradicted", Asked.Reviewed(Denied(), "A1"));
        await RefusedAsync(
            "action-contradicted",
            Asked.With(
                Denied(),
                "husky-previous-authorization",
                "valueReference",
                new JsonObject { ["reference"] = theirs.At() }
            )
        );
        await RefusedAsync("action-not-final", Denied(), static decision => decision["outcome"] = "queued");
        await RefusedAsync("denial-reason", Denied(), static decision => Asked.Line(decision).Remove("reason"));
        await RefusedAsync(
            "denial-reason",
            Denied(),
            static decision => Asked.Line(decision)["reason"] = new JsonObject { ["text"] = "No" }
        );
        await RefusedAsync("notice-date-required", Asked.Without(Denied(), "husky-notice-date"));
        await RefusedAsync("notice-before-decision", it.Decision(claim, "denied-full", notice: "2026-11-03"));
        await RefusedAsync("notice-in-future", it.Decision(claim, "denied-full", notice: "2026-11-24"));
        await RefusedAsync("decision-in-future", it.Decision(claim, created: "2026-11-23T18:00:00-05:00"));
        await RefusedAsync("decision-before-request", it.Decision(claim, created: "2026-11-01"));
        await RefusedAsync("decision-date", it.Decision(claim, created: "2026-11"));
        await RefusedAsync("action-date-required", Asked.Without(taking.DeepClone().AsObject(), "husky-action-date"));
        await RefusedAsync(
            "previous-authorization-required",
            Asked.Without(taking.DeepClone().AsObject(), "husky-previous-authorization")
        );
        await RefusedAsync(
            "previous-of-another",
            Asked.With(
                taking.DeepClone().AsObject(),
                "husky-previous-authorization",
                "valueReference",
                new JsonObject { ["reference"] = theirs.At() }
            )
        );
        await RefusedAsync(
            "nothing-granted",
            Asked.With(
                taking.DeepClone().AsObject(),
                "husky-previous-authorization",
                "valueReference",
                new JsonObject { ["reference"] = denied.At() }
            )
        );
        await RefusedAsync(
            "notice-exception-misplaced",
            Asked.With(Denied(), "husky-notice-exception", "valueCode", "death")
        );
        await RefusedAsync("advance-notice", await it.TakingAsync(effective: "2026-11-14"));
        await RefusedAsync("request-of-another", it.Decision(foreign, "denied-full"));
        await RefusedAsync("request-of-another", other.Decision(claim));
        await RefusedAsync("use-differs", it.Decision(bill), static decision => decision["use"] = "preauthorization");
        await RefusedAsync(
            "item-unknown",
            it.Decision(claim),
            static decision => decision["item"]![0]!["itemSequence"] = 9
        );
        Assert.Equal(
            before + 1,
            (await plan.AskAsync($"ClaimResponse?patient={it.Member.At()}&_total=accurate")).Total
        ); // what the last taking takes away
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AdvanceNotice_ByProgrammeAndException_IsAskedFor(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (medicaid, chip) = (await Asked.NewAsync(plan), await Asked.NewAsync(plan, "HUSKY-B"));
        (await plan.PostAsync(await medicaid.TakingAsync(effective: "2026-11-15"))).Expect(HttpStatusCode.Created);
        var late = (await plan.PostAsync(await medicaid.TakingAsync(effective: "2026-11-14"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "advance-notice"
        );
        Assert.Contains("2026-11-04", late.Diagnostics, StringComparison.Ordinal);
        Assert.Contains("42 CFR 431.211", late.Diagnostics, StringComparison.Ordinal);
        (await plan.PostAsync(await chip.TakingAsync(effective: "2026-11-14"))).Expect(HttpStatusCode.Created);
        JsonObject Excused(JsonObject decision, string why) =>
            Asked.With(decision, "husky-notice-exception", "valueCode", why);
        (await plan.PostAsync(Excused(await medicaid.TakingAsync(effective: "2026-11-10"), "probable-fraud"))).Expect(
            HttpStatusCode.Created
        );
        (await plan.PostAsync(Excused(await medicaid.TakingAsync(effective: "2026-11-09"), "probable-fraud"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "advance-notice"
        );
        (await plan.PostAsync(Excused(await medicaid.TakingAsync(effective: "2026-11-05"), "death"))).Expect(
            HttpStatusCode.Created
        );
        (await plan.PostAsync(Excused(await medicaid.TakingAsync(effective: "2026-11-04"), "death"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "advance-notice"
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WhatTheMemberWasTold_StaysAsItWas(string database)
    {
        var it = await Asked.NewAsync((await ServerAsync(database)).As("plan-admin"));
        var stored = await it.Plan.CreateAsync(it.Decision(await it.Plan.CreateAsync(it.Claim()), "denied-full"));
        foreach (
            var (name, value, what) in new[]
            {
                ("husky-action-kind", "valueCode", "denied-partial"),
                ("husky-notice-date", "valueDate", "2026-11-06"),
            }
        )
            (await it.Plan.PutAsync(Asked.With(stored.DeepClone().AsObject(), name, value, what))).Refused(
                HttpStatusCode.UnprocessableEntity,
                "decision-told"
            );
        (await it.Plan.RemoveAsync(stored.At())).Expect(HttpStatusCode.MethodNotAllowed);
        stored["disposition"] = "Not granted: see the notice";
        (await it.Plan.PutAsync(stored)).Expect(HttpStatusCode.OK);
        stored["status"] = "entered-in-error";
        (await it.Plan.PutAsync(stored)).Expect(HttpStatusCode.OK);
    }
}
