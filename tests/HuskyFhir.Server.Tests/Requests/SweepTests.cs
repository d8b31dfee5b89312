using System.Net;
using Hl7.Fhir.Model;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Plan.Requests.Sweeps;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Tests.Running;
using HuskyFhir.Storage;
using Microsoft.Extensions.DependencyInjection;
using FhirTask = Hl7.Fhir.Model.Task;
using Status = Hl7.Fhir.Model.Task.TaskStatus;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>
/// What the clock asks for about requests: done once, whoever runs it and however often, and never to what stays as it
/// is.
/// </summary>
public sealed class SweepTests(PostgresServer postgres) : OnBoth(postgres)
{
    protected override bool Alone => true;

    protected override (string Name, string Value)[] Settings =>
        [("Sweeps:Kinds:appeal:DaysBefore", "14"), ("Sweeps:PlanName", "The Plan")];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task DueSoonAndLate_AreEscalatedOnce_AndTheOthersAreNotTouched(string database)
    {
        var server = await ServerAsync(database);
        await server.RunAsync("requests-due"); // The samples' own.
        using var plan = server.As("plan-admin");
        var member = (await plan.CreateAsync(Made.Patient(Made.Word()))).At();
        var ids = await server.StoreAsync(
            OpenRequests.Of(member, "records-access", server.In(-3)).Acknowledged(),
            OpenRequests.Of(member, "records-access", server.In(4)).Acknowledged(),
            OpenRequests.Of(member, "records-access", server.In(11)).Acknowledged(),
            OpenRequests.Of(member, "appeal", server.In(11), Status.InProgress, "clinical-review").Acknowledged(),
            OpenRequests.Of(member, "records-access", server.In(-3), Status.Completed, "done")
        );
        Assert.Equal("3 changed", await server.RunAsync("requests-due"));
        Assert.Equal("0 changed", await server.RunAsync("requests-due"));
        Assert.Equal([2L, 2L, 1L, 2L, 1L], await VersionsAsync(server, ids));
        Assert.Equal(
            [RequestPriority.Asap, null, null, null, null],
            [.. (await Task.WhenAll(ids.Select(server.TaskAsync))).Select(static task => task.Priority)]
        );
        var late = Assert.Single(await plan.NoticesAsync($"Task/{ids[0]:D}"));
        Assert.Equal(
            ("overdue", "The Plan"),
            (late.Kind, late.Notice.GetProperty("sender").GetProperty("display").GetString())
        );
        Assert.Contains(
            $"was due by {server.In(-3)}",
            late.Notice.GetProperty("payload")[0].GetProperty("contentString").GetString()!,
            StringComparison.Ordinal
        );
        Assert.Equal(["due-soon"], [.. (await plan.NoticesAsync($"Task/{ids[1]:D}")).Select(static each => each.Kind)]);
        server.Clock.Advance(TimeSpan.FromDays(7));
        using var then = server.As("plan-admin");
        await server.RunAsync("requests-due");
        Assert.Equal(
            ["due-soon", "overdue"],
            [.. (await then.NoticesAsync($"Task/{ids[1]:D}")).Select(static each => each.Kind)]
        );
        Assert.Equal([2L, 3L, 2L, 2L, 1L], await VersionsAsync(server, ids));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task ADateThatIsPutOff_BeginsAnew_AndARequestThatForgotItsNoticeGetsNoSecond(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = (await plan.CreateAsync(Made.Patient(Made.Word()))).At();
        var id = (await server.StoreAsync(OpenRequests.Of(member, "grievance", server.In(-3)).Acknowledged()))[0];
        await server.RunAsync("requests-due");
        await server.ChangeAsync(id, static task => task.Extension.Clear());
        await server.ChangeAsync(id, static task => task.Acknowledged());
        await server.RunAsync("requests-due");
        var notice = Assert.Single(await plan.NoticesAsync($"Task/{id:D}"));
        Assert.Contains(
            (await server.TaskAsync(id)).Extension,
            each =>
                each.GetExtensionValue<ResourceReference>("notice")?.Reference
                == $"Communication/{notice.Notice.GetProperty("id").GetString()}"
        );
        await server.ChangeAsync(id, task => task.PutOff("grievance", server.In(2)));
        await server.RunAsync("requests-due");
        Assert.Equal(
            ["overdue", "due-soon"],
            [.. (await plan.NoticesAsync($"Task/{id:D}")).Select(static each => each.Kind)]
        );
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AnAcknowledgement_MovesTheRequest_TellsWhoAsked_AndNoProvider(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var clinic = (await plan.AskAsync("Organization?identifier=1999900016")).Ids[0];
        var role = (await plan.CreateAsync(Made.Role($"Organization/{clinic}"))).At();
        var member = (await plan.CreateAsync(Made.Patient(Made.Word(), pcp: role))).At();
        var speaker = (await plan.CreateAsync(Made.RelatedPerson(member, Made.Word()))).At();
        var grievance = OpenRequests.Of(member, "grievance", server.In(80), Status.Requested, "submitted");
        grievance.Requester = new(speaker);
        var ids = await server.StoreAsync(grievance, OpenRequests.Of(member, "records-access", server.In(20)));
        await server.RunAsync("acknowledgements");
        Assert.Equal("0 changed", await server.RunAsync("acknowledgements"));
        var task = await server.TaskAsync(ids[0]);
        Assert.Equal((Status.Received, "acknowledged"), (task.Status, task.BusinessStatus!.Coding[0].Code));
        Assert.Equal(
            (Status.InProgress, "in-review"),
            (await server.TaskAsync(ids[1])) is var other
                ? (other.Status, other.BusinessStatus!.Coding[0].Code)
                : default
        );
        var told = Assert.Single(await plan.NoticesAsync($"Task/{ids[0]:D}"));
        Assert.Equal(
            ("acknowledgement", speaker),
            (told.Kind, told.Notice.GetProperty("recipient")[0].GetProperty("reference").GetString())
        );
        using var ehr = server.As("ehr-riverbend");
        (await ehr.AskAsync(member)).Expect(HttpStatusCode.OK);
        (await ehr.AskAsync($"Communication/{told.Notice.GetProperty("id").GetString()}")).Expect(
            HttpStatusCode.NotFound
        );
        Assert.Empty((await ehr.AskAsync($"Communication?patient={member}")).Expect(HttpStatusCode.OK).Entries);
        using var emergency = server.As("ehr-riverbend", purpose: "BTG");
        Assert.NotEqual(
            HttpStatusCode.OK,
            (
                await emergency.AskAsync(
                    $"Communication/{told.Notice.GetProperty("id").GetString()}",
                    ("X-Emergency-Reason", "unconscious")
                )
            ).Status
        );
        var audited = await server.QueryAsync(
            $"SELECT action FROM {server.Audit} a WHERE a.resource = $1 AND a.client = 'operator' ORDER BY a.id",
            static row => row.Text(0),
            ids[0]
        );
        Assert.Contains("updated", audited);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AHearing_IsCalledToMindOnce_AndAgainWhenItIsSetAnew(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = (await plan.CreateAsync(Made.Patient(Made.Word()))).At();
        FhirTask Hearing(int days)
        {
            var task = OpenRequests
                .Of(member, "state-fair-hearing", null, Status.InProgress, "hearing-scheduled")
                .Acknowledged();
            task.Output.Add(
                new()
                {
                    Type = new(Core.Terms.Systems.Base + "/CodeSystem/husky-task-parameter", "hearing-date"),
                    Value = new FhirDateTime(server.In(days) + "T10:00:00-05:00"),
                }
            );
            return task;
        }

        var ids = await server.StoreAsync(Hearing(3), Hearing(30), Hearing(-3));
        Assert.Equal("1 changed", await server.RunAsync("hearing-reminder"));
        Assert.Equal("0 changed", await server.RunAsync("hearing-reminder"));
        await server.ChangeAsync(
            ids[0],
            task => task.Output[0].Value = new FhirDateTime(server.In(5) + "T14:00:00-05:00")
        );
        Assert.Equal("1 changed", await server.RunAsync("hearing-reminder"));
        var told = await plan.NoticesAsync($"Task/{ids[0]:D}");
        Assert.Equal(["hearing-reminder", "hearing-reminder"], [.. told.Select(static each => each.Kind)]);
        Assert.Contains(
            $"{server.In(5)} at 14:00",
            told[1].Notice.GetProperty("payload")[0].GetProperty("contentString").GetString()!,
            StringComparison.Ordinal
        );
        Assert.Empty(await plan.NoticesAsync($"Task/{ids[2]:D}"));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task KilledAroundEachTransaction_AndRunAgain_ItIsAsIfRunOnce(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = (await plan.CreateAsync(Made.Patient(Made.Word()))).At();
        for (var kill = 0; kill < 6; kill++)
        {
            var ids = await server.StoreAsync([
                .. Enumerable
                    .Range(0, 450)
                    .Select(_ => OpenRequests.Of(member, "complaint", server.In(-1)).Acknowledged()),
            ]);
            using var killed = new DyingDatabase(
                server.Services.GetRequiredService<Database>(),
                kill / 2,
                afterCommit: kill % 2 == 1
            );
            await Assert.ThrowsAsync<ProcessKilledException>(() =>
                Sweep(server, killed).EscalateAsync("killed", TestContext.Current.CancellationToken)
            );
            var whole = ((kill + 1) / 2) * Batches;
            Assert.Equal(
                Math.Min(450, whole),
                (await VersionsAsync(server, ids)).Count(static version => version == 2)
            );
            await server.RunAsync("requests-due");
            await server.RunAsync("requests-due");
            Assert.All(await VersionsAsync(server, ids), static version => Assert.Equal(2, version));
            var notices = await server.QueryAsync(
                "SELECT COUNT(*), COUNT(DISTINCT f.target_id) FROM refs f WHERE f.owner_type = 'Communication' AND f.part = 'about' AND f.target_id IN (SELECT t.id FROM task t WHERE t.member = $1)",
                static row => (row.Long(0), row.Long(1)),
                Guid.Parse(member["Patient/".Length..])
            );
            Assert.Equal(((kill + 1) * 450L, (kill + 1) * 450L), notices[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task TwoSweepsAtOnce_SendOneNotice(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = (await plan.CreateAsync(Made.Patient(Made.Word()))).At();
        var ids = await server.StoreAsync([
            .. Enumerable.Range(0, 60).Select(_ => OpenRequests.Of(member, "complaint", server.In(-1)).Acknowledged()),
        ]);
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Sweep(server, server.Services.GetRequiredService<Database>())
                        .EscalateAsync("twice", TestContext.Current.CancellationToken)
                )
        );
        Assert.All(await VersionsAsync(server, ids), static version => Assert.Equal(2, version));
        Assert.Equal(60, (await plan.AskAsync($"Communication?patient={member}&_summary=count&_total=accurate")).Total);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task AnOwnerThatIsNotThere_HoldsUpNoOtherRequest(string database)
    {
        var server = await ServerAsync(database);
        using var plan = server.As("plan-admin");
        var member = (await plan.CreateAsync(Made.Patient(Made.Word()))).At();
        var ids = await server.StoreAsync(
            OpenRequests.Of(member, "complaint", server.In(-1)).Acknowledged(),
            OpenRequests.Of(member, "grievance", server.In(-1)).Acknowledged()
        );
        var options = SweepOptions.Default with
        {
            ByKind = new Dictionary<string, EscalationRule>
            {
                ["complaint"] = EscalationRule.Default with { OverdueOwner = $"Organization/{Guid.NewGuid():D}" },
            },
        };
        var swept = await new RequestSweep(
            server.Services.GetRequiredService<WritePipeline>(),
            PlanCatalog.Types,
            server.Services.GetRequiredService<Database>(),
            server.Clock,
            options
        ).EscalateAsync("test", TestContext.Current.CancellationToken);
        Assert.Equal(1, swept.Refused);
        Assert.Equal([1L, 2L], await VersionsAsync(server, ids));
        Assert.Empty(await plan.NoticesAsync($"Task/{ids[0]:D}"));
    }

    private const int Batches = 200;

    private static RequestSweep Sweep(HuskyServer server, Database database) =>
        new(
            new WritePipeline(database, PlanCatalog.Types, server.Clock, PlanCatalog.Reactions()),
            PlanCatalog.Types,
            database,
            server.Clock,
            server.Services.GetRequiredService<SweepOptions>()
        );

    private static async Task<IReadOnlyList<long>> VersionsAsync(HuskyServer server, IReadOnlyList<Guid> ids)
    {
        var versions = new List<long>();
        foreach (var id in ids)
            versions.AddRange(
                await server.QueryAsync("SELECT version FROM resources WHERE id = $1", static row => row.Long(0), id)
            );
        return versions;
    }
}
