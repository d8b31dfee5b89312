using System.Net;
using System.Text.Json.Nodes;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Resources;
using HuskyFhir.Exchange.Formats;
using HuskyFhir.Exchange.Formats.Registered;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Tests.PcpAssignments;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Storage;
using Microsoft.Extensions.DependencyInjection;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Changes;

/// <summary>
/// The outbox: what a run takes, in which order, and what is not sent because it was undone or because the partner told
/// it itself.
/// </summary>
public sealed class ChangeBookTests(PostgresServer postgres) : OnBoth(postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    protected override bool Alone => true;

    protected override bool Samples => false;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Run_TakesWhatWaits_ByMemberAndOnce(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var (store, book) = (
            server.Services.GetRequiredService<Database>(),
            server.Services.GetRequiredService<ChangeRepository>()
        );
        var members = new List<JsonObject>();
        for (var at = 0; at < 3; at++)
        {
            var member = await plan.CreateAsync(Made.Patient(Made.Word()));
            foreach (var line in new[] { "4 Alder Way", "9 Birch Lane" })
            {
                member["address"] = new JsonArray(Household.Address(line));
                (await plan.PutAsync(member)).Expect(HttpStatusCode.OK);
            }

            members.Add(member);
        }

        members[1].Remove("address");
        (await plan.PutAsync(members[1])).Expect(HttpStatusCode.OK);
        var run = Guid.NewGuid();
        Assert.Equal(7, (await book.WaitingAsync("dss", None)).Depth);
        await ClaimAsync(store, run);
        var late = Guid.NewGuid();
        members[0]["birthDate"] = "1981-01-01";
        (await plan.PutAsync(members[0])).Expect(HttpStatusCode.OK);

        var first = await book.OfRunAsync("dss", run, ChangeState.Claimed, null, 2, None);
        var second = await book.OfRunAsync("dss", run, ChangeState.Claimed, first[^1].Member, 2, None);

        var ids = members.Select(static member => Guid.Parse((string)member["id"]!)).ToList();
        Assert.Equal(ids.Order(), first.Concat(second).Select(static each => each.Member));
        var byMember = first.Concat(second).ToDictionary(static each => each.Member);
        var told = Assert.Single(byMember[ids[0]].Changes);
        Assert.Null(told.Before);
        Assert.Contains("9 Birch Lane", told.After, StringComparison.Ordinal);
        Assert.Equal(2, byMember[ids[0]].Covered.Count);
        Assert.Empty(byMember[ids[1]].Changes);
        await MoveAsync(
            store,
            work =>
                book.MoveChanges(
                    work,
                    "dss",
                    run,
                    byMember[ids[1]].Undone,
                    ChangeState.Claimed,
                    ChangeState.NotNeeded,
                    "It was undone before it was sent.",
                    server.Clock.GetUtcNow()
                )
        );
        await MoveAsync(
            store,
            work =>
                ChangeRepository.Move(work, "dss", run, ChangeState.Claimed, ChangeState.Sent, server.Clock.GetUtcNow())
        );
        await MoveAsync(
            store,
            work =>
                book.Move(
                    work,
                    "dss",
                    run,
                    [ids[2]],
                    ChangeState.Sent,
                    ChangeState.Pending,
                    "Refused along with others.",
                    server.Clock.GetUtcNow()
                )
        );
        Assert.Equal(
            ["not-needed", "not-needed", "not-needed"],
            (await plan.ChangesAsync(members[1])).Select(static change => change.Status)
        );
        Assert.Equal(
            ["pending", "sent", "sent"],
            (await plan.ChangesAsync(members[0])).Select(static change => change.Status)
        );
        Assert.Equal(3, (await book.UnderWayAsync("dss", [ids[0]], None)).Count);
        await ClaimAsync(store, late);
        Assert.Equal(
            [ids[0], ids[2]],
            (await book.OfRunAsync("dss", late, ChangeState.Claimed, null, 10, None))
                .Select(static each => each.Member)
                .OrderBy(ids.IndexOf)
        );
        Assert.Equal((0, null), await book.WaitingAsync("dss", None));
        await MoveAsync(
            store,
            work =>
                ChangeRepository.Move(
                    work,
                    "dss",
                    late,
                    ChangeState.Claimed,
                    ChangeState.Acknowledged,
                    server.Clock.GetUtcNow()
                )
        );
        Assert.Empty(await book.OfRunAsync("dss", late, ChangeState.Claimed, null, 10, None));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Change_ThatThePartnerToldItself_IsNotNeededAndALoadOfTheNewIsNone(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = await plan.CreateAsync(Made.Patient(Made.Word()));
        member["address"] = new JsonArray(Household.Address("4 Alder Way"));

        await WriteAsync(
            server,
            new UpdateCommand(
                Type(server, "Patient"),
                Grant,
                Guid.Parse((string)member["id"]!),
                FhirJson.Read(System.Text.Encoding.UTF8.GetBytes(member.ToJsonString()))
            ),
            static unit => unit with { FromPartner = "dss" }
        );

        Assert.Equal([("address", "not-needed")], await plan.ChangesAsync(member));
        var person = FhirJson.Read(
            System.Text.Encoding.UTF8.GetBytes(Household.Person(member.At(), "SPS").ToJsonString())
        );
        await WriteAsync(
            server,
            new CreateCommand(Type(server, "RelatedPerson"), Grant, person),
            static unit => unit with { IsLoad = true }
        );
        Assert.Single(await plan.ChangesAsync(member));
        // The address is the partner's word, which no load overwrites; of a number nobody has spoken.
        member["address"] = new JsonArray(Household.Address("9 Birch Lane"));
        member["telecom"] = JsonNode.Parse("""[{"system":"phone","value":"2035550188"}]""");
        await WriteAsync(
            server,
            new UpdateCommand(
                Type(server, "Patient"),
                Grant,
                Guid.Parse((string)member["id"]!),
                FhirJson.Read(System.Text.Encoding.UTF8.GetBytes(member.ToJsonString()))
            ),
            static unit => unit with { IsLoad = true }
        );
        Assert.Equal([("phone", "pending"), ("address", "not-needed")], await plan.ChangesAsync(member));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Picture_OfAMember_HasWhatTheAgencyMaySeeAndGoesIntoEachFormat(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var role = await Practice.RoleAsync(plan);
        var payor = await plan.CreateAsync(Made.Organization(Made.Word()));
        var member = await plan.CreateAsync(Made.Patient(Made.Word(), pcp: role));
        await plan.CreateAsync(Made.Coverage(member.At(), payor.At()));
        await plan.CreateAsync(Household.Person(member.At(), "SPS"));
        await plan.CreateAsync(Made.Income(member.At(), 2000));
        var ended = Made.Income(member.At(), 10);
        ended["effectivePeriod"]!["end"] = "2026-02-01";
        await plan.CreateAsync(ended);
        var hidden = Household.Address("Nobody knows 1");
        hidden["extension"] = JsonNode.Parse(
            $$"""[{"url":"{{ConfidentialElements.Label}}","valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"} }]"""
        );
        member = JsonNode.Parse((await plan.AskAsync(member.At())).Body)!.AsObject();
        member["address"] = new JsonArray(Household.Address("4 Alder Way"), hidden);
        (await plan.PutAsync(member)).Expect(HttpStatusCode.OK);
        var id = Guid.Parse((string)member["id"]!);
        var run = Guid.NewGuid();
        var (store, book) = (
            server.Services.GetRequiredService<Database>(),
            server.Services.GetRequiredService<ChangeRepository>()
        );
        await ClaimAsync(store, run);
        var changes = (await book.OfRunAsync("dss", run, ChangeState.Claimed, null, 100, None)).Single(each =>
            each.Member == id
        );

        var picture = Assert.Single(
            await server.Services.GetRequiredService<MemberSnapshots>().LoadAsync([id, Guid.NewGuid()], None)
        );

        Assert.Equal(
            (1, 1, 1, true),
            (
                picture.Coverages.Count,
                picture.Household.Count,
                picture.Incomes.Count,
                picture.Pcp?.Practitioner is not null
            )
        );
        Assert.Equal(role, $"PractitionerRole/{picture.Pcp!.Role.Id}");
        Assert.Equal(
            ["address", "household-member", "income"],
            changes.Changes.Select(static change => change.Kind.Code()).Order()
        );
        foreach (var format in ExchangeFormats.All)
        {
            using var file = new MemoryStream();
            var heading = new FileHeading(
                new("Plan", "ZZ", "PLAN", "PLAN", "060000002", "https://plan.example"),
                new("State", "ZZ", "STATE", "STATE", "060000001", "https://dss.example"),
                1,
                run,
                server.Clock.GetUtcNow()
            );
            var written = await format.WriteAsync(file, heading, One(picture, changes), None);
            Assert.True(written.SetAside.Count == 0, string.Join(' ', written.SetAside));
            var text = System.Text.Encoding.UTF8.GetString(file.ToArray());
            Assert.Contains("4 Alder Way", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Nobody knows", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static Grant Grant => new(Caller.Operator, RowFilter.Everything);

    private static FhirType Type(HuskyServer server, string name) =>
        server.Services.GetRequiredService<FhirTypeCatalog>().Find(name)!;

    private static async IAsyncEnumerable<(MemberSnapshot, MemberChanges)> One(
        MemberSnapshot picture,
        MemberChanges changes
    )
    {
        await Task.Yield();
        yield return (picture, changes);
    }

    private static async Task WriteAsync(HuskyServer server, WriteCommand ask, Func<WriteUnit, WriteUnit> how)
    {
        var unit = how(new WriteUnit("test", [PreparedWrite.From(ask, server.Clock.GetUtcNow())]));
        var answer = Assert.Single(await server.Services.GetRequiredService<WritePipeline>().ApplyAsync([unit], None));
        Assert.True(
            answer.Fault is null,
            string.Join(' ', answer.Fault?.Issues.Select(static issue => issue.Text) ?? [])
        );
    }

    private static Task ClaimAsync(Database store, Guid run) =>
        MoveAsync(store, work => ChangeRepository.Claim(work, "dss", run, DateTimeOffset.UnixEpoch));

    private static async Task MoveAsync(Database store, Action<Work> move) =>
        await store.WriteAsync<object?>(
            work =>
            {
                move(work);
                return Task.FromResult<object?>(null);
            },
            None
        );
}
