using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Searching;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// <c>DocumentReference/$docref</c> (US Core): a member's documents, of a type, about a time; without a time, those
/// that are current. Parameters: <c>patient</c>, <c>start</c>, <c>end</c>, <c>type</c>, <c>on-demand</c>. The service
/// makes no document on demand. Faults: 400.
/// </summary>
internal sealed class DocumentOperation(
    SearchPages pages,
    SearchReading reading,
    RequestBody bodies,
    Intake intake,
    FhirTypeCatalog families,
    ReadAudit trace
)
{
    public async Task DocumentsAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        await trace.AnswerAsync(context, call, await AnswerAsync(context, call));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (
            !(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault)
            || !input.Flag("on-demand").Try(out var onDemand, out fault)
        )
            return fault;
        const string path = "DocumentReference/$docref";
        if (
            !(await pages.TurnAsync(call, "/fhir/" + path, [.. input.Simple], context.RequestAborted)).Try(
                out var turned,
                out fault
            )
        )
            return fault;
        if (turned.After is null && input.Text("patient") is null)
            return OperationInput.Missing("patient", "whose documents are meant");
        if (onDemand)
            return new Fault(
                FaultKind.Malformed,
                IssueType.NotSupported,
                "The service makes no documents on demand; leave on-demand out.",
                "on-demand",
                "operation-parameter"
            );
        if (!reading.Read(call.Type, Search(input, turned), strict: true).Try(out var query, out fault))
            return fault;
        return await pages.WriteAsync(
            context,
            call,
            new(path, query, query, turned.After),
            new SearchGrants(families, call.Type, call.Grant)
        );
    }

    private static List<KeyValuePair<string, string>> Search(OperationInput input, PageTurn turned)
    {
        if (turned.After is not null)
            return turned.Given;
        var search = new List<KeyValuePair<string, string>> { new("patient", input.Text("patient")!) };
        if (input.Value<Hl7.Fhir.Model.CodeableConcept>("type")?.Coding is [var coding, ..])
            search.Add(new("type", $"{coding.System}|{coding.Code}"));
        else if (input.Text("type") is { } type)
            search.Add(new("type", type));
        if (input.Text("start") is { } start)
            search.Add(new("period", "ge" + start));
        if (input.Text("end") is { } end)
            search.Add(new("period", "le" + end));
        if (input.Text("start") is null && input.Text("end") is null)
            search.Add(new("status", "current"));
        if (input.Text("_count") is { } count)
            search.Add(new("_count", count));
        search.Add(new("_sort", "-period"));
        return search;
    }
}
