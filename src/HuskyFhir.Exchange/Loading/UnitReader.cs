using Hl7.Fhir.Model;
using HuskyFhir.Core.Answers;
using HuskyFhir.Resources.Types;
using HuskyFhir.Resources.Writing;
using HuskyFhir.Storage;
using HuskyFhir.Validation.Reports;

namespace HuskyFhir.Exchange.Loading;

/// <summary>
/// A piece of input as units: checked like any write, and with what makes each resource the same when it comes again.
/// </summary>
/// <param name="intake">The checks.</param>
/// <param name="families">Which types there are.</param>
/// <param name="source">Whose ids the files use; two sources may both have a <c>Patient/1</c>.</param>
internal sealed class UnitReader(Intake intake, FhirTypeCatalog families, string source)
{
    /// <summary>Units, or refusals of what cannot be loaded.</summary>
    public (List<LoadUnit> Units, List<Refusal> Refused) Read(Piece piece)
    {
        if (piece.Flaw is { } flaw)
            return ([], [new(piece.Where, flaw)]);
        var (resource, report) = intake.Parse(piece.Json);
        if (report.ToFault() is { } fault)
            return ([], [new(piece.Where, Reason(fault))]);
        if (resource is not Bundle bundle)
            return One(piece, 0, piece.Where, CheckedEntry(resource, null, null));
        return bundle.Type == Bundle.BundleType.Transaction ? Transaction(piece, bundle) : Each(piece, bundle);
    }

    /// <summary>All issues in one line.</summary>
    public static string Reason(Fault fault) =>
        string.Join(
            "; ",
            fault
                .Issues.Where(static issue => issue.Refuses)
                .Select(static issue => issue.Expression is { } at ? $"{at}: {issue.Text}" : issue.Text)
        );

    /// <summary>The name of a resource in the source's own ids.</summary>
    public BusinessKey Alias(string type, string id) => new(type, BusinessKey.AliasSystem, $"{source}/{type}/{id}");

    /// <summary>
    /// The name that a reference such as <c>Type/id</c> or <c>Type?identifier=…</c> names; null for one that is an
    /// address elsewhere.
    /// </summary>
    public BusinessKey? Name(string reference)
    {
        if (Condition(reference) is { } condition)
            return condition;
        var slash = reference.IndexOf('/', StringComparison.Ordinal);
        return
            slash <= 0 || reference.LastIndexOf('/') != slash || reference.StartsWith("urn:", StringComparison.Ordinal)
            ? null
            : Alias(reference[..slash], reference[(slash + 1)..]);
    }

    /// <summary>
    /// Why a unit can never be loaded: it refers to a type that is not held here, or to an entry that its bundle has
    /// not.
    /// </summary>
    public string? Foreign(LoadUnit unit)
    {
        foreach (var link in unit.Entries.SelectMany(static entry => entry.Links))
        {
            if (Name(link.Text) is { } name && families.Find(name.Type) is null)
                return $"{link.Path}: {link.Text}: {name.Type} is not a type that this service holds; leave the reference out, or use an absolute URL or an identifier.";
            if (
                link.Text.StartsWith("urn:", StringComparison.Ordinal)
                && !unit.Entries.Any(entry => entry.FullUrl == link.Text)
            )
                return $"{link.Path}: {link.Text}: no entry of the same transaction has this fullUrl.";
        }

        return null;
    }

    private (List<LoadUnit> Units, List<Refusal> Refused) Each(Piece piece, Bundle bundle)
    {
        List<LoadUnit> units = [];
        List<Refusal> refused = [];
        for (var at = 0; at < bundle.Entry.Count; at++)
        {
            var entry = bundle.Entry[at];
            if (entry.Resource is null)
                continue;
            var (some, none) = One(
                piece,
                at,
                $"{piece.Where} entry[{at}]",
                CheckedEntry(entry.Resource, entry.FullUrl, entry.Request)
            );
            units.AddRange(some);
            refused.AddRange(none);
        }

        return (units, refused);
    }

    private (List<LoadUnit> Units, List<Refusal> Refused) Transaction(Piece piece, Bundle bundle)
    {
        var entries = new List<LoadEntry>(bundle.Entry.Count);
        for (var at = 0; at < bundle.Entry.Count; at++)
        {
            if (
                !CheckedEntry(bundle.Entry[at].Resource, bundle.Entry[at].FullUrl, bundle.Entry[at].Request)
                    .Try(out var entry, out var fault)
            )
                return ([], [new($"{piece.Where} entry[{at}]", $"{Reason(fault)} (the whole transaction is refused)")]);
            entries.Add(entry);
        }

        return ([new(piece, 0, piece.Where, entries)], []);
    }

    private static (List<LoadUnit> Units, List<Refusal> Refused) One(
        Piece piece,
        int number,
        string where,
        Result<LoadEntry> answer
    ) =>
        answer.Try(out var entry, out var fault)
            ? ([new(piece, number, where, [entry])], [])
            : ([], [new(where, Reason(fault))]);

    /// <summary>Parsed it is; its profile and its family's rules are still to be asked.</summary>
    private Result<LoadEntry> CheckedEntry(Resource? resource, string? fullUrl, Bundle.RequestComponent? request)
    {
        if (!Entry(resource, fullUrl, request).Try(out var made, out var fault))
            return fault;
        return intake.CheckAlone(made.Resource, []).ToFault() is { } unfit ? unfit : made;
    }

    private Result<LoadEntry> Entry(Resource? resource, string? fullUrl, Bundle.RequestComponent? request)
    {
        if (request?.Method is not (null or Bundle.HTTPVerb.PUT or Bundle.HTTPVerb.POST) || resource is null)
            return Fault(
                OperationOutcome.IssueType.NotSupported,
                "A load takes entries with a resource and the method PUT or POST."
            );
        if (families.Find(resource.TypeName) is not { } type)
            return Fault(
                OperationOutcome.IssueType.NotSupported,
                $"{resource.TypeName} is not a type that this service holds; it holds {string.Join(", ", families.Types.Select(static known => known.Name))}."
            );
        BusinessKey? alias = resource.Id is { Length: > 0 } id ? Alias(type.Name, id) : null;
        var keys = type.KeysOf(resource).ToList();
        if (
            request?.Url is { } url
            && url.Contains('?', StringComparison.Ordinal)
            && !keys.Exists(key => Condition(url) == key)
        )
            return Fault(
                OperationOutcome.IssueType.NotSupported,
                $"The condition '{url}' must name an identifier that the resource has and that is a business key of {type.Name}: {string.Join(", ", type.KeySystems)}."
            );
        return alias is null && keys.Count == 0
            ? Fault(
                OperationOutcome.IssueType.BusinessRule,
                $"The resource has neither an id nor an identifier in {string.Join(" or ", type.KeySystems)}; loaded twice it would be there twice."
            )
            : new LoadEntry(type, resource, fullUrl, alias, keys);
    }

    /// <summary>
    /// The business key of a conditional reference or request such as <c>Patient?identifier=system|value</c>.
    /// </summary>
    public static BusinessKey? Condition(string url)
    {
        var mark = url.IndexOf("?identifier=", StringComparison.Ordinal);
        var bar = mark < 0 ? -1 : url.IndexOf('|', mark);
        return bar < 0
            ? null
            : new(url[..mark], Uri.UnescapeDataString(url[(mark + 12)..bar]), Uri.UnescapeDataString(url[(bar + 1)..]));
    }

    private static Fault Fault(OperationOutcome.IssueType code, string text) =>
        new(FaultKind.Unprocessable, code, text);
}
