using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// The list of disclosures comes from the audit trail, which a transaction does not read: the job makes it, and
/// completes the request with it.
/// </summary>
internal sealed class BuildAccounting : IEffect
{
    public RequestEffect Effect => RequestEffect.BuildAccounting;

    public string? Output => "accounting";

    public Task<Result<Done>> DoAsync(RequestScope scope, CancellationToken cancellation) =>
        System.Threading.Tasks.Task.FromResult<Result<Done>>(
            TaskTerms.OutputOf<ResourceReference>(scope.Task, "accounting") is null ? Done.Later : Done.Now
        );
}
