using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Notices.Outbox;
using HuskyFhir.Server.Tests.Requests;
using HuskyFhir.Server.Tests.Running;
using static HuskyFhir.Server.Tests.Requests.Asked;

namespace HuskyFhir.Server.Tests.Letters;

/// <summary>
/// The notice of an adverse decision that the service writes: the day of action waits for its mailing (42 CFR 431.211),
/// with the exceptions of 431.213 and 431.214.
/// </summary>
public sealed class AdvanceNoticeTests(PostgresServer postgres) : OnBoth(postgres)
{
    private const string Rule = "Section 17b-259b of the General Statutes";

    protected override bool Alone => true;

    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Decision_WithItsRule_MakesTheNotice_AndTheDateFollowsFromTheMailing(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (letter, decision) = await ReducedAsync(plan, server.In(20));
        var text = await plan.TextAsync(letter);
        Assert.Contains(Rule, text, StringComparison.Ordinal);
        Assert.Contains("How to keep your care", text, StringComparison.Ordinal);
        Assert.Contains("We will pay for less of this care.", text, StringComparison.Ordinal);
        Assert.Null(Extension(await ReadAsync(plan, decision), "husky-notice-date"));
        // It can be appealed before it is mailed; the time has not begun.
        var appeal = await plan.CreateAsync(
            For("appeal", (string)letter["subject"]!["reference"]!, True("continue-benefits")).About(decision)
        );
        Assert.Equal(("requested", "submitted"), State(appeal));
        // Nobody but the post says when it was mailed.
        var forged = await ReadAsync(plan, decision);
        forged["extension"]!.AsArray().Add(Day("husky-notice-date", server.In(0)));
        (await plan.PutAsync(forged)).Refused(HttpStatusCode.UnprocessableEntity, "notice-not-mailed");
        Assert.Null(await MailedAsync(server, letter, 0));
        var stored = await ReadAsync(plan, decision);
        Assert.Equal(server.In(0), (string?)Extension(stored, "husky-notice-date")!["valueDate"]);
        Assert.Equal(server.In(20), (string?)Extension(stored, "husky-action-date")!["valueDate"]);
        Assert.Single(await plan.LettersAsync(decision));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Notice_ThatIsMailedLate_PutsTheActionOff_AndTheMemberIsTold(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (letter, decision) = await ReducedAsync(plan, server.In(10));
        server.Clock.Advance(TimeSpan.FromDays(4));
        using var later = server.As("plan-admin");
        Assert.Null(await MailedAsync(server, letter, 0));
        var stored = await ReadAsync(later, decision);
        Assert.Equal(server.In(0), (string?)Extension(stored, "husky-notice-date")!["valueDate"]);
        Assert.Equal(server.In(10), (string?)Extension(stored, "husky-action-date")!["valueDate"]);
        var letters = await later.LettersAsync(decision);
        Assert.Equal(["adverse-action", "action-put-off"], letters.Select(static each => each.Step()));
        Assert.Contains("Your care goes on longer", await later.TextAsync(letters[1]), StringComparison.Ordinal);
        // Told twice it brings nothing more; mailed again it has the later day.
        Assert.Null(await MailedAsync(server, letter, 0));
        Assert.Equal(2, (await later.LettersAsync(decision)).Count);
        Assert.Null(await server.SayAsync(new(Guid.Parse(letter.Id()), LetterState.Returned, null, "Moved")));
        Assert.Null(await server.SayAsync(new(Guid.Parse(letter.Id()), LetterState.Waiting)));
        server.Clock.Advance(TimeSpan.FromDays(2));
        using var last = server.As("plan-admin");
        Assert.Null(await MailedAsync(server, letter, 0));
        Assert.Equal(
            server.In(10),
            (string?)Extension(await ReadAsync(last, decision), "husky-action-date")!["valueDate"]
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Action_ThatComesTooSoonForItsNotice_IsRefused_UnlessAnExceptionHolds(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        (await PostAsync(plan, server.In(9))).Reply.Refused(HttpStatusCode.UnprocessableEntity, "advance-notice");
        (await PostAsync(plan, server.In(4), "probable-fraud")).Reply.Refused(
            HttpStatusCode.UnprocessableEntity,
            "advance-notice"
        );
        (await PostAsync(plan, server.In(5), "probable-fraud")).Reply.Expect(HttpStatusCode.Created);
        (await PostAsync(plan, server.In(0), "other-state")).Reply.Expect(HttpStatusCode.Created);
        (await PostAsync(plan, server.In(10))).Reply.Expect(HttpStatusCode.Created);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Decision_ThatIsTakenBackBeforeItsLetterLeft_StopsTheLetter(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (letter, decision) = await ReducedAsync(plan, server.In(20));
        var changed = await ReadAsync(plan, decision);
        Extension(changed, "husky-action-date")!["valueDate"] = server.In(30);
        (await plan.PutAsync(changed)).Refused(HttpStatusCode.UnprocessableEntity, "decision-told");
        changed = await ReadAsync(plan, decision);
        changed["status"] = "entered-in-error";
        (await plan.PutAsync(changed)).Expect(HttpStatusCode.OK);
        Assert.Equal("entered-in-error", (string?)(await ReadAsync(plan, $"Communication/{letter.Id()}"))["status"]);
        Assert.Contains("no letter", await MailedAsync(server, letter, 0), StringComparison.Ordinal);
    }

    private static Task<string?> MailedAsync(HuskyServer server, JsonObject letter, int day) =>
        server.SayAsync(
            new(
                Guid.Parse(letter.Id()),
                LetterState.Mailed,
                DateOnly.ParseExact(server.In(day), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            )
            {
                ByHand = true,
            }
        );

    private static async Task<(JsonObject Letter, string Decision)> ReducedAsync(HttpClient plan, string action)
    {
        var (reply, _) = await PostAsync(plan, action);
        var decision = JsonNode.Parse(reply.Expect(HttpStatusCode.Created).Body)!.AsObject().At();
        return (Assert.Single(await plan.LettersAsync(decision)), decision);
    }

    /// <summary>A decision that takes something away, without a day of its notice and with its rule.</summary>
    private static async Task<(Reply Reply, string Member)> PostAsync(
        HttpClient plan,
        string action,
        string? exception = null
    )
    {
        var member = await MemberAsync(plan);
        var made = await ReadAsync(plan, await DecisionAsync(plan, member, "reduced", takesEffect: "2026-12-31"));
        made.Remove("id");
        made.Remove("meta");
        made.Remove("text");
        made["created"] = "2026-11-20";
        var extensions = made["extension"]!.AsArray();
        foreach (var name in new[] { "husky-notice-date", "husky-action-date", "husky-decision-clock" })
            if (Extension(made, name) is { } found)
                extensions.Remove(found);
        extensions.Add(Day("husky-action-date", action));
        extensions.Add(
            new JsonObject
            {
                ["url"] = $"{Systems.Base}/StructureDefinition/husky-decision-rule",
                ["valueString"] = Rule,
            }
        );
        if (exception is not null)
            extensions.Add(
                new JsonObject
                {
                    ["url"] = $"{Systems.Base}/StructureDefinition/husky-notice-exception",
                    ["valueCode"] = exception,
                }
            );
        return (await plan.PostAsync(made), member);
    }

    private static JsonObject Day(string name, string day) =>
        new() { ["url"] = $"{Systems.Base}/StructureDefinition/{name}", ["valueDate"] = day };

    private static JsonObject? Extension(JsonObject of, string name) =>
        of["extension"]!
            .AsArray()
            .OfType<JsonObject>()
            .FirstOrDefault(each => ((string)each["url"]!).EndsWith(name, StringComparison.Ordinal));
}
