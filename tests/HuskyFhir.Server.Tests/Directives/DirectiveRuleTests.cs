using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Directives;

/// <summary>
/// Each kind of directive is taken when it is as the law wants it, and refused by name of the rule when it is not.
/// </summary>
public sealed class DirectiveRuleTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task EachKind_AsTheLawWantsIt_IsTaken(string database)
    {
        var it = await Case.NewAsync(await ServerAsync(database));
        foreach (
            var kind in new[]
            {
                "living-will",
                "health-care-representative",
                "combined",
                "conservator-designation",
                "anatomical-gift",
                "molst",
                "dnr",
            }
        )
        {
            var stored = await it.Plan.CreateAsync(it.Directive(kind));
            var judged = (
                await it.Plan.PostAsAsync(
                    $"Consent/$validate?profile={Core.Terms.Systems.Base}/StructureDefinition/husky-advance-directive",
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
        var (it, other) = (await Case.NewAsync(server), await Case.NewAsync(server));
        var clerk = (
            await it.Plan.CreateAsync(
                Made.Role($"Organization/{(await it.Plan.AskAsync("Organization?identifier=1999900016")).Ids[0]}")
            )
        ).At();
        var (one, two) = (Case.Witness("Ruth Ambler"), Case.Witness("Owen Pratt"));
        JsonObject Fresh(JsonObject actor) => actor.DeepClone().AsObject();
        async Task RefusedAsync(string rule, string kind, Action<JsonObject>? change, params JsonObject[] actors)
        {
            var directive = it.Directive(kind, "2026-01-15", [.. actors.Select(Fresh)]);
            change?.Invoke(directive);
            (await it.Plan.PostAsync(directive)).Refused(HttpStatusCode.UnprocessableEntity, rule);
        }

        await RefusedAsync("directive-witnesses", "living-will", null, one);
        await RefusedAsync("directive-witnesses", "combined", null, one, one);
        await RefusedAsync("directive-witnesses", "molst", null, Case.Agent(it.Sister));
        await RefusedAsync(
            "witness-is-agent",
            "health-care-representative",
            null,
            Case.Agent(it.Spouse),
            one,
            Case.Witness(it.Spouse)
        );
        await RefusedAsync(
            "witness-is-agent",
            "health-care-representative",
            null,
            Case.Agent(it.Spouse),
            one,
            Case.Witness(await NameAsync(it, it.Spouse))
        );
        await RefusedAsync("witness-is-signer", "living-will", null, one, two, Case.Witness(it.Member.At()));
        await RefusedAsync("directive-agent", "health-care-representative", null, one, two);
        await RefusedAsync("alternate-without-agent", "combined", null, Case.Agent(it.Sister, "75784-9"), one, two);
        await RefusedAsync("agent-of-another", "health-care-representative", null, Case.Agent(other.Spouse), one, two);
        await RefusedAsync(
            "directive-signer",
            "living-will",
            directive => directive["performer"]![0]!["reference"] = it.Spouse
        );
        await RefusedAsync(
            "molst-signature",
            "molst",
            static directive => directive["performer"]!.AsArray().RemoveAt(0)
        );
        await RefusedAsync("order-author", "dnr", directive => directive["performer"]![0]!["reference"] = clerk);
        await RefusedAsync(
            "order-author",
            "dnr",
            directive => directive["performer"]![0]!["reference"] = it.Member.At()
        );
        await RefusedAsync("directive-date", "living-will", static directive => directive["dateTime"] = "2027-01-01");
        await RefusedAsync("directive-date", "living-will", static directive => directive["dateTime"] = "2026");
        await RefusedAsync("declarant-age", "living-will", static directive => directive["dateTime"] = "1998-02-27");
        await RefusedAsync(
            "agent-age",
            "health-care-representative",
            static directive => directive["dateTime"] = "2003-05-04",
            Case.Agent(it.Sister),
            one,
            two
        );
        await RefusedAsync(
            "witness-age",
            "health-care-representative",
            static directive => directive["dateTime"] = "2003-05-04",
            Case.Agent(it.Spouse),
            one,
            Case.Witness(it.Sister)
        );
        await RefusedAsync(
            "directive-treatment",
            "living-will",
            static directive => directive["provision"]!["provision"] = JsonNode.Parse("""[{"type":"deny"}]""")
        );
        Assert.Equal(0, (await it.Plan.AskAsync($"Consent?patient={it.Member.At()}&_total=accurate")).Total);
        Assert.Null(await it.FlagAsync());
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task WhatWasRevoked_IsNotTakenUpAgain(string database)
    {
        var it = await Case.NewAsync(await ServerAsync(database));
        var will = await it.Plan.CreateAsync(it.Directive("living-will"));
        will["status"] = "inactive";
        (await it.Plan.PutAsync(will)).Expect(HttpStatusCode.OK);
        will["status"] = "active";
        (await it.Plan.PutAsync(will)).Refused(HttpStatusCode.UnprocessableEntity, "directive-revoked");
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Providers_RecordDirectives_AndNoDecisionsAboutPrivacy(string database)
    {
        var server = await ServerAsync(database);
        var (it, harbor) = (await Case.NewAsync(server), server.As("ehr-harbor", "system/*.cruds"));
        using var ehr = server.As("ehr-riverbend", "system/*.cruds");
        await ehr.CreateAsync(it.Directive("living-will"));
        (await harbor.PostAsync(it.Directive("living-will"))).Refused(HttpStatusCode.Forbidden, "outside-grant");
        harbor.Dispose();
        var optOut = JsonNode
            .Parse(
                $$"""
                {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
                 "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IDSCL"}]},{"coding":[{"system":"http://hl7.org/fhir/us/davinci-pdex/CodeSystem/pdex-consent-api-purpose","code":"provider-access"}]}],
                 "patient":{"reference":"{{it.Member.At()}}"},"dateTime":"2026-01-01","performer":[{"reference":"{{it.Member.At()}}"}],"policy":[{"uri":"https://example.org"}],
                 "provision":{"type":"deny","action":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentaction","code":"disclose"}]}]} }
                """
            )!
            .AsObject();
        (await ehr.PostAsync(optOut)).Refused(HttpStatusCode.Forbidden, "privacy-decision");
    }

    private static async Task<string> NameAsync(Case it, string person) =>
        (string)(await it.ReadAsync(person))["name"]![0]!["family"]!;
}
