using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Requests.Effects.Records;
using HuskyFhir.Plan.Requests.Engine;
using HuskyFhir.Plan.Requests.Kinds;
using HuskyFhir.Resources.Writing;

namespace HuskyFhir.Plan.Requests.Effects;

/// <summary>
/// Hands over the member's record as of this moment, in the form and of the time that were asked for (45 CFR
/// 164.524(c)). Documents stand in it with their address, and are fetched from there. Where the plan brings the records
/// itself, that stays. Paper is made ready to print, and the request stays granted until staff says when it was mailed,
/// in <c>output[records-mailed]</c>.
/// </summary>
internal sealed class HandOverRecords : IEffect
{
    private const string Printed = "records-printed";

    public RequestEffect Effect => RequestEffect.HandOverRecords;

    public string? Output => "records";

    public async Task<Result<Done>> DoAsync(RequestScope scope, CancellationToken cancellation)
    {
        if (TaskTerms.OutputOf<ResourceReference>(scope.Task, "records") is not null)
            return Done.Now;
        var form = RecordsForm.Of(scope.Task);
        if (form != RecordsForm.Paper)
        {
            TaskTerms.Output(scope.Task, "records", await MakeAsync(form, scope, cancellation));
            return Done.Now;
        }

        if (TaskTerms.OutputOf<ResourceReference>(scope.Task, Printed) is not { } ready)
        {
            TaskTerms.Output(scope.Task, Printed, await MakeAsync(form, scope, cancellation));
            return Done.Later;
        }

        if (TaskTerms.OutputOf<Date>(scope.Task, "records-mailed") is null)
            return Done.Later;
        TaskTerms.Output(scope.Task, "records", new ResourceReference(ready.Reference));
        return Done.Now;
    }

    private static async Task<ResourceReference> MakeAsync(
        string form,
        RequestScope scope,
        CancellationToken cancellation
    )
    {
        var held = await HeldRecords.OfAsync(scope, cancellation);
        var (document, asks) = HandedOver.Of(
            RecordsFile.Of(form, held, scope.Member, scope.Options.PlanName, scope.Now),
            "records-access",
            scope.Member,
            WriteContext.Grant(scope.Step),
            scope.Following.Type,
            scope.Now
        );
        foreach (var ask in asks)
            scope.Following.Bring(scope.Step, ask);
        return new ResourceReference($"DocumentReference/{document:D}");
    }
}
