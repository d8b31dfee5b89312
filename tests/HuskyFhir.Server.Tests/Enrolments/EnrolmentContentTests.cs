using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Server.Tests.Running;

namespace HuskyFhir.Server.Tests.Enrolments;

/// <summary>
/// What a file says of a person is kept or noted, and what it says again in X12's smaller alphabet changes nothing.
/// </summary>
public sealed class EnrolmentContentTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Samples => false;

    protected override bool Alone => true;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Name_ThatComesBackInLatinLetters_IsTheSame(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        foreach (
            var (family, given, told) in new[]
            {
                ("Nguyễn", (string[])["Thị", "Ngọc"], "NGUYEN*THI*NGOC"),
                ("Nguyễn", ["Thị", "Ngọc"], "NGUY N*TH*NG C"),
                ("Țepeș", ["Ștefan"], "TEPES*STEFAN"),
                ("Иванова", ["Юлия"], "IVANOVA*YULIYA"),
                (
                    "Abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnop",
                    ["Ada"],
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGH*ADA"
                ),
            }
        )
        {
            var id = Made.ClientId();
            await server.TakeAsync(Files834.Of("2", Files834.Subscriber(id, "INVENTED")));
            var patient = await plan.MemberAsync(id);
            patient["name"] = new JsonArray(
                new JsonObject
                {
                    ["use"] = "official",
                    ["family"] = family,
                    ["given"] = new JsonArray([.. given.Select(static each => JsonValue.Create(each))]),
                }
            );
            (await plan.PutAsync(patient)).Expect(HttpStatusCode.OK);
            await server.ExecuteAsync("UPDATE change_states SET state = 'acknowledged'");

            var report = await server.TakeAsync(
                Files834.Of(
                    "2",
                    Files834
                        .Subscriber(id, "INVENTED", "001")
                        .Replace("INVENTED*OTTOLINE*Q", told, StringComparison.Ordinal)
                )
            );

            Assert.Equal(1, report.Of(MemberOutcome.Unchanged));
            Assert.Equal(family, (string)(await plan.MemberAsync(id))["name"]![0]!["family"]!);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task MedicaidNumber_WithABlankOrSmallLetters_IsTheSameMember(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var id = Made.ClientId();
        Assert.Equal(
            1,
            (await server.TakeAsync(Files834.Of("2", Files834.Subscriber(id, "INVENTED")))).Of(MemberOutcome.Created)
        );

        foreach (var written in new[] { $" {id}", id.ToLowerInvariant() })
            Assert.Equal(
                1,
                (
                    await server.TakeAsync(
                        Files834.Of(
                            "2",
                            Files834
                                .Subscriber(id, "INVENTED")
                                .Replace($"REF*0F*{id}", $"REF*0F*{written}", StringComparison.Ordinal)
                        )
                    )
                ).Of(MemberOutcome.Unchanged)
            );
        await plan.MemberAsync(id);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Telephone_KeepsItsExtension_AndWhatIsNoNumberIsNoted(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var id = Made.ClientId();
        byte[] File(string numbers) =>
            Files834.Of(
                "2",
                Files834
                    .Subscriber(id, "INVENTED")
                    .Replace("PER*IP**HP*2035550101", $"PER*IP**{numbers}", StringComparison.Ordinal)
            );
        await server.TakeAsync(File("HP*2035550101*EX*12*CP*NONE"), answers: new KeptAnswers());

        Assert.Equal(
            ["203-555-0101 ext. 12"],
            (await plan.MemberAsync(id))["telecom"]!.AsArray().Select(static each => (string)each!["value"]!)
        );
        var again = await server.TakeAsync(File("HP*2035550101*EX*12"));
        Assert.Equal(1, again.Of(MemberOutcome.Unchanged));
        var answers = new KeptAnswers();
        var noted = await server.TakeAsync(File("HP*2035550101*CP*0000000000"), answers: answers);
        Assert.StartsWith(
            "not-a-number",
            Assert.Single(await server.LinesAsync(noted)).Reason,
            StringComparison.Ordinal
        );
        Assert.Contains($",{id},,unchanged,not-a-number,", answers.Rejects, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Language_InWordsOrOfThreeLetters_IsKept(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        foreach (
            var (told, code, words) in new[]
            {
                ("LUI*LE*ase**7", "ase", null),
                ("LUI***SPANISH", "es", null),
                ("LUI***ESSPANISH", null, "ESSPANISH"),
                ("LUI*LD*HMN**7", "hmn", (string?)null),
            }
        )
        {
            var id = Made.ClientId();
            var report = await server.TakeAsync(Files834.Of("2", Files834.Subscriber(id, "INVENTED", details: told)));

            Assert.Equal(1, report.Of(MemberOutcome.Created));
            var language = (await plan.MemberAsync(id))["communication"]![0]!["language"]!;
            Assert.Equal(code, (string?)language["coding"]?[0]?["code"]);
            Assert.Equal(words, (string?)language["text"]);
            Assert.Equal(
                1,
                (await server.TakeAsync(Files834.Of("2", Files834.Subscriber(id, "INVENTED", details: told)))).Of(
                    MemberOutcome.Unchanged
                )
            );
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Member_ThatThePlanRefuses_IsNamedToThePartner(string database)
    {
        var server = await ServerAsync(database);
        var (good, unknown, other) = (Made.ClientId(), Made.ClientId(), Made.ClientId());
        string[] members =
        [
            Files834.Subscriber(good, "INVENTED"),
            Files834.Subscriber(unknown, "INVENTED", "001"),
            Files834.Subscriber(other, "INVENTED", coverage: "HD*021**HLT*SOMETHING ELSE\nDTP*348*D8*20261101"),
        ];
        foreach (
            var (rejects, set, group) in new[]
            {
                (BusinessRejects.Errors, "IK5*E*5~", "AK9*E*1*1*1~"),
                (BusinessRejects.Sets, "IK5*R*5~", "AK9*R*1*1*0~"),
                (BusinessRejects.None, "IK5*A~", "AK9*A*1*1*1~"),
            }
        )
        {
            var answers = new KeptAnswers();
            var report = await server.TakeAsync(
                Files834.Of("2", members),
                options: new("dss") { Rejects = rejects },
                answers: answers
            );

            Assert.Equal(2, report.Of(MemberOutcome.Rejected));
            Assert.Contains(set, answers.Text, StringComparison.Ordinal);
            Assert.Contains(group, answers.Text, StringComparison.Ordinal);
            Assert.Equal(
                rejects != BusinessRejects.None,
                answers.Text.Contains(
                    $"IK3*INS*15*2000*8~CTX*SUBSCRIBER NUMBER REF02:{unknown}~IK4*3*875*I12~",
                    StringComparison.Ordinal
                )
            );
            Assert.DoesNotContain(good, answers.Text, StringComparison.Ordinal);
            Assert.Contains($",{unknown},,rejected,member-unknown,", answers.Rejects, StringComparison.Ordinal);
            Assert.Contains($",{other},,rejected,programme-unknown,", answers.Rejects, StringComparison.Ordinal);
            Assert.Equal(4, answers.Rejects.Split("\r\n").Length);
        }
    }
}
