using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.PcpAssignments;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// <c>Group/{id}/$member-add</c> and <c>$member-remove</c> (Da Vinci ATR): the plan assigns a member to a practitioner
/// of the panel's organisation, or ends the assignment. The answer is the panel as it then is. Faults: 400, 404, 422.
/// </summary>
internal sealed class PanelOperations(
    ResourceReader reads,
    Assigner assigner,
    PanelChange changes,
    RequestBody bodies,
    Intake intake,
    ReadAudit trace
)
{
    public Task AddAsync(HttpContext context) => ChangeAsync(context, changes.AddAsync);

    public Task RemoveAsync(HttpContext context) => ChangeAsync(context, changes.RemoveAsync);

    private async Task ChangeAsync(
        HttpContext context,
        Func<Guid, PanelAsk, CancellationToken, Task<Result<AssignmentChange>>> change
    )
    {
        var call = FhirCall.Of(context);
        var answer = await AnswerAsync(context, call, change);
        await trace.RecordAsync(context, call, answer);
        if (!answer.Try(out var panel, out var fault))
        {
            await OperationOutcomeWriter.WriteAsync(context, fault);
            return;
        }

        VersionTags.Set(context, panel);
        await ResponseWriter.WriteAsync(context, panel.Body, Negotiation.Pretty(context.Request));
    }

    private async Task<Result<StoredResource>> AnswerAsync(
        HttpContext context,
        FhirCall call,
        Func<Guid, PanelAsk, CancellationToken, Task<Result<AssignmentChange>>> change
    )
    {
        if (FhirCall.IdOf(context) is not { } id)
            return call.Unknown(context);
        if (
            !(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault)
            || !(await reads.ReadAsync(call.Type, id, call.Grant, context.RequestAborted)).Try(out var panel, out fault)
        )
            return fault;
        if (References.IdOf(((Group)FhirJson.Read(panel.Body!)).ManagingEntity, "Organization") is not { } organization)
            return new Fault(
                FaultKind.Unprocessable,
                OperationOutcome.IssueType.BusinessRule,
                "This group is no panel of an organisation here.",
                null,
                "panel-organization"
            );
        var ask = new PanelAsk(
            input.Value<ResourceReference>("patientReference"),
            input.Value<Identifier>("memberId"),
            input.Value<ResourceReference>("providerReference"),
            input.Text("providerNpi") ?? input.Value<Identifier>("providerNpi")?.Value,
            input.Value<Period>("attributionPeriod")
        );
        if (
            !(await change(organization, ask, context.RequestAborted)).Try(out var wanted, out fault)
            || !(await assigner.ApplyAsync([wanted], call.Caller, call.RequestId, context.RequestAborted)).Try(
                out _,
                out fault
            )
        )
            return fault;
        StoredMark.Put(context);
        var changed = await reads.ReadAsync(call.Type, id, call.Grant, context.RequestAborted);
        return changed.Fault is null ? changed : panel; // somebody took the panel away meanwhile; what was done is done
    }
}
