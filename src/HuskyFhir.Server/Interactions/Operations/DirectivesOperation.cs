using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Directives;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Views;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// <c>Patient/{id}/$directives</c>: the bedside call. What is in force on a day, today where <c>at</c> is missing, the
/// one to follow first, with its paper and the telephones of who speaks for the member; as a Bundle, and as a page to
/// print. Open to whom the member is open, and in an emergency to others for a reason. Faults: 400, 403, 404, 410.
/// </summary>
internal sealed class DirectivesOperation(
    ResourceReader reads,
    DirectivesPath directives,
    FhirTypeCatalog families,
    RequestBody bodies,
    Intake intake,
    PublicBase publicBase,
    ReadAudit trace,
    TimeProvider clock
)
{
    public async Task DirectivesAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        await trace.AnswerAsync(context, call, await AnswerAsync(context, call));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (FhirCall.IdOf(context) is not { } id)
            return call.Unknown(context);
        if (
            !(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault)
            || !Day(input).Try(out var day, out fault)
        )
            return fault;
        if (!(await reads.ReadAsync(call.Type, id, call.Grant, context.RequestAborted)).Try(out var member, out fault))
            return fault;
        if (!Grants(call.Caller).Try(out var grants, out fault))
            return fault;
        var found = await directives.InForceAsync(member, grants, day, context.RequestAborted);
        var stored = found.Where(static row => row.Version > 0).ToList();
        await trace.RecordAsync(call, id, [member, .. stored], "$directives");
        Part2Notice.Set(context, call.Caller, stored);
        context.Features.Set<IBundlePage>(new DirectivesPage(member, day));
        using var bundle = new BundleWriter("collection", clock.GetUtcNow(), null, found);
        bundle.Collected(publicBase.Url, found);
        return bundle.Finish();
    }

    /// <summary>Without Consent there is nothing to tell; what else the token does not cover is left out.</summary>
    private Result<Dictionary<string, Grant>> Grants(Caller caller)
    {
        var grants = new Dictionary<string, Grant>(StringComparer.Ordinal);
        foreach (var type in DirectivesPath.Types.Select(name => families.Find(name)!))
            if (Policy.Decide(caller, Interaction.Read, type.Name, type.Openness).Try(out var grant, out var denied))
                grants[type.Name] = grant;
            else if (grants.Count == 0)
                return denied;
        return grants;
    }

    private Result<DateOnly> Day(OperationInput input) =>
        input.Text("at") is not { } text
            ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), ProgrammeTime.Zone).DateTime)
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day
        : OperationInput.Bad("at", "a day, such as 2026-11-23");
}
