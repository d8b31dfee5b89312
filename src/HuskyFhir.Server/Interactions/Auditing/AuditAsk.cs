using HuskyFhir.Core.Answers;
using HuskyFhir.Plan.Disclosures.Events;
using HuskyFhir.Server.Http;
using IssueType = Hl7.Fhir.Model.OperationOutcome.IssueType;

namespace HuskyFhir.Server.Interactions.Auditing;

/// <summary>A search of the audit.</summary>
/// <param name="Filter">Which entries.</param>
/// <param name="Count">Entries on a page; 0 for the total alone.</param>
/// <param name="WithTotal">Whether all that are found are counted.</param>
/// <param name="Applied">The parameters as they were understood.</param>
internal sealed record AuditAsk(
    AuditFilter Filter,
    int Count,
    bool WithTotal,
    IReadOnlyList<KeyValuePair<string, string>> Applied
)
{
    private static readonly string[] HandledElsewhere = ["_format", "_pretty"];

    /// <summary>Reads the parameters; an unknown one is left out, unless handling is strict. Fault: 400.</summary>
    public static Answer<AuditAsk> Read(
        IEnumerable<KeyValuePair<string, string>> given,
        bool strict,
        HttpSettings settings
    )
    {
        var ask = new AuditAsk(new(), settings.PageSize, false, []);
        foreach (var pair in given.Where(static pair => !HandledElsewhere.Contains(pair.Key)))
        {
            if (!strict && !AuditParameters.IsKnown(pair.Key) && pair.Key is not ("_count" or "_total"))
                continue;
            if (!ask.With(pair.Key, pair.Value, settings).Try(out var read, out var fault))
                return fault;
            ask = read with { Applied = [.. ask.Applied, pair] };
        }

        return ask;
    }

    private Answer<AuditAsk> With(string name, string value, HttpSettings settings) =>
        (name, value) switch
        {
            ("_count", _) => int.TryParse(value, System.Globalization.NumberStyles.None, null, out var count)
                ? this with
                {
                    Count = Math.Min(count, settings.MaxPageSize),
                }
                : Bad(name, "_count takes a whole number from 0."),
            ("_total", "accurate" or "none" or "estimate") => this with { WithTotal = value != "none" },
            ("_total", _) => Bad(name, "_total takes none, estimate or accurate."),
            _ => AuditParameters.Add(Filter, name, value).Try(out var filter, out var fault)
                ? this with
                {
                    Filter = filter,
                }
                : fault,
        };

    private static Fault Bad(string name, string text) =>
        new(FaultKind.Malformed, IssueType.Value, text, name, "search-value");
}
