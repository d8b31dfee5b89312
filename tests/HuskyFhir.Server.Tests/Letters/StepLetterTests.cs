using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Requests;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Letters;

/// <summary>
/// Each step makes its letter in its transaction, in the member's language, for the member and the plan alone.
/// </summary>
public sealed class StepLetterTests(PostgresServer postgres) : OnBoth(postgres)
{
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Appeal_TellsEachStep_Once_InTheTransactionOfTheStep(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var member = await Post.MemberAsync(plan);
        var decision = await DecisionAsync(plan, member);
        var task = await MovedAsync(
            plan,
            (await plan.CreateAsync(For("appeal", member).About(decision))).To("in-progress")
        );
        task = await MovedAsync(plan, task.To("on-hold", "awaiting-information", "accurate"));
        task = await MovedAsync(plan, task.To("in-progress"));
        task = await MovedAsync(
            plan,
            task.To("completed", "decided-upheld", "accurate").Out(Decided("decided-upheld"))
        );
        var letters = await plan.LettersAsync(task.At());
        Assert.Equal(["await-information", "uphold"], letters.Select(static each => each.Step()));
        Assert.All(letters, static each => Assert.Equal(("preparation", "waiting"), each.Stand()));
        Assert.All(letters, each => Assert.Equal(member, (string?)each["recipient"]![0]!["reference"]));
        var text = await plan.TextAsync(letters[1]);
        Assert.Contains("We did not change what we said\n====", text, StringComparison.Ordinal);
        Assert.Contains("Ask within 60 days from the day we mail this letter.", text, StringComparison.Ordinal);
        Assert.Contains("It is about: Power wheelchair", text, StringComparison.Ordinal);
        Assert.Contains("[vi] CHÚ Ý", text, StringComparison.Ordinal);
        Assert.Contains((string)task["identifier"]![0]!["value"]!, text, StringComparison.Ordinal);
        Assert.Equal(
            2,
            task["extension"]!
                .AsArray()
                .Count(static each => ((string)each!["url"]!).EndsWith("husky-sent-notice", StringComparison.Ordinal))
        );
        Assert.Equal(
            [letters[1].Id()],
            (await plan.AskAsync($"Communication?patient={member}&letter-state=waiting&letter-step=uphold")).Ids
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Letter_IsInThePreferredLanguage_InLargePrint_AndElseInEnglishWithAWarning(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var spanish = await Post.MemberAsync(plan, "es");
        var large = await ReadAsync(plan, spanish);
        large["extension"] = JsonNode.Parse(
            $$"""[{"url":"{{Systems.Base}}/StructureDefinition/husky-letter-format","valueCode":"large-print"}]"""
        );
        (await plan.PutAsync(large)).Expect(HttpStatusCode.OK);
        var notice = (await plan.LettersAsync((await Post.SettledAsync(plan, spanish)).At()))[^1];
        var paper = await ReadAsync(plan, notice.Paper());
        Assert.Equal("es", (string?)paper["language"]);
        Assert.Contains("letra grande porque usted lo pidió", await plan.TextAsync(notice), StringComparison.Ordinal);
        Assert.Contains("The clinic said sorry.", await plan.TextAsync(notice), StringComparison.Ordinal);
        Assert.Contains("large-print", paper.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(notice["note"]);
        var korean = await Post.MemberAsync(plan, "ko");
        notice = (await plan.LettersAsync((await Post.SettledAsync(plan, korean)).At()))[^1];
        Assert.Equal("en", (string?)(await ReadAsync(plan, notice.Paper()))["language"]);
        Assert.Contains("'ko'", (string?)notice["note"]![0]!["text"], StringComparison.Ordinal);
        Assert.Contains("[ko] 주의", await plan.TextAsync(notice), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Letter_IsHiddenFromEveryProvider_WhateverItIsAbout(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        using var ehr = server.As("ehr-riverbend");
        var clinic = (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var here = await Practice.RoleAsync(plan, $"Organization/{clinic}");
        var there = await Practice.RoleAsync(plan, (await plan.CreateAsync(Made.Organization(Made.Word()))).At());
        var member = (await plan.CreateAsync(Made.Patient(Made.Word(), pcp: here))).At();
        (await ehr.AskAsync(member)).Expect(HttpStatusCode.OK);
        var grievance = await Post.SettledAsync(plan, member);
        var change = await plan.CreateAsync(Made.PcpChange(member, there));
        var notices = (await plan.AskAsync($"Communication?patient={member}&_count=50")).Entries.Select(static entry =>
            JsonNode.Parse(entry.GetProperty("resource").GetRawText())!.AsObject()
        );
        var letters = notices.Where(static each => each["topic"] is not null).ToList();
        Assert.Equal(["complete", "complete", "complete", "complete"], letters.Select(static each => each.Step()));
        Assert.Contains(letters, each => (string?)each["about"]![0]!["reference"] == grievance.At());
        Assert.Contains(letters, each => (string?)each["about"]![0]!["reference"] == change.At());
        foreach (var letter in letters)
        foreach (var at in new[] { $"Communication/{letter.Id()}", letter.Paper() })
            (await ehr.AskAsync(at)).Expect(HttpStatusCode.NotFound);
        Assert.Empty((await ehr.AskAsync($"DocumentReference?patient={member}")).Ids);
        Assert.DoesNotContain(
            letters.Select(static letter => letter.Paper()["DocumentReference/".Length..]),
            id => (ehr.AskAsync($"{member}/$everything").Result.Text).Contains(id, StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task PcpChange_TellsTheMember_TheNewAndTheFormerPcp(string database)
    {
        using var plan = (await ServerAsync(database)).As("plan-admin");
        var (old, next) = (
            await plan.CreateAsync(Made.Organization(Made.Word())),
            await plan.CreateAsync(Made.Organization(Made.Word()))
        );
        var (here, there) = (await Practice.RoleAsync(plan, old.At()), await Practice.RoleAsync(plan, next.At()));
        var member = (await plan.CreateAsync(Made.Patient(Made.Word(), pcp: here))).At();
        await plan.CreateAsync(Made.PcpChange(member, there));
        var told = (await plan.AskAsync($"Communication?patient={member}&letter-step=complete")).Entries.ToDictionary(
            static entry =>
                entry.GetProperty("resource").GetProperty("recipient")[0].GetProperty("reference").GetString()!,
            static entry => JsonNode.Parse(entry.GetProperty("resource").GetRawText())!.AsObject()
        );
        Assert.Equal(new[] { member, old.At(), next.At() }.Order(), told.Keys.Order());
        Assert.Contains((string)next["name"]!, await plan.TextAsync(told[member]), StringComparison.Ordinal);
        Assert.DoesNotContain((string)next["name"]!, await plan.TextAsync(told[old.At()]), StringComparison.Ordinal);
        Assert.Contains("A member left your panel", await plan.TextAsync(told[old.At()]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task NextLevel_IsCountedFromTheMailingOfTheLetter_AndFromNoLetterThatWasNotMailed(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        async Task<(string Member, string Decision, JsonObject Appeal)> LostAsync()
        {
            var member = await Post.MemberAsync(plan);
            var decision = await DecisionAsync(plan, member, notice: "2026-09-24");
            var appeal = await MovedAsync(
                plan,
                (await plan.CreateAsync(For("appeal", member).About(decision))).To("in-progress")
            );
            return (
                member,
                decision,
                await MovedAsync(
                    plan,
                    appeal.To("completed", "decided-upheld", "accurate").Out(Decided("decided-upheld"))
                )
            );
        }

        var (unmailed, mailed) = (await LostAsync(), await LostAsync());
        var letter = (await plan.LettersAsync(mailed.Appeal.At())).Single(static each => each.Step() == "uphold");
        Assert.Null(
            await server.SayAsync(
                new(Guid.Parse(letter.Id()), HuskyFhir.Plan.Notices.Outbox.LetterState.Mailed, new(2026, 11, 23))
                {
                    ByHand = true,
                }
            )
        );
        JsonObject Next((string Member, string Decision, JsonObject Appeal) lost, string on)
        {
            var hearing = For("state-fair-hearing", lost.Member).About(lost.Decision).On(on);
            hearing["partOf"] = new JsonArray(Asked.Reference(lost.Appeal.At()));
            return hearing;
        }

        server.Clock.Advance(TimeSpan.FromDays(61));
        using var later = server.As("plan-admin");
        (await later.PostAsync(Next(mailed, "2027-01-23T09:00:00-05:00"))).Refused(
            HttpStatusCode.UnprocessableEntity,
            "too-late"
        );
        var open = await later.CreateAsync(Next(unmailed, "2027-01-23T09:00:00-05:00"));
        Assert.Equal(("requested", "submitted"), State(open));
    }

    protected override bool Alone => true;
}
