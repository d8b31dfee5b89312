using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Time;
using HuskyFhir.Plan.Disclosures.Events;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Operations;

namespace HuskyFhir.Server.Interactions.Auditing;

/// <summary>
/// <c>Patient/{id}/$disclosures</c> (OperationDefinition husky-disclosures; 45 CFR 164.528): to whom a member's data
/// went, when, what and why, the newest first. As a page (<c>Accept: text/html</c>) it is a document to print. For the
/// plan, which answers the member. Faults: 400 for a period that cannot be read or is too long, 403, 404, 422 for more
/// than one answer holds.
/// </summary>
internal sealed class DisclosuresOperation(
    ResourceReader reads,
    DisclosureList list,
    RequestBody bodies,
    Intake intake,
    ReadAudit trace,
    TimeProvider clock
)
{
    public async Task DisclosuresAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        var answer = await AnswerAsync(context, call);
        await trace.RecordOfTypeAsync(
            call,
            call.Type.Name,
            answer.Fault is null ? FhirCall.IdOf(context) : null,
            answer.Fault,
            "start&end"
        );
        if (answer.Try(out var bundle, out var fault))
            await ResponseWriter.WriteAsync(context, bundle, Negotiation.Pretty(context.Request));
        else
            await OperationOutcomeWriter.WriteAsync(context, fault);
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (AuditInteraction.Denied(call.Caller, Interaction.Search) is { } denied)
            return denied;
        if (FhirCall.IdOf(context) is not { } id)
            return call.Unknown(context);
        if (
            (await reads.ReadAsync(call.Type, id, call.Grant, context.RequestAborted)).Fault is
            { Kind: not FaultKind.Gone } unknown
        )
            return unknown;
        if (
            !(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault)
            || !Period(input).Try(out var period, out fault)
        )
            return fault;
        return await list.OfAsync(id, period, context.RequestAborted);
    }

    /// <summary>Whole days of the programme's time.</summary>
    private Result<Interval> Period(OperationInput input)
    {
        var today = ProgrammeTime.Day(clock.GetUtcNow());
        if (
            !Day(input, "end", today).Try(out var end, out var fault)
            || !Day(input, "start", end.PlusYears(-Accounting.Years)).Try(out var start, out fault)
        )
            return fault;
        if (start > end || start < end.PlusYears(-Accounting.Years))
            return OperationInput.Bad(
                "start",
                $"a day before the end, and at most {Accounting.Years} years before it (45 CFR 164.528)"
            );
        return new Interval(
            ProgrammeTime.ToUtcTicks(start.ToDateTime(TimeOnly.MinValue)),
            ProgrammeTime.ToUtcTicks(end.PlusDays(1).ToDateTime(TimeOnly.MinValue))
        );
    }

    private static Result<DateOnly> Day(OperationInput input, string name, DateOnly otherwise) =>
        input.Text(name) is not { } text ? otherwise
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day
        : OperationInput.Bad(name, "a day, such as 2026-11-23");
}
