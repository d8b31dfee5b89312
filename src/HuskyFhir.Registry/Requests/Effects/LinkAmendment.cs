using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Requests.Engine;
using HuskyFhir.Registry.Requests.Kinds;
using HuskyFhir.Registry.Store.Writing;

namespace HuskyFhir.Registry.Requests.Effects;

/// <summary>
/// Links what was corrected, or disagreed with, to the request (45 CFR 164.526(c)(1) and (d)(4)): a Provenance of the record that leads to the
/// Task, which goes with the record wherever it is asked for. Fault: 422 <c>amendment-unlinked</c> where the request does not say what it is about.
/// </summary>
internal sealed class LinkAmendment(RequestEffect effect) : IEffect
{
    public RequestEffect Effect => effect;

    public async Task<Answer<Done>> DoAsync(RequestScope scope, CancellationToken cancellation)
    {
        var focus = scope.Task.Focus ?? (References.Read(scope.Task.ReasonReference)?.Id is { } earlier && (await scope.Facts.FindAsync(earlier, cancellation))?.Resource is Hl7.Fhir.Model.Task amendment ? amendment.Focus : null);
        if (References.Read(focus) is not { Id: { } id, Type: { } type })
            return new Fault(FaultKind.Unprocessable, OperationOutcome.IssueType.BusinessRule, "Name the record that this is about in Task.focus, so that the answer is linked to it (45 CFR 164.526(c)(1)).", "Task.focus", "amendment-unlinked");
        scope.Task.Focus ??= (ResourceReference)focus!.DeepCopy();
        scope.Following.Bring(scope.Step, new CreateAsk(scope.Following.Type("Provenance"), Following.Grant(scope.Step), new Provenance
        {
            Target = [new($"{type}/{id:D}")],
            Recorded = scope.Now,
            Activity = new("http://terminology.hl7.org/CodeSystem/v3-DataOperation", "UPDATE") { Text = effect == RequestEffect.LinkAmendment ? "Amended at the member's request" : "Statement of disagreement" },
            Agent = [new() { Type = new("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "author"), Who = (ResourceReference?)scope.Task.Requester?.DeepCopy() ?? new($"Patient/{scope.Member:D}") }],
            Entity = [new() { Role = Provenance.ProvenanceEntityRole.Source, What = new(scope.Self) }],
        }));
        return Done.Now;
    }
}
