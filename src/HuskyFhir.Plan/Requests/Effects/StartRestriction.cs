using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Plan.Terms;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// A restriction that is agreed to binds from then on (45 CFR 164.522(a)(1)(iii)): as an active Consent, against which
/// every provider's query is held. The plan may bring its own in <c>output[consent]</c>; else one is made of the
/// organisations that the request names. Faults: 422 <c>restriction-unclear</c>, <c>consent-not-in-force</c>.
/// </summary>
internal sealed class StartRestriction : IEffect
{
    private const string Policies = "http://terminology.hl7.org/CodeSystem/consentpolicycodes";

    public RequestEffect Effect => RequestEffect.StartRestriction;

    public string? Output => "consent";

    public async Task<Result<Done>> DoAsync(RequestScope scope, CancellationToken cancellation)
    {
        if (TaskTerms.OutputOf<ResourceReference>(scope.Task, "consent") is { } brought)
            return
                References.Read(brought)?.Id is { } id
                && await scope.Facts.FindAsync(id, cancellation)
                    is { Resource: Consent { Status: Consent.ConsentState.Active } given } found
                && found.Member == scope.Member
                && Denies(given)
                ? Done.Now
                : No(
                    "consent-not-in-force",
                    "The output names no active restriction of this member; store it first, or leave the output out.",
                    "Task.output"
                );
        var whom = TaskTerms.InputsOf<ResourceReference>(scope.Task, "provider").ToList();
        if (whom.Count == 0 || whom.Exists(static each => References.Read(each) is not { Type: "Organization" }))
            return No(
                "restriction-unclear",
                "Say whom it keeps out: an input provider for each organisation, as Organization/id; or bring the Consent yourself in output consent.",
                "Task.input"
            );
        var consent = Deny(scope, whom);
        var made = Guid.CreateVersion7(scope.Now);
        scope.Following.Bring(
            scope.Step,
            new CreateCommand(scope.Following.Type("Consent"), WriteContext.Grant(scope.Step), consent, made)
        );
        TaskTerms.Output(scope.Task, "consent", new ResourceReference($"Consent/{made:D}"));
        return Done.Now;
    }

    private static Consent Deny(RequestScope scope, IEnumerable<ResourceReference> whom) =>
        new()
        {
            Status = Consent.ConsentState.Active,
            Scope = new("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
            Category = [new("http://loinc.org", "59284-0")],
            Patient = new($"Patient/{scope.Member:D}"),
            DateTime = ProgrammeTime.Day(scope.Now).ToString("yyyy-MM-dd", null),
            PolicyRule = new(
                Policies,
                scope.Case.Affirmed.Contains("self-pay") ? "hipaa-self-pay" : "hipaa-restrictions"
            ),
            Provision = new()
            {
                Type = Consent.ConsentProvisionType.Deny,
                Actor =
                [
                    .. whom.Select(static each => new Consent.provisionActorComponent
                    {
                        Role = new("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"),
                        Reference = new(each.Reference),
                    }),
                ],
            },
        };

    private static bool Denies(Consent consent) =>
        ConsentKinds.IsPrivacy(consent) && consent.Provision?.Type == Consent.ConsentProvisionType.Deny;

    private static Fault No(string rule, string text, string expression) =>
        new(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, text, expression, rule);
}
