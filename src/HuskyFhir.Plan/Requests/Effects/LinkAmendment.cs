using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// Puts with a record that it was corrected, or disagreed with (45 CFR 164.526(c)(1) and (d)(4)): a Provenance of the
/// record, and for a
/// disagreement the statement as a document, which go with the record wherever it is asked for. Neither names the Task:
/// that is between the
/// member and the plan. Fault: 422 <c>amendment-unlinked</c> where the request does not say what it is about.
/// </summary>
internal sealed class LinkAmendment(RequestEffect effect) : IEffect
{
    public RequestEffect Effect => effect;

    public async Task<Result<Done>> DoAsync(RequestScope scope, CancellationToken cancellation)
    {
        var focus =
            scope.Task.Focus
            ?? (
                References.Read(scope.Task.ReasonReference)?.Id is { } earlier
                && (await scope.Facts.FindAsync(earlier, cancellation))?.Resource is Hl7.Fhir.Model.Task amendment
                    ? amendment.Focus
                    : null
            );
        if (References.Read(focus) is not { Id: { } id, Type: { } type })
            return new Fault(
                FaultKind.Unprocessable,
                OperationOutcome.IssueType.BusinessRule,
                "Name the record that this is about in Task.focus, so that the answer is linked to it (45 CFR 164.526(c)(1)).",
                "Task.focus",
                "amendment-unlinked"
            );
        scope.Task.Focus ??= (ResourceReference)focus!.DeepCopy();
        var statement = effect == RequestEffect.AttachDisagreement ? Guid.CreateVersion7(scope.Now) : (Guid?)null;
        if (statement is { } document)
            scope.Following.Bring(
                scope.Step,
                new CreateCommand(
                    scope.Following.Type("DocumentReference"),
                    WriteContext.Grant(scope.Step),
                    await StatementOfDisagreement.OfAsync(scope, $"{type}/{id:D}", document, cancellation),
                    document
                )
            );
        scope.Following.Bring(
            scope.Step,
            new CreateCommand(
                scope.Following.Type("Provenance"),
                WriteContext.Grant(scope.Step),
                new Provenance
                {
                    Target = [new($"{type}/{id:D}")],
                    Recorded = scope.Now,
                    Activity = new("http://terminology.hl7.org/CodeSystem/v3-DataOperation", "UPDATE")
                    {
                        Text = statement is null ? "Amended at the member's request" : "Statement of disagreement",
                    },
                    Agent =
                    [
                        new()
                        {
                            Type = new("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "author"),
                            Who =
                                (ResourceReference?)scope.Task.Requester?.DeepCopy()
                                ?? new($"Patient/{scope.Member:D}"),
                        },
                    ],
                    Entity = statement is { } told
                        ?
                        [
                            new()
                            {
                                Role = Provenance.ProvenanceEntityRole.Source,
                                What = new($"DocumentReference/{told:D}"),
                            },
                        ]
                        : [],
                }
            )
        );
        return Done.Now;
    }
}
