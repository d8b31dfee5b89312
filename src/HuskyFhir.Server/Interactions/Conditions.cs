using Hl7.Fhir.Model;
using HuskyFhir.Core.Access;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Server.Interactions.Searching;
using Microsoft.AspNetCore.WebUtilities;

namespace HuskyFhir.Server.Interactions;

/// <summary>
/// Reads the criteria of conditional interactions and references. Nothing in them is ever ignored: a condition that was
/// understood in part would change what it should not. Faults: 400 for what is unknown, unreadable or empty; 403 where
/// the caller may not search the type, since a condition tells what is there.
/// </summary>
internal sealed class Conditions(SearchReading reading)
{
    /// <summary>They shape an answer and choose nothing.</summary>
    private static readonly string[] Shaping =
    [
        "_count",
        "_sort",
        "_total",
        "_summary",
        "_elements",
        "_include",
        "_revinclude",
        "_contained",
        "_containedType",
        "_page",
        "_score",
    ];

    /// <summary>The criteria in a request's own address.</summary>
    public Result<Criteria> OfAddress(HttpRequest request, Caller caller, FhirType type)
    {
        var given = Pairs(request.QueryString.Value);
        given.RemoveAll(static pair => pair.Key is "_format" or "_pretty"); // of this request, not of the search
        return Read(caller, type, given, type.Name);
    }

    /// <summary>
    /// Criteria as text, such as <c>identifier=system|value</c>, perhaps written as a search's address.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="type">The type searched.</param>
    /// <param name="text">The criteria; percent-encoded.</param>
    /// <param name="place">Where they stand in the request.</param>
    public Result<Criteria> Read(Caller caller, FhirType type, string text, string place)
    {
        // A question mark elsewhere belongs to a value.
        var start =
            text.StartsWith('?') ? 1
            : text.StartsWith(type.Name + "?", StringComparison.Ordinal) ? type.Name.Length + 1
            : 0;
        return Read(caller, type, Pairs(text[start..]), place);
    }

    private static List<KeyValuePair<string, string>> Pairs(string? query) =>
        [
            .. QueryHelpers
                .ParseQuery(query)
                .SelectMany(static pair =>
                    pair.Value.Select(value => new KeyValuePair<string, string>(pair.Key, value ?? string.Empty))
                ),
        ];

    private Result<Criteria> Read(Caller caller, FhirType type, List<KeyValuePair<string, string>> given, string place)
    {
        if (!Policy.Decide(caller, Interaction.Search, type.Name, type.Openness).Try(out var grant, out var denied))
            return denied;
        if (
            given
                .Find(static pair => pair.Key is "_format" or "_pretty" || Shaping.Contains(pair.Key.Split(':')[0]))
                .Key is
            { } shaping
        )
            return new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.NotSupported,
                $"'{shaping}' chooses no resource; criteria take search parameters alone.",
                place,
                "condition-parameter"
            );
        if (!reading.Read(type, given, strict: true).Try(out var query, out var fault))
            return fault;
        return query.Applied.Count > 0
            ? new Criteria(type, grant, query, place)
            : new Fault(
                FaultKind.Malformed,
                OperationOutcome.IssueType.Value,
                "Give criteria, such as identifier=system|value; without any, every resource would meet them.",
                place,
                "condition-empty"
            );
    }
}
