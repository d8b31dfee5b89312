using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Resources;
using HuskyFhir.Plan.Members.Matching;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Matching;
using Task = System.Threading.Tasks.Task;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// <c>Patient/$match</c> (R4 Patient-operation-match): who of the caller's members a description is of, with a score
/// and a grade, the surest first. Parameters: <c>resource</c>, <c>onlyCertainMatches</c>, <c>count</c>. Faults: 400.
/// </summary>
internal sealed class MatchOperation(
    MemberFinder finder,
    RequestBody bodies,
    Intake intake,
    ReadAudit trace,
    PublicBase publicBase,
    TimeProvider clock
)
{
    public async Task MatchAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        await trace.AnswerAsync(context, call, await AnswerAsync(context, call));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (
            !(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault)
            || !input.Number("count", 10, 100).Try(out var count, out fault)
            || !input.Flag("onlyCertainMatches").Try(out var certain, out fault)
        )
            return fault;
        if (input.Resource<Patient>("resource") is not { } asked)
            return OperationInput.Missing("resource", "a Patient with what is known of the person");
        if (MatchClues.Of(asked).Count == 0)
            return OperationInput.Missing(
                "resource",
                "an identifier, or a family name with a birth date, a telephone number or an e-mail address"
            );
        if (!(await finder.CandidatesAsync(asked, call.Grant, context.RequestAborted)).Try(out var found, out fault))
            return fault;
        var ranked = found
            .Select(row => (Row: row, Match: MatchScore.Of(asked, (Patient)FhirJson.Read(row.Body!))))
            .Where(static each => each.Match.Grade != MatchGrade.CertainlyNot)
            .OrderByDescending(static each => each.Match.Score)
            .ThenBy(static each => each.Row.Id)
            .ToList();
        // Two certain matches are none: someone must look.
        var shown = certain
            ? ranked.Where(static each => each.Match.Grade == MatchGrade.Certain).ToList() is [var only]
                ? [only]
                : []
            : ranked.Take(count).ToList();
        await trace.RecordAsync(call, null, [.. shown.Select(static each => each.Row)], "$match");
        using var bundle = new BundleWriter(
            "searchset",
            clock.GetUtcNow(),
            shown.Count,
            [.. shown.Select(static each => each.Row)]
        );
        bundle.Matched(publicBase.Url, shown);
        return bundle.Finish();
    }
}
