using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Access;
using HuskyFhir.Exchange.Enrolling;
using HuskyFhir.Exchange.Enrolling.Merging;
using HuskyFhir.Plan.Enrollment;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Plan.Precedence;
using HuskyFhir.Server.Tests.Enrolments;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Requests;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace HuskyFhir.Server.Tests.Precedence;

/// <summary>
/// An enrollment file takes nothing from a member's protected address, choice or household, and says what it left.
/// </summary>
public sealed class EnrollmentPrecedenceTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ChangeOfLocation_LeavesTheProtectedAddressAndNumber_AndRepeatsThemNowhere(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var id = Made.ClientId();
        await TakeAsync(server, Files834.Of("2", Files834.Subscriber(id, "INVENTED")));
        var member = "Patient/" + Assert.Single((await plan.AskAsync($"Patient?identifier={id}")).Ids);
        await GrantAsync(plan, member, "77 SHELTER ROAD", "8605550142");
        var moved = await TakeAsync(server, Files834.Of("2", Moved(id, "9 OTHER ROAD", "2035550155")));
        Assert.Equal((1, 1), (moved.Of(MemberOutcome.Changed), moved.Kept));
        Assert.Equal(
            ["9 OTHER ROAD home", "1 INVENTED LANE old", "77 SHELTER ROAD (R)"],
            await AddressesAsync(plan, member)
        );
        // The partner learned the protected address by itself: it is not stored a second time for all to see.
        await TakeAsync(server, Files834.Of("2", Moved(id, "77 SHELTER ROAD", "8605550142")));
        Assert.Equal(
            ["9 OTHER ROAD home", "1 INVENTED LANE old", "77 SHELTER ROAD (R)"],
            await AddressesAsync(plan, member)
        );
        var record = (await plan.AskAsync(member)).Text;
        Assert.Equal(1, record.Split("8605550142").Length - 1);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ProviderOfAFile_GivesWayToTheMembersChoice_NowAndToCome_AndALaterWordIsAskedAbout(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var roles = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => WithNpiAsync(plan)));
        var id = Made.ClientId();
        byte[] File(string npi, string day) =>
            Files834.Of(
                "2",
                Files834.Subscriber(
                    id,
                    "INVENTED",
                    coverage: $"HD*021**HLT*HUSKY A\nDTP*348*D8*20261101\nLX*1\nNM1*P3*1*PILLBRIGHT*ADA****XX*{npi}*25\nPLA*2*1P*{day}**AI"
                )
            );
        await TakeAsync(server, File(roles[0].Npi, "20261101"));
        var member = "Patient/" + Assert.Single((await plan.AskAsync($"Patient?identifier={id}")).Ids);
        (
            await plan.PostAsync(
                Made.PcpChange(
                    member,
                    roles[1].At,
                    Moment.DayOf(server.Clock.GetUtcNow()).AddDays(10).ToString("yyyy-MM-dd", null)
                )
            )
        ).Expect(HttpStatusCode.Created);
        // For the time until then the file's provider comes; the choice stays.
        await TakeAsync(server, File(roles[2].Npi, "20261120"));
        Assert.Equal([roles[2].At], await Practice.TeamsAsync(plan, member, "active"));
        Assert.Equal([roles[1].At], await Practice.TeamsAsync(plan, member, "proposed"));
        Assert.Empty(await Practice.TeamsAsync(plan, member, "entered-in-error"));
        (await plan.PostAsync(Made.PcpChange(member, roles[1].At))).Expect(HttpStatusCode.Created);
        var older = await TakeAsync(server, File(roles[0].Npi, "20261101"));
        Assert.Equal((1, 0), (older.Kept, older.Conflicts.Count));
        var later = await TakeAsync(server, File(roles[0].Npi, "20261201"));
        var conflict = Assert.Single(later.Conflicts);
        Assert.Equal([roles[1].At], await Practice.TeamsAsync(plan, member, "active"));
        Assert.Empty((await TakeAsync(server, File(roles[0].Npi, "20261201"))).Conflicts);
        Assert.True(
            (
                await server
                    .Services.GetRequiredService<ConflictDesk>()
                    .TakeAsync(conflict, Caller.Operator, "Asked the member", default)
            ).Try(out _, out var fault),
            fault?.Summary
        );
        Assert.Equal([roles[0].At], await Practice.TeamsAsync(plan, member, "active"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task PersonWhoWasRemoved_AndCoverageThatThePlanEnded_StayAsTheyAre(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (head, child) = (Made.ClientId(), Made.ClientId());
        string[] household = [Files834.Subscriber(head, "INVENTED"), Files834.Child(head, child, "INVENTED")];
        await TakeAsync(server, Files834.Of("2", household));
        var member = "Patient/" + Assert.Single((await plan.AskAsync($"Patient?identifier={head}")).Ids);
        var person = JsonNode
            .Parse(
                Assert
                    .Single((await plan.AskAsync($"RelatedPerson?patient={member}")).Entries)
                    .GetProperty("resource")
                    .GetRawText()
            )!
            .AsObject();
        (await plan.RemoveAsync(person.At())).Expect(HttpStatusCode.NoContent);
        var coverage = JsonNode
            .Parse(
                Assert
                    .Single((await plan.AskAsync($"Coverage?patient={member}")).Entries)
                    .GetProperty("resource")
                    .GetRawText()
            )!
            .AsObject();
        coverage["period"]!["end"] = "2026-11-20";
        (await plan.PutAsync(coverage)).Expect(HttpStatusCode.OK);
        // The partner has acknowledged both, so that it is not behind any more.
        await server.ExecuteAsync("UPDATE change_states SET state = 'acknowledged'");
        // Made before, and so no word about it.
        var older = await TakeAsync(server, Files834.Of("2", household));
        Assert.Equal((2, 0), (older.Kept, older.Conflicts.Count));
        Assert.Equal(0, (await plan.AskAsync($"RelatedPerson?patient={member}")).Total);
        Assert.Contains("2026-11-20", (await plan.AskAsync(coverage.At())).Text, StringComparison.Ordinal);
        // Made afterwards: of the coverage DSS decides, of the household the plan is asked.
        var later = await TakeAsync(server, Later(Files834.Of("2", household)));
        Assert.Single(later.Conflicts);
        Assert.Equal(0, (await plan.AskAsync($"RelatedPerson?patient={member}")).Total);
        Assert.DoesNotContain("2026-11-20", (await plan.AskAsync(coverage.At())).Text, StringComparison.Ordinal);
        Assert.True(
            (
                await server
                    .Services.GetRequiredService<ConflictDesk>()
                    .TakeAsync(later.Conflicts[0], Caller.Operator, "Moved back", default)
            ).Try(out _, out var fault),
            fault?.Summary
        );
        Assert.Equal(1, (await plan.AskAsync($"RelatedPerson?patient={member}")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task FullFile_ThatLacksAMember_EndsNothingThatThePlanChangedSinceItWasMade(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (here, changed, gone) = (Made.ClientId(), Made.ClientId(), Made.ClientId());
        string Member(string id) =>
            Files834.Subscriber(id, "INVENTED", coverage: "HD*021**HLT*HUSKY C\nDTP*348*D8*20260101");
        await TakeAsync(server, Files834.Of("2", Member(here), Member(changed), Member(gone)));
        var coverage = JsonNode
            .Parse(
                Assert
                    .Single((await plan.AskAsync($"Coverage?subscriber-id={changed}")).Entries)
                    .GetProperty("resource")
                    .GetRawText()
            )!
            .AsObject();
        coverage["period"]!["end"] = "2027-06-30";
        (await plan.PutAsync(coverage)).Expect(HttpStatusCode.OK);
        var report = await TakeAsync(
            server,
            Files834.Of("4", Member(here)),
            new("dss") { EndMissing = true, MostMissingPercent = 100 }
        );
        Assert.Equal((1, 1), (report.Of(MemberOutcome.Ended), report.Of(MemberOutcome.Missing)));
        Assert.Contains("2027-06-30", (await plan.AskAsync(coverage.At())).Text, StringComparison.Ordinal);
        Assert.Contains(
            "2026-10-31",
            (await plan.AskAsync($"Coverage?subscriber-id={gone}")).Text,
            StringComparison.Ordinal
        );
    }

    private static string Moved(string id, string street, string phone) =>
        Files834
            .Subscriber(id, "INVENTED", "001")
            .Replace("*001*XN*", "*001*43*", StringComparison.Ordinal)
            .Replace("1 INVENTED LANE*APT 2", street, StringComparison.Ordinal)
            .Replace("NEW HAVEN*CT*06510", "HARTFORD*CT*06103", StringComparison.Ordinal)
            .Replace("2035550101", phone, StringComparison.Ordinal);

    private static byte[] Later(byte[] file) =>
        Encoding.Latin1.GetBytes(
            Encoding
                .Latin1.GetString(file)
                .Replace("*20261101*0930****", "*20261205*0930****", StringComparison.Ordinal)
        );

    private static async Task<(string At, string Npi)> WithNpiAsync(HttpClient plan)
    {
        var npi = Made.Npi();
        var practitioner = (await plan.CreateAsync(Made.Practitioner(Made.Word(), npi))).At();
        return (await Practice.RoleAsync(plan, change: role => role["practitioner"]!["reference"] = practitioner), npi);
    }

    private static async Task GrantAsync(HttpClient plan, string member, string street, string phone)
    {
        var task = await plan.CreateAsync(
            Asked.For(
                "confidential-communication",
                member,
                Asked.With(
                    "alternate-address",
                    "valueAddress",
                    JsonNode.Parse($$"""{"line":["{{street}}"],"city":"HARTFORD","state":"CT","postalCode":"06103"}""")!
                ),
                Asked.With(
                    "alternate-contact",
                    "valueContactPoint",
                    JsonNode.Parse($$"""{"system":"phone","value":"{{phone}}"}""")!
                ),
                Asked.True("endangerment")
            )
        );
        task = JsonNode.Parse((await plan.PutAsync(task.To("received"))).Expect(HttpStatusCode.OK).Body)!.AsObject();
        (await plan.PutAsync(task.To("accepted", "granted"))).Expect(HttpStatusCode.OK);
    }

    private static async Task<IEnumerable<string>> AddressesAsync(HttpClient plan, string member) =>
        JsonNode.Parse((await plan.AskAsync(member)).Body)!["address"]!
            .AsArray()
            .Select(static each => $"{each!["line"]![0]} {(each["extension"] is null ? each["use"] : "(R)")}");

    private static async Task<EnrolmentReport> TakeAsync(
        HuskyServer server,
        byte[] file,
        EnrolmentOptions? options = null
    )
    {
        using var stream = new MemoryStream(file);
        return await server
            .Services.GetRequiredService<Enroller>()
            .TakeAsync(
                stream,
                $"{Guid.NewGuid():N}.834",
                options ?? new("dss"),
                null,
                null,
                TestContext.Current.CancellationToken
            );
    }
}
