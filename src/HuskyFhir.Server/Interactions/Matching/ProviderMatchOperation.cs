using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Async;
using HuskyFhir.Server.Interactions.Operations;
using HuskyFhir.Validation.Reports;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Matching;

/// <summary>
/// <c>Group/$provider-member-match</c> (Da Vinci PDex 2.2.0): a provider attests that it treats the people it
/// describes; those who are members,
/// and have not opted out, are attributed to it for a time. Parameters: <c>MemberBundle</c>, each with MemberPatient,
/// CoverageToMatch and Consent. An attestation that lacks something refuses the whole request, with all that is
/// missing. Always answered later. Faults: 400; 403
/// for who is no provider, and for scopes with parameters, which the answer would go beyond; 422.
/// </summary>
internal sealed class ProviderMatchOperation(
    AsyncInteraction later,
    RequestBody bodies,
    Intake intake,
    ReadAudit trace,
    ResourceReader reads,
    FhirTypeCatalog families,
    TimeProvider clock
)
{
    public const string Name = "$provider-member-match";

    private const int MostIssues = 200;

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

    private async Task<Result<ReadOnlyMemory<byte>>> ReadAsync(HttpContext context, FhirCall call)
    {
        if (call.Caller is not { Kind: CallerKind.Provider, Organization: { } organization })
            return new Fault(
                FaultKind.Forbidden,
                IssueType.Forbidden,
                "A provider organisation attests treatment; this client works for none.",
                null,
                "policy"
            );
        if (
            call.Grant.Narrowed is not null
            || Policy.Decide(call.Caller, Interaction.Search, "Patient", families.Find("Patient")!.Openness)
                is { Fault: null, Value.Narrowed: not null }
        )
            return OperationInput.BeyondScope;
        if (Negotiation.Preference(context.Request, "respond-async") is null)
            return new Fault(
                FaultKind.Malformed,
                IssueType.Required,
                "This is answered later: send Prefer: respond-async.",
                "Prefer",
                "respond-async"
            );
        if (!(await bodies.ReadAsync(context.Request, context.RequestAborted)).Try(out var body, out var fault))
            return fault;
        var (resource, report) = intake.Parse(body, context.RequestAborted);
        if (report.ToFault() is { } unread)
            return unread;
        var asked = (resource as Parameters)?.Parameter.Count(static one => one.Name == "MemberBundle") ?? 0;
        if (asked == 0)
            return OperationInput.Missing(
                "MemberBundle",
                "one for each person, with the parts MemberPatient, CoverageToMatch and Consent"
            );
        if (asked > Most)
            return new Fault(
                FaultKind.Malformed,
                IssueType.TooCostly,
                $"{asked} people were described; at most {Most} are taken at once.",
                "MemberBundle",
                "too-many"
            );
        return await LacksAsync((Parameters)resource!, organization, context.RequestAborted) is { Count: > 0 } lacking
            ? new Fault(FaultKind.Unprocessable, lacking)
            : body;
    }

    private async Task<IReadOnlyList<Issue>> LacksAsync(
        Parameters described,
        Guid organization,
        CancellationToken cancellation
    )
    {
        var plan = new Grant(Caller.Operator, RowFilter.Everything);
        var found = await reads.ReadAsync(families.Find("Organization")!, organization, plan, cancellation);
        var own = found.Try(out var stored, out _) ? (Organization)FhirJson.Read(stored.Body!) : new();
        var npis = own
            .Identifier.Where(static each => each.System == Systems.Npi)
            .Select(static each => each.Value)
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. described
                .Parameter.Where(static one => one.Name == "MemberBundle")
                .SelectMany(
                    (one, at) => Lacks(TreatmentAttestation.In(one), $"MemberBundle[{at}].", organization, npis)
                )
                .Take(MostIssues),
        ];
    }

    /// <summary>
    /// What an attestation lacks; and where it lacks nothing, what there is to say of it as it will be kept.
    /// </summary>
    private IEnumerable<Issue> Lacks(Consent? attestation, string at, Guid organization, HashSet<string> npis)
    {
        var lacking = TreatmentAttestation
            .Lacks(attestation, $"{at}Consent", organization, npis, clock.GetUtcNow())
            .ToList();
        return lacking.Count > 0
            ? lacking
            : intake
                .CheckAlone(TreatmentAttestation.Kept(attestation!, Guid.Empty, organization, string.Empty), [])
                .Issues.Where(static issue => issue.Refuses)
                .Select(issue => issue with { Expression = at + issue.Expression });
    }
}
