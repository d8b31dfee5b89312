using System.Text.Json;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Stored;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Searching;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// <c>Observation/$lastn</c> (R4 Observation-operation-lastn): of one member the latest of each code, such as the
/// current income. Parameters: those of a search, and <c>max</c>. Faults: 400, and 403 in an emergency for several
/// members.
/// </summary>
internal sealed class LastOperation(
    SearchExecutor searches,
    SearchReading reading,
    FhirTypeCatalog families,
    EmergencyAccess emergency,
    RequestBody bodies,
    Intake intake,
    ReadAudit trace,
    PublicBase publicBase,
    TimeProvider clock
)
{
    /// <summary>Observations of one member that are looked at.</summary>
    private const int Most = 2000;

    public async Task LastAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        await trace.AnswerAsync(context, call, await AnswerAsync(context, call));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (
            !(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault)
            || !input.Number("max", 1, Most).Try(out var max, out fault)
        )
            return fault;
        if (!input.Simple.Any(static pair => pair.Key is "patient" or "subject"))
            return OperationInput.Missing("patient", "whose observations are meant");
        var given = input
            .Simple.Where(static pair => pair.Key != "max" && !pair.Key.StartsWith("_sort", StringComparison.Ordinal))
            .Append(new("_sort", "-date"))
            .ToList();
        if (!reading.Read(call.Type, given, strict: true).Try(out var query, out fault))
            return fault;
        if (
            !(await emergency.BindAsync(context, new(families, call.Type, call.Grant), query)).Try(
                out var grants,
                out fault
            )
        )
            return fault;
        var page = await searches.FindAsync(query, grants, null, Most, context.RequestAborted);
        var latest = page.Rows.GroupBy(static row => Code(row)).SelectMany(group => group.Take(max)).ToList();
        await trace.RecordAsync(call, null, latest, "$lastn");
        using var bundle = new BundleWriter("searchset", clock.GetUtcNow(), latest.Count, latest);
        bundle.Links(
            $"{publicBase.Url}/{call.Type.Name}/$lastn?{string.Join('&', input.Simple.Select(static pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"))}",
            null
        );
        bundle.Found(publicBase.Url, latest, [], null);
        return bundle.Finish();
    }

    /// <summary>
    /// Observations are of one kind when they have a code in common; the first is the one that the sender counts by.
    /// </summary>
    private static string Code(StoredResource row)
    {
        using var document = JsonDocument.Parse(row.Body!);
        var code = document.RootElement.GetProperty("code");
        return code.TryGetProperty("coding", out var codings) && codings[0].TryGetProperty("code", out var value)
                ? $"{(codings[0].TryGetProperty("system", out var system) ? system.GetString() : null)}|{value.GetString()}"
            : code.TryGetProperty("text", out var text) ? text.GetString()!
            : string.Empty;
    }
}
