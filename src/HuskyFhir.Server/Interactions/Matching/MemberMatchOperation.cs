using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Core.Terms;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Operations;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Matching;

/// <summary>
/// <c>Patient/$member-match</c> (Da Vinci HRex 1.2): which member a description and a coverage are of. Parameters:
/// MemberPatient, CoverageToMatch, CoverageToLink, Consent; answers MemberIdentifier. Faults: 400; 422 for none, for
/// several, and for a consent that cannot be honoured; 429 for guesses.
/// </summary>
internal sealed class MemberMatchOperation(
    MemberFinder finder,
    MatchAttemptLimiter guesses,
    RequestBody bodies,
    Intake intake,
    ReadAudit trace,
    TimeProvider clock
)
{
    private const string Hrex = "http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp";

    public async Task MatchAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        await trace.AnswerAsync(context, call, await AnswerAsync(context, call));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (!(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault))
            return fault;
        if (input.Resource<Patient>("MemberPatient") is not { } asked)
            return OperationInput.Missing("MemberPatient", "a Patient with family name, birth date and gender");
        if (input.Resource<Coverage>("CoverageToMatch") is not { } coverage)
            return OperationInput.Missing("CoverageToMatch", "a Coverage with the number on the member's card");
        if (!MatchConsent.Until(input.Resource<Consent>("Consent"), clock.GetUtcNow()).Try(out _, out fault))
            return fault;
        var found = await finder.OneAsync(asked, coverage, call.Caller, call.Grant.Narrowed, context.RequestAborted);
        if (!found.Try(out var member, out fault))
            return fault;
        if (member is null)
            return guesses.Missed(call.Caller.ClientId)
                ?? new Fault(
                    FaultKind.Unprocessable,
                    IssueType.NotFound,
                    "No single member fits the name, the birth date and the coverage.",
                    null,
                    "no-match"
                );
        await trace.RecordAsync(call, member.Id, [member], "$member-match");
        var identifier = ((Patient)FhirJson.Read(member.Body!)).Identifier.First(static each =>
            each.System == Systems.ClientId
        );
        return new ReadOnlyMemory<byte>(
            FhirJson.Write(
                new Parameters
                {
                    Parameter =
                    [
                        new()
                        {
                            Name = "MemberIdentifier",
                            Value = new Identifier(identifier.System, identifier.Value) { Type = new(Hrex, "UMB") },
                        },
                        new() { Name = "MemberId", Value = new ResourceReference($"Patient/{member.Id:D}") },
                    ],
                }
            )
        );
    }
}
