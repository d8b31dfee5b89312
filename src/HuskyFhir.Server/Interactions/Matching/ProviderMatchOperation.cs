using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Store.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Async;
using HuskyFhir.Server.Interactions.Operations;
using HuskyFhir.Validation;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Matching;

/// <summary>
/// <c>Group/$provider-member-match</c> (Da Vinci PDex 2): a provider attests that it treats the people it describes; those who are members,
/// and have not opted out, are attributed to it for a time. Parameters: <c>MemberBundle</c>, each with MemberPatient, CoverageToMatch and
/// Consent. Always answered later. Faults: 400, 403 for who is no provider, 422.
/// </summary>
internal sealed class ProviderMatchOperation(AsyncInteraction later, RequestBody bodies, Intake intake, Trace trace)
{
    public const string Name = "$provider-member-match";

    /// <summary>Descriptions in one request.</summary>
    public const int Most = 1000;

    public async Task MatchAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var read = await ReadAsync(context, call);
        if (read.Try(out var body, out var fault))
            await later.AcceptAsync(context, call, Name, body);
        else
            await trace.AnswerAsync(context, call, fault);
    }

    private async Task<Answer<ReadOnlyMemory<byte>>> ReadAsync(HttpContext context, FhirCall call)
    {
        if (call.Caller is not { Kind: CallerKind.Provider, Organization: not null })
            return new Fault(FaultKind.Forbidden, IssueType.Forbidden, "A provider organisation attests treatment; this client works for none.", null, "policy");
        if (Negotiation.Preference(context.Request, "respond-async") is null)
            return new Fault(FaultKind.Malformed, IssueType.Required, "This is answered later: send Prefer: respond-async.", "Prefer", "respond-async");
        if (!(await bodies.ReadAsync(context.Request, context.RequestAborted)).Try(out var body, out var fault))
            return fault;
        var (resource, report) = intake.Parse(body, context.RequestAborted);
        if (report.ToFault() is { } unread)
            return unread;
        var asked = (resource as Parameters)?.Parameter.Count(static one => one.Name == "MemberBundle") ?? 0;
        if (asked == 0)
            return OperationInput.Missing("MemberBundle", "one for each person, with the parts MemberPatient, CoverageToMatch and Consent");
        return asked > Most
            ? new Fault(FaultKind.Malformed, IssueType.TooCostly, $"{asked} people were described; at most {Most} are taken at once.", "MemberBundle", "too-many")
            : body;
    }
}
