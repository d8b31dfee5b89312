using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.ReportableChanges;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Views;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// <c>Patient/{id}/$changes</c> and <c>Patient/$changes</c> (OperationDefinition husky-changes): what changed that DSS
/// must know, and where each change stands on its way there, the newest first. For the plan. Faults: 400 for a
/// parameter that cannot be read, 403, 404.
/// </summary>
internal sealed class ChangesOperation(
    ResourceReader reads,
    ChangeRepository book,
    RequestBody bodies,
    Intake intake,
    ReadAudit trace,
    FhirTypeCatalog families,
    TimeProvider clock
)
{
    public async Task ChangesAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        await trace.AnswerAsync(context, call, await AnswerAsync(context, call));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (call.Caller.Kind != CallerKind.Plan)
            return new Fault(
                FaultKind.Forbidden,
                OperationOutcome.IssueType.Forbidden,
                "The changes and their way to DSS are read by the plan alone.",
                null,
                "policy"
            );
        var isOne = context.Request.RouteValues["id"] is not null;
        var id = FhirCall.IdOf(context);
        if (isOne && id is null)
            return call.Unknown(context);
        if (!isOne && call.Grant.Narrowed is not null)
            return OperationInput.BeyondScope;
        if (
            !(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault)
            || !ChangeAsk.Read(input, id).Try(out var ask, out fault)
        )
            return fault;
        var seen = new List<StoredResource>();
        if (id is { } member)
        {
            if (
                !(await reads.ReadAsync(call.Type, member, call.Grant, context.RequestAborted)).Try(
                    out var stored,
                    out fault
                )
            )
                return fault;
            seen.Add(stored);
        }

        var found = await book.FindAsync(
            ask.Partner,
            ask.Filter with
            {
                Reader = (call.Caller, families, clock.GetUtcNow()),
            },
            ask.Most,
            context.RequestAborted
        );
        // A change tells of its member what the record told, so each is listed as seen.
        seen.AddRange(
            found
                .Select(static each => each.Change)
                .DistinctBy(static change => (change.Resource, change.Version))
                .Select(static change => new StoredResource(
                    change.Type,
                    change.Resource,
                    change.Version,
                    change.Known.UtcTicks,
                    change.Member,
                    false,
                    null
                ))
        );
        await trace.RecordAsync(call, id, seen, "$changes");
        context.Features.Set<IBundlePage>(new ChangesPage());
        return (ReadOnlyMemory<byte>)FhirJson.Write(ChangeParameters.Of(found));
    }
}
