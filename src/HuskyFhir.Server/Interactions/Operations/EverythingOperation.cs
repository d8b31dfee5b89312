using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Core.Search;
using HuskyFhir.Core.Time;
using HuskyFhir.Resources.Reading;
using HuskyFhir.Resources.Searching;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Http;
using HuskyFhir.Server.Interactions.Searching;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Operations;

/// <summary>
/// <c>Patient/{id}/$everything</c> (R4 Patient-operation-everything): the member's compartment, as far as the caller
/// may see it, with what it refers to in the directory, in pages. Other members are never in it, nor is the panel that
/// the member belongs to. Faults: 400 for a parameter that cannot be read, 404 for a member that the caller may not
/// know, 410.
/// </summary>
internal sealed class EverythingOperation(
    SearchPages pages,
    SearchReading reading,
    ResourceReader reads,
    RequestBody bodies,
    Intake intake,
    FhirTypeCatalog families,
    ReadAudit trace
)
{
    private static readonly string[] Own = ["start", "end", "_since"];

    public async Task EverythingAsync(HttpContext context)
    {
        var call = FhirCall.Of(context);
        await trace.AnswerAsync(context, call, await AnswerAsync(context, call));
    }

    private async Task<Result<ReadOnlyMemory<byte>>> AnswerAsync(HttpContext context, FhirCall call)
    {
        if (FhirCall.IdOf(context) is not { } id)
            return call.Unknown(context);
        if ((await reads.ReadAsync(call.Type, id, call.Grant, context.RequestAborted)).Fault is { } unknown)
            return unknown;
        if (!(await OperationInput.ReadAsync(context, bodies, intake)).Try(out var input, out var fault))
            return fault;
        var path = $"Patient/{id:D}/$everything";
        if (
            !(await pages.TurnAsync(call, "/fhir/" + path, [.. input.Simple], context.RequestAborted)).Try(
                out var turned,
                out fault
            )
        )
            return fault;
        var grants = new SearchGrants(families, call.Caller);
        if (!Query(id, grants, turned.Given).Try(out var query, out fault))
            return fault;
        return await pages.WriteAsync(
            context,
            call,
            new(path, query, query with { Filters = [.. query.Filters, new CompartmentFilter(id)] }, turned.After),
            grants
        );
    }

    private Result<SearchQuery> Query(Guid id, SearchGrants grants, List<KeyValuePair<string, string>> given)
    {
        var names = given
            .Where(static pair => pair.Key == "_type")
            .SelectMany(static pair => pair.Value.Split(','))
            .ToList();
        var types = families
            .Types.Where(type => type.InCompartment(id) is not null && grants.Decide(type).Fault is null)
            .ToList();
        if (names.FirstOrDefault(name => families.Find(name) is null) is not null)
            return OperationInput.Bad("_type", "types that this service holds, such as Patient,Coverage");
        var wanted = types
            .Where(type => names.Count == 0 ? !type.TellsOfOthers : names.Contains(type.Name))
            .Select(static type => type.Name)
            .ToList();
        if (wanted.Count == 0)
            return new Fault(
                FaultKind.Forbidden,
                IssueType.Forbidden,
                "The token's scopes cover none of these types.",
                "_type",
                "scope"
            );
        if (
            !reading
                .Read(
                    wanted,
                    [.. given.Where(static pair => pair.Key is "_type" or "_count")],
                    strict: true,
                    anyType: true
                )
                .Try(out var query, out var fault)
        )
            return fault;
        var directory = families
            .Types.Where(type =>
                type.Openness == AccessClass.Directory && (names.Count == 0 || names.Contains(type.Name))
            )
            .Select(static type => type.Name)
            .ToList();
        query = query with { Includes = directory.Count == 0 ? [] : [new(false, true, "*", [], directory)] };
        foreach (var (name, value) in given.Where(static pair => Own.Contains(pair.Key)))
        {
            if (!Interval.TryParse(value, out var at))
                return OperationInput.Bad(name, "a date, or an instant");
            query = query with
            {
                Filters = [.. query.Filters, Condition(name, at)],
                Applied = [.. query.Applied, new(name, value)],
            };
        }

        return query;
    }

    private SearchCondition Condition(string name, Interval at) =>
        name switch
        {
            "start" => new CareFilter(at.Low, long.MaxValue),
            "end" => new CareFilter(0, at.High),
            _ => new SearchFilter(families.Types[0].Find("_lastUpdated")!, null, [new DateValue(Prefix.Ge, at)], null),
        };
}
