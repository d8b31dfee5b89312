using System.Text.Json;
using System.Text.Json.Nodes;
using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;
using HuskyFhir.Storage.Audit;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Plan.Precedence;

/// <summary>
/// Where the plan settles conflicts. What is kept or taken leaves a row in the audit with the reason; what is taken is
/// written through the write path, as the plan's own word, and the conflict is settled in the same transaction. Faults:
/// 404 for none, 409 for one that is settled, and those of the write.
/// </summary>
public sealed class ConflictDesk(
    Database database,
    WritePipeline writes,
    Intake intake,
    FhirTypeCatalog families,
    TimeProvider clock
)
{
    /// <summary>Keeps what stands.</summary>
    public async Task<Result<Conflict>> KeepAsync(Guid id, Caller by, string reason, CancellationToken cancellation)
    {
        if (!(await OpenAsync(id, cancellation)).Try(out var conflict, out var fault))
            return fault;
        var settled = await database.WriteAsync(
            work => SettleAsync(work, conflict, ConflictState.Kept, by, reason, Request(), cancellation),
            cancellation
        );
        return settled ? (await FindAsync(id, cancellation))! : Settled();
    }

    /// <summary>Takes what was offered.</summary>
    public async Task<Result<Conflict>> TakeAsync(Guid id, Caller by, string reason, CancellationToken cancellation)
    {
        if (!(await OpenAsync(id, cancellation)).Try(out var conflict, out var fault))
            return fault;
        var request = Request();
        var plan = new ComposedPlan(
            request,
            conflict.Member is { } member ? [AssignmentRepository.Name(member)] : [],
            (following, cancel) => ComposeAsync(conflict, by, following, cancel)
        )
        {
            Beside = async (work, cancel) =>
            {
                if (!await SettleAsync(work, conflict, ConflictState.Taken, by, reason, request, cancel))
                    throw new SettledException();
            },
        };
        try
        {
            return (await writes.ApplyAsync(plan, cancellation)).Try(out _, out fault)
                ? (await FindAsync(id, cancellation))!
                : fault;
        }
        catch (SettledException)
        {
            return Settled();
        }
    }

    private Task<Conflict?> FindAsync(Guid id, CancellationToken cancellation) =>
        new ConflictRepository(database).FindAsync(id, cancellation);

    private async Task<Result<Conflict>> OpenAsync(Guid id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) switch
        {
            null => new Fault(
                FaultKind.NotFound,
                OperationOutcome.IssueType.NotFound,
                "There is no such conflict; 'conflicts list' shows the open ones.",
                null,
                "conflict-unknown"
            ),
            { State: ConflictState.Open } open => open,
            _ => Settled(),
        };

    private async Task<bool> SettleAsync(
        Work work,
        Conflict conflict,
        ConflictState state,
        Caller by,
        string reason,
        string request,
        CancellationToken cancellation
    )
    {
        var now = clock.GetUtcNow();
        if (!await ConflictRepository.SettleAsync(work, conflict.Id, state, by.ClientId, reason, now, cancellation))
            return false;
        work.Audit(
            new AuditRecord(
                now,
                by.ClientId,
                state == ConflictState.Taken ? "conflict-taken" : "conflict-kept",
                conflict.Type,
                conflict.Resource,
                null,
                conflict.Member,
                "ok",
                request,
                $"{conflict.Fact} {conflict.Id:D}"
            )
            {
                Purpose = by.Purpose,
            }
        );
        return true;
    }

    /// <summary>What taking the offer comes to, by what is stored now.</summary>
    private async Task<Result<IReadOnlyList<WriteCommand>>> ComposeAsync(
        Conflict conflict,
        Caller by,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var grant = new Grant(by.Service, RowFilter.Everything);
        var offered = JsonNode.Parse(conflict.Offered)!.AsObject();
        if (conflict.Fact == Disagreement.Pcp)
            return await AssignAsync(conflict, offered, grant, following, cancellation);
        var type = families.Find(conflict.Type)!;
        var latest = (await following.LatestAsync([conflict.Resource], cancellation)).GetValueOrDefault(
            conflict.Resource
        );
        if (latest?.Body is not { } body)
            return Checked(offered, conflict).Try(out var whole, out var unfit)
                ? new WriteCommand[] { new CreateCommand(type, grant, whole) }
                : unfit;
        var stands = JsonNode.Parse(body)!.AsObject();
        FactList.Find(conflict.Type, conflict.Fact, offered, stands).Put(stands, offered);
        stands.Remove("text");
        return Checked(stands, conflict).Try(out var resource, out var fault)
            ? new WriteCommand[]
            {
                new UpdateCommand(type, grant, conflict.Resource, resource, VersionCondition.Of(latest.Version)),
            }
            : fault;
    }

    private static async Task<Result<IReadOnlyList<WriteCommand>>> AssignAsync(
        Conflict conflict,
        JsonObject offered,
        Grant grant,
        WriteContext following,
        CancellationToken cancellation
    )
    {
        var book = await AssignmentRepository.OpenAsync([conflict.Resource], following, cancellation);
        var timeline = book.Timeline(conflict.Resource, following.Now);
        timeline.Assign(
            new((string)offered["generalPractitioner"]![0]!["reference"]!),
            Moment.At(timeline.Now),
            AssignmentTerms.Assigned,
            AssignmentTerms.Changed,
            Guid.CreateVersion7(following.Now)
        );
        timeline.Settle();
        var type = following.Type("CareTeam");
        return timeline
            .Changed.Select(each =>
                each.IsNew
                    ? (WriteCommand)new CreateCommand(type, grant, each.Team, each.Id)
                    : new UpdateCommand(type, grant, each.Id, each.Team)
            )
            .ToArray();
    }

    /// <summary>What was offered was valid in its own resource; beside what stands now it must be so again.</summary>
    private Result<Resource> Checked(JsonObject body, Conflict conflict)
    {
        body["resourceType"] = conflict.Type;
        var resource = FhirJson.Read(JsonSerializer.SerializeToUtf8Bytes(body));
        return intake.CheckAlone(resource, []).ToFault() is { } unfit ? unfit : resource;
    }

    private string Request() => $"conflict-{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    private static Fault Settled() =>
        new(
            FaultKind.Conflict,
            OperationOutcome.IssueType.Conflict,
            "The conflict is settled already; 'conflicts show' tells how.",
            null,
            "conflict-settled"
        );

    private sealed class SettledException : Exception;
}
