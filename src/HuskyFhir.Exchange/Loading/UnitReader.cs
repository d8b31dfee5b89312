using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Registry.Families;
using HuskyFhir.Registry.Store;
using HuskyFhir.Registry.Store.Writing;
using HuskyFhir.Validation;

namespace HuskyFhir.Exchange.Loading;

/// <summary>A piece of input as units: checked like any write, and with what makes each resource the same when it comes again.</summary>
/// <param name="intake">The checks.</param>
/// <param name="families">Which types there are.</param>
/// <param name="source">Whose ids the files use; two sources may both have a <c>Patient/1</c>.</param>
internal sealed class UnitReader(Intake intake, FamilyTable families, string source)
{
    /// <summary>Units, or refusals of what cannot be loaded.</summary>
    public (List<LoadUnit> Units, List<Refusal> Refused) Read(Piece piece)
    {
        var (resource, report) = intake.Examine(piece.Json, []);
        if (report.ToFault() is { } fault)
            return ([], [new(piece.Where, Reason(fault))]);
        return resource is Bundle bundle ? Read(piece.Where, bundle) : One(piece.Where, resource!, null, null, isChecked: true);
    }

    /// <summary>All issues in one line.</summary>
    public static string Reason(Fault fault) =>
        string.Join("; ", fault.Issues.Where(static issue => issue.Refuses).Select(static issue => issue.Expression is { } at ? $"{at}: {issue.Text}" : issue.Text));

    /// <summary>The name of a resource in the source's own ids.</summary>
    public BusinessKey Alias(string type, string id) => new(type, BusinessKey.AliasSystem, $"{source}/{type}/{id}");

    private (List<LoadUnit> Units, List<Refusal> Refused) Read(string where, Bundle bundle)
    {
        if (bundle.Type == Bundle.BundleType.Transaction)
            return Transaction(where, bundle);
        List<LoadUnit> units = [];
        List<Refusal> refused = [];
        for (var at = 0; at < bundle.Entry.Count; at++)
        {
            var entry = bundle.Entry[at];
            if (entry.Resource is null)
                continue;
            var (some, none) = One($"{where} entry[{at}]", entry.Resource, entry.FullUrl, entry.Request, isChecked: false);
            units.AddRange(some);
            refused.AddRange(none);
        }

        return (units, refused);
    }

    private (List<LoadUnit> Units, List<Refusal> Refused) Transaction(string where, Bundle bundle)
    {
        var entries = new List<LoadEntry>(bundle.Entry.Count);
        for (var at = 0; at < bundle.Entry.Count; at++)
        {
            if (!Entry(bundle.Entry[at].Resource, bundle.Entry[at].FullUrl, bundle.Entry[at].Request, isChecked: false).Try(out var entry, out var fault))
                return ([], [new($"{where} entry[{at}]", $"{Reason(fault)} (the whole transaction is refused)")]);
            entries.Add(entry);
        }

        return ([new(where, entries)], []);
    }

    private (List<LoadUnit> Units, List<Refusal> Refused) One(string where, Resource resource, string? fullUrl, Bundle.RequestComponent? request, bool isChecked) =>
        Entry(resource, fullUrl, request, isChecked).Try(out var entry, out var fault) ? ([new(where, [entry])], []) : ([], [new(where, Reason(fault))]);

    private Answer<LoadEntry> Entry(Resource? resource, string? fullUrl, Bundle.RequestComponent? request, bool isChecked)
    {
        if (request?.Method is not (null or Bundle.HTTPVerb.PUT or Bundle.HTTPVerb.POST) || resource is null)
            return Fault(OperationOutcome.IssueType.NotSupported, "A load takes entries with a resource and the method PUT or POST.");
        if (families.Find(resource.TypeName) is not { } type)
            return Fault(OperationOutcome.IssueType.NotSupported, $"{resource.TypeName} is not a type that this service holds; it holds {string.Join(", ", families.Types.Select(static known => known.Name))}.");
        if (!isChecked && intake.Check(resource, []).ToFault() is { } fault)
            return fault;
        BusinessKey? alias = resource.Id is { Length: > 0 } id ? Alias(type.Name, id) : null;
        var keys = type.KeysOf(resource).ToList();
        if (request?.Url is { } url && url.Contains('?', StringComparison.Ordinal) && !keys.Exists(key => Condition(url) == key))
            return Fault(OperationOutcome.IssueType.NotSupported, $"The condition '{url}' must name an identifier that the resource has and that is a business key of {type.Name}: {string.Join(", ", type.KeySystems)}.");
        return alias is null && keys.Count == 0
            ? Fault(OperationOutcome.IssueType.BusinessRule, $"The resource has neither an id nor an identifier in {string.Join(" or ", type.KeySystems)}; loaded twice it would be there twice.")
            : new LoadEntry(type, resource, fullUrl, alias, keys);
    }

    /// <summary>The business key of a conditional reference or request such as <c>Patient?identifier=system|value</c>.</summary>
    public static BusinessKey? Condition(string url)
    {
        var mark = url.IndexOf("?identifier=", StringComparison.Ordinal);
        var bar = mark < 0 ? -1 : url.IndexOf('|', mark);
        return bar < 0 ? null : new(url[..mark], Uri.UnescapeDataString(url[(mark + 12)..bar]), Uri.UnescapeDataString(url[(bar + 1)..]));
    }

    private static Fault Fault(OperationOutcome.IssueType code, string text) => new(FaultKind.Unprocessable, code, text);
}
