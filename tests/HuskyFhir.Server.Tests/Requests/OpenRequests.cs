using System.Text.Json;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Terms;
using HuskyFhir.Plan.Catalog;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using FhirTask = Hl7.Fhir.Model.Task;
using Status = Hl7.Fhir.Model.Task.TaskStatus;

namespace HuskyFhir.Server.Tests.Requests;

/// <summary>Requests as they are stored while they are open, with the day that their clock gave them.</summary>
internal static class OpenRequests
{
    public const string Types = Systems.Base + "/CodeSystem/husky-request-type";

    private const string Statuses = Systems.Base + "/CodeSystem/husky-request-status";

    /// <summary>Days that the law gives for an answer, by kind.</summary>
    private static readonly Dictionary<string, int> Days = new(StringComparer.Ordinal)
    {
        ["complaint"] = 90,
        ["grievance"] = 90,
        ["appeal"] = 90,
        ["records-access"] = 30,
    };

    /// <summary>One that was asked so long ago that it is due on a day; where none is given, three days ago.</summary>
    public static FhirTask Of(
        string member,
        string kind,
        string? due,
        Status status = Status.InProgress,
        string business = "in-review"
    ) =>
        new()
        {
            Status = status,
            BusinessStatus = new(Statuses, business),
            Intent = FhirTask.TaskIntent.Order,
            Code = new(Types, kind),
            For = new(member),
            Requester = new(member),
            AuthoredOn = Asked(kind, due),
            ExecutionPeriod = status == Status.Completed ? new() { End = "2026-11-21" } : null,
        };

    public static string Asked(string kind, string? due) =>
        due is null
            ? "2026-11-20T15:00:00Z"
            : System
                .DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture)
                .AddDays(-Days[kind])
                .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) + "T15:00:00Z";

    /// <summary>Puts its day off, with all that the day rests on.</summary>
    public static void PutOff(this FhirTask task, string kind, string due)
    {
        task.AuthoredOn = Asked(kind, due);
        task.GetExtension(Systems.Base + "/StructureDefinition/husky-clock")!.GetExtension("received")!.Value =
            new Instant(
                System.DateTimeOffset.Parse(task.AuthoredOn, System.Globalization.CultureInfo.InvariantCulture)
            );
    }

    /// <summary>Its acknowledgement was sent by other means.</summary>
    public static FhirTask Acknowledged(this FhirTask task)
    {
        var told = new Extension { Url = Systems.Base + "/StructureDefinition/husky-sent-notice" };
        told.Extension.Add(new("kind", new Code("acknowledgement")));
        told.Extension.Add(new("on", new FhirDateTime("2026-11-20T15:00:00.000Z")));
        told.Extension.Add(new("notice", new ResourceReference { Display = "By letter" }));
        task.Extension.Add(told);
        return task;
    }

    /// <summary>Stores them as a load does, with the date that they bring, and gives their ids.</summary>
    public static async Task<IReadOnlyList<Guid>> StoreAsync(this HuskyServer server, params FhirTask[] tasks) =>
        [.. (await LoadAsync(server, tasks)).Select(static answer => answer.Value[0].Resource.Id)];

    /// <summary>The same, with what the load is told of each.</summary>
    public static async Task<IReadOnlyList<Result<IReadOnlyList<Written>>>> LoadAsync(
        this HuskyServer server,
        params FhirTask[] tasks
    )
    {
        var grant = new Grant(Caller.Operator, RowFilter.Everything);
        var type = PlanCatalog.Types.Find("Task")!;
        var units = tasks
            .Select(task => new WriteUnit(
                "test",
                [PreparedWrite.From(new CreateCommand(type, grant, task), server.Clock.GetUtcNow())]
            )
            {
                IsLoad = true,
            })
            .ToList();
        return await server
            .Services.GetRequiredService<WritePipeline>()
            .ApplyAsync(units, TestContext.Current.CancellationToken);
    }

    /// <summary>A new version, as a load brings one whose word is the plan's own.</summary>
    public static async System.Threading.Tasks.Task ChangeAsync(
        this HuskyServer server,
        Guid id,
        Action<FhirTask> change
    )
    {
        var task = await server.TaskAsync(id);
        change(task);
        var ask = new UpdateCommand(
            PlanCatalog.Types.Find("Task")!,
            new(Caller.Operator, RowFilter.Everything),
            id,
            task
        );
        var unit = new WriteUnit("test", [PreparedWrite.From(ask, server.Clock.GetUtcNow())])
        {
            IsLoad = true,
            Source = HuskyFhir.Resources.Writing.FactSource.Plan,
        };
        var written = await server
            .Services.GetRequiredService<WritePipeline>()
            .ApplyAsync([unit], TestContext.Current.CancellationToken);
        Assert.Null(written[0].Fault);
    }

    public static async Task<FhirTask> TaskAsync(this HuskyServer server, Guid id) =>
        (FhirTask)
            Core.Resources.FhirJson.Read(
                (await server.QueryAsync("SELECT body FROM resources WHERE id = $1", static row => row.Bytes(0), id))[0]
            );

    /// <summary>A day from today on, in Connecticut.</summary>
    public static string In(this HuskyServer server, int days) =>
        Core
            .Time.ProgrammeTime.Day(server.Clock.GetUtcNow())
            .AddDays(days)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Runs a job as the schedule would.</summary>
    public static Task<string> RunAsync(this HuskyServer server, string job) =>
        server.Services.GetRequiredService<Jobs.JobRunner>().RunAsync(job, TestContext.Current.CancellationToken);

    /// <summary>The notices about a resource, by kind.</summary>
    public static async Task<List<(string Kind, JsonElement Notice)>> NoticesAsync(
        this HttpClient http,
        string about
    ) =>
        [
            .. (await http.AskAsync($"Communication?about={about}&_sort=sent"))
                .Expect(System.Net.HttpStatusCode.OK)
                .Entries.Select(static entry => entry.GetProperty("resource"))
                .Select(static notice =>
                    (
                        notice.GetProperty("category")[0].GetProperty("coding")[0].GetProperty("code").GetString()!,
                        notice
                    )
                ),
        ];
}
